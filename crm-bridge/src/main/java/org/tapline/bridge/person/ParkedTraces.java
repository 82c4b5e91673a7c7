package org.tapline.bridge.person;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.blob.BlobStore;
import org.tapline.bridge.database.Database;

/// Entries that intake set aside, and that name a person in their envelope or their octets.
final class ParkedTraces {
    /// A parked mail is looked through up to this size.
    private static final int SEARCHED = 50 << 20;

    private final Database database;
    private final BlobStore blobs;

    ParkedTraces(Database database, BlobStore blobs) {
        this.database = database;
        this.blobs = blobs;
    }

    List<UUID> naming(Redaction redaction) {
        record Row(UUID id, String observed, String raw) {}
        List<Row> rows =
                jdbc().sql("select id, observed::text, raw_sha256 from parked_observation")
                        .query(
                                (row, number) ->
                                        new Row(
                                                row.getObject(1, UUID.class),
                                                row.getString(2),
                                                row.getString(3)))
                        .list();
        List<UUID> found = new ArrayList<>();
        for (Row row : rows) {
            if (redaction.mentioned(row.observed()) || told(redaction, row.raw())) {
                found.add(row.id());
            }
        }
        return found;
    }

    private boolean told(Redaction redaction, String sha256) {
        try (InputStream in = blobs.open(sha256)) {
            return redaction.mentioned(new String(in.readNBytes(SEARCHED), StandardCharsets.UTF_8));
        } catch (NoSuchFileException gone) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @return how many went; what is held is told
    long remove(Redaction redaction, Tally tally) {
        long gone = 0;
        for (UUID each : naming(redaction)) {
            gone +=
                    jdbc().sql(
                                    """
                                    with gone as (
                                        delete from parked_observation p where id = :id
                                          and not exists (
                                              select from legal_hold h
                                              join mailbox b on b.id::text = h.target
                                              where h.kind = 'mailbox'
                                                and b.login = p.observed #>> '{mailbox,user}')
                                        returning raw_sha256),
                                    condemned as (
                                        insert into condemned_blob (sha256)
                                        select raw_sha256 from gone on conflict do nothing)
                                    select count(*) from gone
                                    """)
                            .param("id", each)
                            .query(Long.class)
                            .single();
        }
        tally.kept("parked entries", naming(redaction).size(), "legal hold");
        return gone;
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
