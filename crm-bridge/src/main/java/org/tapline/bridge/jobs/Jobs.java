package org.tapline.bridge.jobs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;

/// The jobs.
public final class Jobs {
    private static final String SELECT =
            """
            select id, kind, subject, state, total, done, found, error, created_at, finished_at
            from job
            """;

    private final Database database;

    public Jobs(Database database) {
        this.database = database;
    }

    /// Enters a job; takes part in the caller's transaction.
    ///
    /// @param after not to be begun before this time is over
    public long enter(String kind, String subject, Duration after) {
        return jdbc().sql(
                        """
                        insert into job (kind, subject, run_after)
                        values (:kind, :subject, now() + make_interval(secs => :after))
                        returning id
                        """)
                .param("kind", kind)
                .param("subject", Columns.text(subject))
                .param("after", after.toMillis() / 1000.0)
                .query(Long.class)
                .single();
    }

    public Optional<Job> byId(long id) {
        return jdbc().sql(SELECT + "where id = :id").param("id", id).query(Jobs::job).optional();
    }

    /// Newest first.
    ///
    /// @param subject only those of one subject; empty: all
    /// @param before id of the last one of the page before; [Long#MAX_VALUE] for the first page
    public List<Job> list(int limit, long before, String subject) {
        return jdbc().sql(
                        SELECT
                                + """
                                where id < :before and (:subject = '' or subject = :subject)
                                order by id desc limit :limit
                                """)
                .param("before", before)
                .param("subject", Columns.text(subject))
                .param("limit", limit)
                .query(Jobs::job)
                .list();
    }

    /// Whether a job of a kind waits or runs.
    public boolean open(String kind) {
        return jdbc().sql(
                        """
                        select exists (select from job
                                       where state in ('waiting', 'running') and kind = :kind)
                        """)
                .param("kind", kind)
                .query(Boolean.class)
                .single();
    }

    /// A job that was taken.
    record Taken(long id, String kind, Progress progress) {}

    /// Takes the next job that is nobody's.
    Optional<Taken> take(UUID owner, Duration lease) {
        return jdbc().sql(
                        """
                        update job set state = 'running', owner = :owner,
                            owned_until = now() + make_interval(secs => :lease)
                        where id = (select id from job
                                    where state in ('waiting', 'running') and run_after <= now()
                                      and (owned_until is null or owned_until < now())
                                    order by run_after, id limit 1
                                    for update skip locked)
                        returning id, kind, total, done, found, place
                        """)
                .param("owner", owner)
                .param("lease", lease.toSeconds())
                .query(
                        (row, number) ->
                                new Taken(
                                        row.getLong("id"),
                                        row.getString("kind"),
                                        new Progress(
                                                row.getLong("total"),
                                                row.getLong("done"),
                                                row.getLong("found"),
                                                row.getString("place"),
                                                false)))
                .optional();
    }

    /// Renews the lease and enters the progress, in the transaction of the piece.
    ///
    /// @return false when the job is not this owner's any more
    boolean advance(long job, UUID owner, Progress progress, Duration lease) {
        return jdbc().sql(
                                """
                        update job set total = :total, done = :done, found = :found, place = :place,
                            owned_until = case when :finished then null
                                               else now() + make_interval(secs => :lease) end,
                            state = case when :finished then 'done' else state end,
                            finished_at = case when :finished then now() end
                        where id = :job and owner = :owner and state = 'running'
                        """)
                        .param("job", job)
                        .param("owner", owner)
                        .param("total", progress.total())
                        .param("done", progress.done())
                        .param("found", progress.found())
                        .param("place", progress.place())
                        .param("finished", progress.finished())
                        .param("lease", lease.toSeconds())
                        .update()
                == 1;
    }

    /// Gives a job back so that it is taken up again, after a while.
    void giveBack(long job, UUID owner, Duration after) {
        jdbc().sql(
                        """
                        update job set owned_until = null,
                            run_after = now() + make_interval(secs => :after)
                        where id = :job and owner = :owner and state = 'running'
                        """)
                .param("job", job)
                .param("owner", owner)
                .param("after", after.toMillis() / 1000.0)
                .update();
    }

    void fail(long job, UUID owner, String error) {
        jdbc().sql(
                        """
                        update job set state = 'failed', error = :error, owned_until = null,
                            finished_at = now()
                        where id = :job and owner = :owner and state = 'running'
                        """)
                .param("job", job)
                .param("owner", owner)
                .param("error", Columns.text(error))
                .update();
    }

    private static Job job(ResultSet row, int number) throws SQLException {
        return new Job(
                row.getLong("id"),
                row.getString("kind"),
                row.getString("subject"),
                row.getString("state"),
                row.getLong("total"),
                row.getLong("done"),
                row.getLong("found"),
                Optional.ofNullable(row.getString("error")),
                Columns.instant(row, "created_at"),
                Columns.instantOrNone(row, "finished_at"));
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
