package org.tapline.bridge.person;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The rows about erasures: which there are, how far they are, what they came to.
final class Erasures {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Database database;

    Erasures(Database database) {
        this.database = database;
    }

    /// One that is not finished, with the person it is about.
    record Unfinished(long id, Person person, String actor) {}

    /// The person is kept until the erasure is done, so that it can go on after a crash.
    long begin(String subject, Person person, String actor, String reason) {
        return database.jdbc()
                .sql(
                        """
                        insert into erasure (subject, person, state, step, actor, reason)
                        values (:subject, :person::jsonb, 'running', 'begun', :actor, :reason)
                        returning id
                        """)
                .param("subject", subject)
                .param("person", JSON.writeValueAsString(person))
                .param("actor", Columns.text(actor))
                .param("reason", Columns.text(reason))
                .query(Long.class)
                .single();
    }

    void step(long id, String step, Tally tally) {
        database.jdbc()
                .sql(
                        """
                        update erasure
                        set step = :step, touched_at = now(), removed = :removed::jsonb,
                            kept = :kept::jsonb
                        where id = :id
                        """)
                .param("step", step)
                .param("removed", JSON.writeValueAsString(tally.removed()))
                .param("kept", JSON.writeValueAsString(tally.kept()))
                .param("id", id)
                .update();
    }

    /// Nobody is named any more.
    void done(long id) {
        finish(id, "done", Optional.empty());
    }

    /// It stays known who it is about: it is tried again in some minutes.
    void failed(long id, String problem) {
        database.jdbc()
                .sql(
                        """
                        update erasure set state = 'failed', problem = :problem, touched_at = now()
                        where id = :id
                        """)
                .param("problem", Columns.text(problem))
                .param("id", id)
                .update();
    }

    private void finish(long id, String state, Optional<String> problem) {
        database.jdbc()
                .sql(
                        """
                        update erasure
                        set state = :state, person = null, step = 'finished', finished_at = now(),
                            problem = :problem
                        where id = :id
                        """)
                .param("state", state)
                .param("problem", problem.orElse(null), Types.VARCHAR)
                .param("id", id)
                .update();
    }

    /// Says of erasures that nobody works on them any more.
    void left(Collection<Long> ids) {
        database.jdbc()
                .sql(
                        """
                        update erasure set touched_at = 'epoch'
                        where id = any(:ids) and state = 'running'
                        """)
                .param("ids", ids.toArray(Long[]::new))
                .update();
    }

    /// Those that a process left behind; whoever asks has them now.
    List<Unfinished> unfinished() {
        return database.jdbc()
                .sql(
                        """
                        update erasure set state = 'running', problem = null, touched_at = now()
                        where person is not null
                          and touched_at < now() - case when state = 'failed'
                                  then interval '1 minute' else interval '10 minutes' end
                        returning id, person, actor
                        """)
                .query(
                        (row, number) ->
                                new Unfinished(
                                        row.getLong("id"),
                                        JSON.readValue(row.getString("person"), Person.class),
                                        row.getString("actor")))
                .list();
    }

    Optional<Erasure.Report> byId(long id) {
        return database.jdbc()
                .sql("select * from erasure where id = :id")
                .param("id", id)
                .query(Erasures::row)
                .optional();
    }

    List<Erasure.Report> list(int limit, long before) {
        return database.jdbc()
                .sql("select * from erasure where id < :before order by id desc limit :limit")
                .param("before", before)
                .param("limit", limit)
                .query(Erasures::row)
                .list();
    }

    private static Erasure.Report row(ResultSet row, int number) throws SQLException {
        Optional<Instant> finished = Columns.instantOrNone(row, "finished_at");
        return new Erasure.Report(
                row.getLong("id"),
                row.getString("subject"),
                row.getString("state"),
                row.getString("step"),
                row.getString("actor"),
                row.getString("reason"),
                Columns.instant(row, "begun_at"),
                finished,
                JSON.readValue(row.getString("removed"), new TypeReference<Map<String, Long>>() {}),
                JSON.readValue(row.getString("kept"), new TypeReference<List<Erasure.Kept>>() {}),
                Optional.ofNullable(row.getString("problem")));
    }
}
