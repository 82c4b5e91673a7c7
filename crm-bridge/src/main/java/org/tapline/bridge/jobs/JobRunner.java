package org.tapline.bridge.jobs;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.database.SqlFailure;

/// Does the jobs, one at a time, as long as the bridge runs.
public final class JobRunner implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

    /// How long a job that was entered waits at most before it is looked at.
    private static final Duration LOOK = Duration.ofMillis(500);

    /// A bridge that is silent for so long has lost its job: longer than any piece takes.
    static final Duration LEASE = Duration.ofSeconds(60);

    /// A job that can do nothing yet is looked at again after this.
    private static final Duration LATER = Duration.ofMillis(500);

    private static final Duration STOP = Duration.ofSeconds(10);

    private final Database database;
    private final Jobs jobs;
    private final Map<String, Work.Kind> kinds;
    private final Runnable upkeep;
    private final UUID owner = UUID.randomUUID();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("jobs").factory());
    private volatile boolean stopping;

    private JobRunner(Database database, Jobs jobs, List<Work.Kind> kinds, Runnable upkeep) {
        this.database = database;
        this.jobs = jobs;
        this.kinds = kinds.stream().collect(Collectors.toMap(Work.Kind::name, Function.identity()));
        this.upkeep = upkeep;
    }

    /// Starts to look for jobs.
    ///
    /// @param upkeep called each time before a job is looked for; may enter jobs
    public static JobRunner start(
            Database database, Jobs jobs, List<Work.Kind> kinds, Runnable upkeep) {
        JobRunner runner = new JobRunner(database, jobs, kinds, upkeep);
        var unused =
                runner.thread.scheduleWithFixedDelay(
                        runner::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return runner;
    }

    private void look() {
        try {
            upkeep.run();
            Optional<Jobs.Taken> next = jobs.take(owner, LEASE);
            while (next.isPresent() && !stopping) {
                run(next.get());
                next = stopping ? Optional.empty() : jobs.take(owner, LEASE);
            }
            next.ifPresent(each -> jobs.giveBack(each.id(), owner, Duration.ZERO));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            if (SqlFailure.of(e) == SqlFailure.UNAVAILABLE) {
                log.debug("no jobs while the database is away", e);
            } else {
                log.error("looking for jobs failed", e);
            }
        }
    }

    private void run(Jobs.Taken job) {
        Work.Kind kind = kinds.get(job.kind());
        if (kind == null) {
            // a newer version of the bridge knows it, perhaps
            jobs.giveBack(job.id(), owner, LEASE);
            return;
        }
        try (Work work = kind.open(job.id(), job.progress())) {
            pieces(job, work);
        } catch (LostLease e) {
            log.warn("{}", e.getMessage());
        } catch (JobFailure e) {
            jobs.fail(job.id(), owner, String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            if (SqlFailure.of(e) == SqlFailure.UNAVAILABLE) {
                log.warn("job {} waits: {}", job.id(), e.toString());
                return; // its lease ends, and somebody goes on
            }
            log.error("job {} ({}) failed", job.id(), job.kind(), e);
            jobs.fail(job.id(), owner, "failed by a fault of Tapline; its log says more");
        }
    }

    private void pieces(Jobs.Taken job, Work work) throws IOException {
        Progress progress = job.progress();
        while (!progress.finished() && !stopping) {
            work.read();
            Progress before = progress;
            Optional<Progress> after =
                    database.transaction(
                            () -> {
                                Progress reached = work.piece(before);
                                if (!jobs.advance(job.id(), owner, reached, LEASE)) {
                                    throw new LostLease(job.id());
                                }
                                return Optional.of(reached);
                            });
            progress = after.orElseThrow();
            if (progress.equals(before)) {
                jobs.giveBack(job.id(), owner, LATER);
                return;
            }
        }
        if (!progress.finished()) {
            jobs.giveBack(job.id(), owner, Duration.ZERO);
        }
    }

    private static final class LostLease extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LostLease(long job) {
            super("job " + job + " was taken by another bridge");
        }
    }

    /// Ends after the piece that is being done.
    @Override
    public void close() {
        stopping = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("a job was stopped in the middle of a piece, which will be done again");
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            thread.shutdownNow();
        }
    }
}
