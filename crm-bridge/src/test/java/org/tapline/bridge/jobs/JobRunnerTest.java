package org.tapline.bridge.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.database.TestServer;

class JobRunnerTest {
    private static final int PIECES = 40;

    private Database database;
    private Jobs jobs;

    /// A piece writes its number, which must not be there yet.
    private final class Counting implements Work.Kind {
        @Override
        public String name() {
            return "counting";
        }

        @Override
        public Work open(long job, Progress from) {
            return before -> {
                database.jdbc()
                        .sql("insert into counted (job_id, number) values (:job, :number)")
                        .param("job", job)
                        .param("number", before.done())
                        .update();
                long done = before.done() + 1;
                return new Progress(PIECES, done, done * 2, "at " + done, done == PIECES);
            };
        }
    }

    @BeforeEach
    void open() {
        database = TestServer.newDatabase();
        jobs = new Jobs(database);
        database.jdbc()
                .sql(
                        """
                        create table counted
                            (job_id bigint, number bigint, primary key (job_id, number))
                        """)
                .update();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void several_bridges_do_each_piece_of_each_job_once() {
        List<Long> ids =
                List.of(1, 2, 3, 4).stream()
                        .map(each -> jobs.enter("counting", "test " + each, Duration.ZERO))
                        .toList();

        try (JobRunner one = runner(new Counting());
                JobRunner two = runner(new Counting())) {
            assertThat(one).isNotSameAs(two);
            ids.forEach(this::awaitEnd);
        }

        assertThat(ids)
                .allSatisfy(
                        id -> {
                            Job job = jobs.byId(id).orElseThrow();
                            assertThat(job.state()).isEqualTo("done");
                            assertThat(job.done()).isEqualTo(PIECES);
                            assertThat(job.found()).isEqualTo(2 * PIECES);
                            assertThat(job.finishedAt()).isPresent();
                        });
        assertThat(counted()).isEqualTo(4L * PIECES);
    }

    @Test
    void a_job_whose_bridge_is_gone_goes_on_where_it_was() {
        long id = jobs.enter("counting", "test", Duration.ZERO);
        UUID gone = UUID.randomUUID();
        assertThat(jobs.take(gone, Duration.ofSeconds(60))).isPresent();
        jobs.advance(id, gone, new Progress(PIECES, 30, 60, "at 30", false), Duration.ZERO);

        try (JobRunner runner = runner(new Counting())) {
            assertThat(runner).isNotNull();
            awaitEnd(id);
        }

        assertThat(counted()).isEqualTo(PIECES - 30);
        assertThat(jobs.byId(id).orElseThrow().done()).isEqualTo(PIECES);
    }

    @Test
    void a_piece_of_a_bridge_that_lost_its_job_is_rolled_back() {
        long id = jobs.enter("counting", "test", Duration.ZERO);
        AtomicBoolean robbed = new AtomicBoolean();
        Work.Kind slow =
                new Work.Kind() {
                    @Override
                    public String name() {
                        return "counting";
                    }

                    @Override
                    public Work open(long job, Progress from) {
                        Work counting = new Counting().open(job, from);
                        return before -> {
                            Progress after = counting.piece(before);
                            if (after.done() == 3 && robbed.compareAndSet(false, true)) {
                                CompletableFuture.runAsync(() -> rob(job)).join();
                            }
                            return after;
                        };
                    }
                };

        try (JobRunner runner = runner(slow)) {
            assertThat(runner).isNotNull();
            await().atMost(Duration.ofSeconds(60)).untilTrue(robbed);
            // the other bridge never does anything: its lease ends at once, and the job goes on
            awaitEnd(id);
        }

        assertThat(counted()).isEqualTo(PIECES);
        assertThat(jobs.byId(id).orElseThrow().state()).isEqualTo("done");
    }

    private void rob(long job) {
        database.jdbc()
                .sql("update job set owner = :owner, owned_until = now() where id = :job")
                .param("owner", UUID.randomUUID())
                .param("job", job)
                .update();
    }

    @Test
    void a_job_that_cannot_be_done_says_why_and_the_next_one_is_done() {
        Work.Kind impossible =
                new Work.Kind() {
                    @Override
                    public String name() {
                        return "impossible";
                    }

                    @Override
                    public Work open(long job, Progress from) {
                        throw new JobFailure("there is no such thing");
                    }
                };
        long failing = jobs.enter("impossible", "test", Duration.ZERO);
        long fine = jobs.enter("counting", "test", Duration.ZERO);

        try (JobRunner runner =
                JobRunner.start(database, jobs, List.of(impossible, new Counting()), () -> {})) {
            assertThat(runner).isNotNull();
            awaitEnd(fine);
        }

        Job job = jobs.byId(failing).orElseThrow();
        assertThat(job.state()).isEqualTo("failed");
        assertThat(job.error()).contains("there is no such thing");
    }

    private JobRunner runner(Work.Kind kind) {
        return JobRunner.start(database, jobs, List.of(kind), () -> {});
    }

    private void awaitEnd(long id) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> jobs.byId(id).orElseThrow().finishedAt().isPresent());
    }

    private long counted() {
        return database.jdbc().sql("select count(*) from counted").query(Long.class).single();
    }
}
