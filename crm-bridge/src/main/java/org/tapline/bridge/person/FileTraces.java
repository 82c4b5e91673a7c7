package org.tapline.bridge.person;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.database.Database;

/// What imports of contacts left of a person: files that were never filed to their end, and the
/// reasons why lines were refused.
final class FileTraces {
    /// An address may stand across two pieces of a file; no address is longer (RFC 5321 §4.5.3.1).
    private static final int OVERLAP = 320;

    private final Database database;

    FileTraces(Database database) {
        this.database = database;
    }

    /// @return how many reasons named the person
    long refusals(Redaction redaction) {
        record Refusal(long id, String reason) {}
        List<Refusal> all =
                jdbc().sql("select id, reason from contact_import_refusal order by id")
                        .query((row, number) -> new Refusal(row.getLong(1), row.getString(2)))
                        .list();
        long changed = 0;
        for (Refusal each : all) {
            if (redaction.named(each.reason())) {
                changed +=
                        jdbc().sql(
                                        """
                                        update contact_import_refusal set reason = :reason
                                        where id = :id
                                        """)
                                .param("reason", redaction.of(each.reason()))
                                .param("id", each.id())
                                .update();
            }
        }
        return changed;
    }

    /// Files whose import failed, or whose upload was broken off: nobody goes on with them.
    ///
    /// @return how many there were
    long leftBehind() {
        return jdbc().sql(
                        """
                        with gone as (
                            delete from contact_import_chunk c using job j
                            where j.id = c.job_id
                              and (j.state in ('failed', 'done')
                                   or (j.run_after > now() + interval '1 year'
                                       and j.created_at < now() - interval '1 day'))
                            returning c.job_id)
                        select count(distinct job_id) from gone
                        """)
                .query(Long.class)
                .single();
    }

    /// How many files that are still to be filed name the person.
    long naming(Redaction redaction) {
        Map<Long, String> ends = new HashMap<>();
        Set<Long> found = new HashSet<>();
        jdbc().sql("select job_id, content from contact_import_chunk order by job_id, position")
                .query(
                        row -> {
                            long job = row.getLong("job_id");
                            String text =
                                    ends.getOrDefault(job, "")
                                            + new String(
                                                    row.getBytes("content"),
                                                    StandardCharsets.UTF_8);
                            if (redaction.mentioned(text)) {
                                found.add(job);
                            }
                            ends.put(job, text.substring(Math.max(0, text.length() - OVERLAP)));
                        });
        return found.size();
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
