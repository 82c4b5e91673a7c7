package org.tapline.bridge.intake;

import java.io.IOException;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.tapline.bridge.blob.BlobStore;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.journal.Content;
import org.tapline.journal.Observation;

/// Observations that cannot be filed, set aside with their content and the reason, where the
/// administrator sees them and has them tried again.
public final class Parking {
    private final Database database;
    private final BlobStore blobs;

    public Parking(Database database, BlobStore blobs) {
        this.database = database;
        this.blobs = blobs;
    }

    /// One of them, for the administrator.
    ///
    /// @param reason why it could not be filed
    /// @param attempts how often it was tried
    public record Parked(
            UUID id,
            Instant observedAt,
            String mailbox,
            String way,
            String reason,
            int attempts,
            Instant parkedAt) {}

    /// Sets an observation aside; once more: with the newer reason.
    void park(Observation observation, Content content, String reason, int tries)
            throws IOException {
        String raw;
        try (InputStream octets = content.open()) {
            raw = blobs.store(octets).sha256();
        }
        database.jdbc()
                .sql(
                        """
                        insert into parked_observation as p
                            (id, observed, raw_sha256, reason, tries, parked_at)
                        values (:id, :observed::jsonb, :raw, :reason, :tries, now())
                        on conflict (id) do update set
                            reason = excluded.reason, tries = p.tries + excluded.tries,
                            parked_at = excluded.parked_at
                        """)
                .param("id", observation.id())
                .param("observed", ObservationJson.write(observation))
                .param("raw", raw)
                .param("reason", Columns.text(reason))
                .param("tries", tries)
                .update();
    }

    /// All of them, the oldest first.
    public List<Parked> list() {
        return database.jdbc()
                .sql(
                        """
                        select id, observed, reason, tries, parked_at
                        from parked_observation order by parked_at, id
                        """)
                .query(Parking::parked)
                .list();
    }

    private static Parked parked(ResultSet row, int number) throws SQLException {
        Observation observation = ObservationJson.read(row.getString("observed"));
        return new Parked(
                observation.id(),
                observation.at(),
                observation.mailbox().user(),
                observation.way().label(),
                row.getString("reason"),
                row.getInt("tries"),
                Columns.instant(row, "parked_at"));
    }

    /// How many there are.
    public long count() {
        return database.jdbc()
                .sql("select count(*) from parked_observation")
                .query(Long.class)
                .single();
    }

    Optional<Observation> observation(UUID id) {
        return database.jdbc()
                .sql("select observed from parked_observation where id = :id")
                .param("id", id)
                .query(String.class)
                .optional()
                .map(ObservationJson::read);
    }

    /// The octets of a parked observation, which lie in the blob store.
    Content content(UUID id) throws IOException {
        String raw =
                database.jdbc()
                        .sql("select raw_sha256 from parked_observation where id = :id")
                        .param("id", id)
                        .query(String.class)
                        .single();
        return blobs.content(raw);
    }

    void release(UUID id) {
        database.jdbc()
                .sql("delete from parked_observation where id = :id")
                .param("id", id)
                .update();
    }
}
