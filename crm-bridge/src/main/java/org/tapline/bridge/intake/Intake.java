package org.tapline.bridge.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.bridge.blob.BlobStore;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.database.SqlFailure;
import org.tapline.bridge.ledger.Ledger;
import org.tapline.bridge.mailbox.Mailboxes;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.mailbox.Users;
import org.tapline.bridge.mime.MailReader;
import org.tapline.bridge.outbox.Outbox;
import org.tapline.bridge.policy.Decision;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;
import org.tapline.journal.Observation;
import org.tapline.journal.Sighting;

/// Consumes the journal: one transaction for each observation.
///
/// | what happened | verdict |
/// | --- | --- |
/// | filed, excluded, or filed before | `STORED` |
/// | database or disk away | `TRY_AGAIN` |
/// | anything else, up to [#TRIES] times | `TRY_AGAIN` |
/// | anything else, after that | parked, `STORED` |
public final class Intake implements Journal.Consumer {
    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    /// A defect does not go away by itself; two more tries cover what we took for one wrongly.
    public static final int TRIES = 3;

    private final Database database;
    private final MailReader reader;
    private final BlobStore blobs;
    private final Mailboxes mailboxes;
    private final Ledger ledger;
    private final Filing filing;
    private final Sightings sightings;
    private final Parking parking;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Timer seconds;
    private final Timer toTimeline;

    /// Failed tries by observation; only of those being tried again, so it stays small.
    private final Map<UUID, Integer> failures = new ConcurrentHashMap<>();

    public Intake(
            Database database,
            MailReader reader,
            BlobStore blobs,
            Users users,
            Mailboxes mailboxes,
            PolicySettings settings,
            Contacts contacts,
            Parking parking,
            Clock clock,
            MeterRegistry meters) {
        this.database = database;
        this.reader = reader;
        this.blobs = blobs;
        this.mailboxes = mailboxes;
        this.ledger = new Ledger(database);
        this.filing =
                new Filing(
                        settings,
                        new FactFinder(database, users, contacts),
                        new Decisions(database),
                        contacts,
                        new Threads(database),
                        new MessageRows(database),
                        new Outbox(database),
                        ledger);
        this.sightings = new Sightings(database, ledger);
        this.parking = parking;
        this.clock = clock;
        this.meters = meters;
        this.seconds =
                Timer.builder("tapline.intake")
                        .description("Time to file one observation")
                        .publishPercentileHistogram()
                        .register(meters);
        this.toTimeline =
                Timer.builder("tapline.observed.to.timeline")
                        .description("From seen on the wire to visible on the timeline")
                        .publishPercentileHistogram()
                        .register(meters);
    }

    @Override
    public Journal.Verdict consume(Observation observation, Content content) {
        long begun = System.nanoTime();
        try {
            handle(observation, content);
            failures.remove(observation.id());
            return Journal.Verdict.STORED;
        } catch (IOException | UncheckedIOException e) {
            log.warn("observation {} waits: {}", observation.id(), e.getMessage());
            return Journal.Verdict.TRY_AGAIN;
        } catch (RuntimeException e) {
            return refused(observation, content, e);
        } finally {
            seconds.record(Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    /// What became of a parked observation.
    public enum Replay {
        FILED,
        /// It failed again, for the reason that now stands beside it.
        PARKED_AGAIN,
        /// Nothing of this id is parked.
        UNKNOWN
    }

    /// Tries a parked observation once more.
    public Replay replay(UUID id) {
        Optional<Observation> observation = parking.observation(id);
        if (observation.isEmpty()) {
            return Replay.UNKNOWN;
        }
        try {
            return replay(observation.get(), parking.content(id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Replay replay(Observation observation, Content content) throws IOException {
        try {
            database.transaction(() -> forget(observation.id()));
            handle(observation, content);
            parking.release(observation.id());
            return Replay.FILED;
        } catch (RuntimeException e) {
            if (SqlFailure.of(e) != SqlFailure.DEFECT) {
                throw e;
            }
            park(observation, content, e, 1);
            return Replay.PARKED_AGAIN;
        }
    }

    private void handle(Observation observation, Content content) throws IOException {
        Mailboxes.Known mailbox = mailboxes.enter(observation.mailbox());
        switch (observation.sighting()) {
            case Sighting.Message seen -> handleMessage(observation, seen, content, mailbox);
            case Sighting.Moved moved ->
                    once(
                            observation,
                            mailbox,
                            () -> sightings.moved(mailbox.id(), moved, observation));
            case Sighting.Gone gone ->
                    once(
                            observation,
                            mailbox,
                            () -> sightings.gone(mailbox.id(), gone, observation));
            case Sighting.Flagged flagged ->
                    once(observation, mailbox, () -> sightings.flagged(mailbox.id(), flagged));
        }
    }

    private void handleMessage(
            Observation observation,
            Sighting.Message seen,
            Content content,
            Mailboxes.Known mailbox)
            throws IOException {
        try (MailCopy copy = new MailCopy(reader, blobs, content)) {
            Optional<Decision> decision =
                    database.transaction(
                            () ->
                                    first(observation, mailbox)
                                            ? Optional.of(
                                                    filing.file(observation, seen, copy, mailbox))
                                            : Optional.empty());
            decision.ifPresent(made -> count(made, observation));
        }
    }

    private void once(Observation observation, Mailboxes.Known mailbox, Runnable work) {
        database.transaction(
                () -> {
                    if (first(observation, mailbox)) {
                        work.run();
                    }
                    return true;
                });
    }

    /// Enters the observation; false when that was done before.
    private boolean first(Observation observation, Mailboxes.Known mailbox) {
        boolean first =
                database.jdbc()
                                .sql(
                                        """
                                        insert into observation (id) values (:id)
                                        on conflict (id) do nothing
                                        """)
                                .param("id", observation.id())
                                .update()
                        == 1;
        if (first) {
            mailboxes.observed(mailbox.id(), observation.at());
        }
        return first;
    }

    private boolean forget(UUID id) {
        return database.jdbc()
                        .sql("delete from observation where id = :id")
                        .param("id", id)
                        .update()
                == 1;
    }

    private void count(Decision decision, Observation observation) {
        meters.counter("tapline.decisions", "reason", decision.reason().label()).increment();
        if (decision.kept()) {
            Duration passed = Duration.between(observation.at(), clock.instant());
            toTimeline.record(passed.isNegative() ? Duration.ZERO : passed);
        }
    }

    private Journal.Verdict refused(Observation observation, Content content, RuntimeException e) {
        if (SqlFailure.of(e) != SqlFailure.DEFECT) {
            log.warn("observation {} waits for the database: {}", observation.id(), e.toString());
            return Journal.Verdict.TRY_AGAIN;
        }
        int tries = failures.merge(observation.id(), 1, Integer::sum);
        if (tries < TRIES) {
            log.warn("observation {} failed, try {}", observation.id(), tries, e);
            return Journal.Verdict.TRY_AGAIN;
        }
        try {
            park(observation, content, e, tries);
            failures.remove(observation.id());
            log.error("observation {} is parked: {}", observation.id(), e.toString());
            return Journal.Verdict.STORED;
        } catch (IOException | RuntimeException again) {
            log.warn("observation {} cannot be parked yet", observation.id(), again);
            return Journal.Verdict.TRY_AGAIN;
        }
    }

    private void park(Observation observation, Content content, RuntimeException e, int tries)
            throws IOException {
        Mailboxes.Known mailbox = mailboxes.enter(observation.mailbox());
        try {
            database.transaction(
                    () -> {
                        boolean first = first(observation, mailbox);
                        try {
                            parking.park(observation, content, reason(e), tries);
                        } catch (IOException io) {
                            throw new UncheckedIOException(io);
                        }
                        if (first && observation.sighting() instanceof Sighting.Message seen) {
                            ledger.enter(
                                    mailbox.id(),
                                    seen.place().stream().toList(),
                                    Ledger.Entry.FAILED,
                                    observation.at());
                        }
                        return true;
                    });
        } catch (UncheckedIOException io) {
            throw io.getCause();
        }
    }

    private static String reason(RuntimeException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}
