package org.tapline.bridge.retention;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.bridge.blob.BlobStore;
import org.tapline.bridge.database.Database;

/// Removes condemned contents that nothing refers to any more.
///
/// Intake may be filing a message with the very content that is to go: it finds it there, does not
/// write it again, and refers to it when it commits. So a content is first set aside, where intake
/// does not find it; then every transaction that is writing has its time to end; only then the
/// references are asked for the last time. A crash leaves the condemned rows, and the next sweep
/// begins where it was.
public final class BlobSweep {
    private static final Logger log = LoggerFactory.getLogger(BlobSweep.class);

    /// One pass over the deliveries looks for this many.
    private static final int PIECE = 5_000;

    /// A transaction that takes longer is somebody's import; the next sweep comes by again.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String NOT_REFERRED_TO =
            """
            not exists (select from delivery d where d.raw_sha256 = c.sha256)
            and not exists (select from attachment a
                            where a.sha256 = c.sha256 and a.removed_at is null)
            and not exists (select from parked_observation p where p.raw_sha256 = c.sha256)
            """;

    private final Database database;
    private final BlobStore blobs;

    public BlobSweep(Database database, BlobStore blobs) {
        this.database = database;
        this.blobs = blobs;
    }

    /// @return how many contents were removed
    public synchronized int sweep() throws IOException {
        int removed = 0;
        while (true) {
            pardonReferred();
            List<String> condemned =
                    database.jdbc()
                            .sql("select sha256 from condemned_blob order by at limit :most")
                            .param("most", PIECE)
                            .query((row, number) -> row.getString(1))
                            .list();
            if (condemned.isEmpty()) {
                return removed;
            }
            blobs.setAside(condemned);
            if (!database.settled(PATIENCE)) {
                log.info("contents wait to be removed: a transaction takes its time");
                return removed;
            }
            List<String> gone = unreferred(condemned);
            List<String> back = new ArrayList<>(condemned);
            back.removeAll(gone);
            blobs.restore(back);
            blobs.drop(gone);
            database.jdbc()
                    .sql("delete from condemned_blob where sha256 = any(:names)")
                    .param("names", condemned.toArray(String[]::new))
                    .update();
            removed += gone.size();
        }
    }

    private void pardonReferred() {
        database.jdbc()
                .sql("delete from condemned_blob c where not (" + NOT_REFERRED_TO + ")")
                .update();
    }

    private List<String> unreferred(List<String> names) {
        return database.jdbc()
                .sql(
                        "select c.sha256 from unnest(:names::text[]) as c(sha256) where "
                                + NOT_REFERRED_TO)
                .param("names", names.toArray(String[]::new))
                .query((row, number) -> row.getString(1))
                .list();
    }
}
