package org.tapline.bridge.retention;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.ops.RepeatedRequests;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Removes what is over its time, by the policies `retention.*`: once a day, and on demand. One run
/// at a time, whatever the number of bridges.
public final class Retention implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    /// Rows of one transaction: short locks, and a hold that is set meanwhile counts soon.
    private static final int PIECE = 200;

    private static final Duration EVERY = Duration.ofHours(24);

    /// A run that says nothing for so long died with its process.
    private static final Duration ABANDONED = Duration.ofMinutes(10);

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Database database;
    private final PolicySettings settings;
    private final Removal removal;
    private final BlobSweep blobs;
    private final Audit audit;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Thread daily;
    private volatile boolean closing;

    public Retention(
            Database database,
            PolicySettings settings,
            BlobSweep blobs,
            Clock clock,
            MeterRegistry meters) {
        this.database = database;
        this.settings = settings;
        this.removal = new Removal(database);
        this.blobs = blobs;
        this.audit = new Audit(database);
        this.clock = clock;
        this.meters = meters;
        this.daily = Thread.ofVirtual().name("retention").start(this::daily);
    }

    /// What is kept how long.
    ///
    /// @param days absent: for ever
    /// @param before what is older is over its time
    /// @param due how many are over their time
    /// @param held how many of these are under legal hold, and stay
    public record Due(
            String category,
            String policy,
            Optional<Integer> days,
            Optional<Instant> before,
            long due,
            long held) {}

    /// One run.
    ///
    /// @param state `running`, `done` or `failed`
    /// @param removed how many of each category, so far
    public record Run(
            long id,
            String actor,
            String state,
            Instant begunAt,
            Optional<Instant> finishedAt,
            Map<String, Long> removed,
            Optional<String> problem) {}

    /// What a run would remove now.
    public List<Due> preview() {
        List<Due> all = new ArrayList<>();
        for (Category category : Category.values()) {
            Optional<Integer> days = days(category);
            Optional<Instant> before = days.map(this::before);
            long[] counts = {0, 0};
            if (before.isPresent()) {
                database.jdbc()
                        .sql(category.count())
                        .param("before", Columns.at(before.get()))
                        .query(
                                row -> {
                                    counts[0] = row.getLong("due");
                                    counts[1] = row.getLong("held");
                                });
            }
            all.add(
                    new Due(
                            category.label(),
                            category.key().name(),
                            days,
                            before,
                            counts[0],
                            counts[1]));
        }
        return all;
    }

    /// Begins a run, and returns while it goes on.
    ///
    /// @return empty when one is under way
    public Optional<Run> begin(String actor) {
        Optional<Long> id = claim(actor);
        id.ifPresent(run -> Thread.ofVirtual().name("retention-run").start(() -> work(run, actor)));
        return id.flatMap(this::byId);
    }

    /// A run from its begin to its end.
    ///
    /// @return empty when one is under way
    public Optional<Run> run(String actor) {
        Optional<Long> id = claim(actor);
        id.ifPresent(run -> work(run, actor));
        return id.flatMap(this::byId);
    }

    /// The newest runs first.
    public List<Run> runs(int limit) {
        return database.jdbc()
                .sql("select * from retention_run order by id desc limit :limit")
                .param("limit", limit)
                .query(Retention::row)
                .list();
    }

    private Optional<Run> byId(long id) {
        return database.jdbc()
                .sql("select * from retention_run where id = :id")
                .param("id", id)
                .query(Retention::row)
                .optional();
    }

    private Optional<Long> claim(String actor) {
        return database.transaction(
                () -> {
                    database.jdbc()
                            .sql(
                                    """
                                    update retention_run
                                    set state = 'failed', problem = 'its process ended',
                                        finished_at = now()
                                    where state = 'running'
                                      and touched_at < now() - :abandoned::interval
                                    """)
                            .param("abandoned", ABANDONED.toString())
                            .update();
                    return database.jdbc()
                            .sql(
                                    """
                                    insert into retention_run (actor, state)
                                    values (:actor, 'running')
                                    on conflict (state) where state = 'running' do nothing
                                    returning id
                                    """)
                            .param("actor", Columns.text(actor))
                            .query(Long.class)
                            .optional();
                });
    }

    private void work(long run, String actor) {
        Map<String, Long> removed = new LinkedHashMap<>();
        try {
            for (Category category : Category.values()) {
                Optional<Instant> before = days(category).map(this::before);
                if (before.isPresent()) {
                    remove(run, category, before.get(), removed);
                }
            }
            long contents = blobs.sweep();
            if (contents > 0) {
                removed.put("contents", contents);
            }
            database.jdbc()
                    .sql("delete from idempotent_request where begun_at < now() - :kept::interval")
                    .param("kept", RepeatedRequests.KEPT.toString())
                    .update();
            finish(run, "done", removed, Optional.empty());
            if (!removed.isEmpty()) {
                audit.change(
                        actor,
                        "retention.run",
                        "run " + run,
                        Optional.empty(),
                        Optional.of(removed.toString()));
                log.info("event=retention run={} removed={}", run, removed);
            }
        } catch (IOException | RuntimeException e) {
            log.warn("event=retention run={} outcome=failed removed={}", run, removed, e);
            finish(run, "failed", removed, Optional.of(e.toString()));
        }
    }

    private void remove(long run, Category category, Instant before, Map<String, Long> removed) {
        while (!closing) {
            int some = database.transaction(() -> piece(category, before));
            if (some == 0) {
                return;
            }
            removed.merge(category.label(), (long) some, Long::sum);
            meters.counter("tapline.retention.removed", "category", category.label())
                    .increment(some);
            touch(run, removed);
        }
    }

    private int piece(Category category, Instant before) {
        return switch (category) {
            case MESSAGES -> {
                Long[] ids = ids(category, before);
                yield ids.length == 0 ? 0 : removal.messages(ids);
            }
            case TEXT -> {
                Long[] ids = ids(category, before);
                if (ids.length > 0) {
                    removal.text(ids);
                }
                yield ids.length;
            }
            case ATTACHMENTS -> {
                Long[] ids = ids(category, before);
                yield ids.length == 0 ? 0 : removal.attachments(ids);
            }
            case EXCLUDED -> deleted(category, "decision", before);
            case PARKED -> parked(category, before);
            case EVENTS -> deleted(category, "event", before);
            case AUDIT -> deleted(category, "audit", before);
        };
    }

    private int parked(Category category, Instant before) {
        return database.jdbc()
                .sql(
                        """
                        with gone as (
                            delete from parked_observation where id in (%s) returning raw_sha256),
                        condemned as (
                            insert into condemned_blob (sha256) select distinct raw_sha256 from gone
                            on conflict do nothing)
                        select count(*) from gone
                        """
                                .formatted(category.next("id")))
                .param("before", Columns.at(before))
                .param("most", PIECE)
                .query(Integer.class)
                .single();
    }

    private int deleted(Category category, String table, Instant before) {
        return database.jdbc()
                .sql(
                        "delete from %s where ctid = any (array(%s))"
                                .formatted(table, category.next("ctid")))
                .param("before", Columns.at(before))
                .param("most", PIECE)
                .update();
    }

    private Long[] ids(Category category, Instant before) {
        return database.jdbc()
                .sql(category.next("id"))
                .param("before", Columns.at(before))
                .param("most", PIECE)
                .query((row, number) -> row.getLong(1))
                .list()
                .toArray(Long[]::new);
    }

    private void touch(long run, Map<String, Long> removed) {
        database.jdbc()
                .sql(
                        """
                        update retention_run set touched_at = now(), removed = :removed::jsonb
                        where id = :id
                        """)
                .param("removed", JSON.writeValueAsString(removed))
                .param("id", run)
                .update();
    }

    private void finish(
            long run, String state, Map<String, Long> removed, Optional<String> problem) {
        database.jdbc()
                .sql(
                        """
                        update retention_run
                        set state = :state, finished_at = now(), removed = :removed::jsonb,
                            problem = :problem
                        where id = :id
                        """)
                .param("state", state)
                .param("removed", JSON.writeValueAsString(removed))
                .param("problem", problem.map(Columns::text).orElse(null), java.sql.Types.VARCHAR)
                .param("id", run)
                .update();
    }

    private Optional<Integer> days(Category category) {
        return settings.effective(Optional.empty(), Optional.empty()).get(category.key());
    }

    private Instant before(int days) {
        return clock.instant().minus(Duration.ofDays(days));
    }

    private void daily() {
        while (!closing) {
            try {
                Thread.sleep(untilNext());
                run("retention");
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                log.warn("event=retention outcome=failed cause=\"{}\"", e.toString());
            }
        }
    }

    /// A day after the last run, but never at once: a start has other things to do.
    private Duration untilNext() {
        Instant next = newest().map(run -> run.begunAt().plus(EVERY)).orElse(clock.instant());
        Duration wait = Duration.between(clock.instant(), next);
        return wait.compareTo(ABANDONED) < 0 ? ABANDONED : wait;
    }

    /// A database that is away is asked again later.
    private Optional<Run> newest() {
        try {
            return runs(1).stream().findFirst();
        } catch (RuntimeException e) {
            log.debug("the last run is not known", e);
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        closing = true;
        daily.interrupt();
    }

    private static Run row(ResultSet row, int number) throws SQLException {
        return new Run(
                row.getLong("id"),
                row.getString("actor"),
                row.getString("state"),
                Columns.instant(row, "begun_at"),
                Columns.instantOrNone(row, "finished_at"),
                JSON.readValue(row.getString("removed"), new TypeReference<Map<String, Long>>() {}),
                Optional.ofNullable(row.getString("problem")));
    }
}
