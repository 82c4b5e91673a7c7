package org.tapline.bridge.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.blob.BlobStore;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.contacts.Proposals;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.database.SqlFailure;
import org.tapline.bridge.enquiries.Enquiries;
import org.tapline.bridge.ledger.Ledger;
import org.tapline.bridge.mailbox.Enrolment;
import org.tapline.bridge.mailbox.Mailboxes;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.mailbox.Users;
import org.tapline.bridge.mime.MailReader;
import org.tapline.bridge.outbox.Outbox;
import org.tapline.bridge.person.ErasedPeople;
import org.tapline.bridge.policy.Decision;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;
import org.tapline.journal.Observation;
import org.tapline.journal.Sighting;

/// Consumes the journal: one transaction for as many observations as are given at once, or, where
/// that fails, one for each.
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

    /// Observations in one transaction: enough that the sync at its end and the way to the database
    /// count for little in each, few enough that none waits long for the others.
    private static final int MOST = 32;

    private final Database database;
    private final Mailboxes mailboxes;
    private final Ledger ledger;
    private final IntakeTransaction transaction;
    private final Parking parking;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Timer seconds;
    private final Timer toTimeline;

    /// Failed tries by observation; only of those being tried again, so it stays small.
    private final Map<UUID, Integer> failures = new ConcurrentHashMap<>();

    /// Without a domain of the CRM's own, and without lead rules.
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
        this(
                database,
                reader,
                blobs,
                users,
                mailboxes,
                settings,
                contacts,
                parking,
                Optional.empty(),
                Enquiries.none(database),
                clock,
                meters);
    }

    /// @param crmDomain the domain of addresses that file what is sent to them, where there is one
    public Intake(
            Database database,
            MailReader reader,
            BlobStore blobs,
            Users users,
            Mailboxes mailboxes,
            PolicySettings settings,
            Contacts contacts,
            Parking parking,
            Optional<String> crmDomain,
            Enquiries enquiries,
            Clock clock,
            MeterRegistry meters) {
        this.database = database;
        Opening opening =
                new Opening(reader, blobs, users, mailboxes, crmDomain, enquiries::leadRules);
        this.mailboxes = mailboxes;
        this.ledger = new Ledger(database);
        HandMarks marks = new HandMarks(database, settings);
        RetoldRows retold = new RetoldRows(database);
        Filing filing =
                new Filing(
                        new ErasedPeople(database),
                        new Enrolment(database, new Audit(database), clock),
                        settings,
                        new FactFinder(database, users, contacts, marks),
                        new Decisions(database),
                        marks,
                        new BounceMarks(database),
                        contacts,
                        new SecondAddresses(new Proposals(database, contacts)),
                        new Threads(database),
                        new MessageRows(database, retold),
                        retold,
                        new PresenceRows(database, contacts),
                        new AddressLinks(database),
                        blobs,
                        new Outbox(database),
                        enquiries,
                        ledger);
        this.transaction =
                new IntakeTransaction(
                        database,
                        opening,
                        mailboxes,
                        filing,
                        new Sightings(database, ledger, marks));
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
    public int most() {
        return MOST;
    }

    /// All in one transaction; where that fails, for whatever reason, one by one, so that it is
    /// known which of them it is and what is to be done with it.
    @Override
    public int consumeAll(List<Journal.Entry> entries) {
        if (entries.size() > 1) {
            long begun = System.nanoTime();
            try {
                handle(entries);
                seconds.record(
                        Duration.ofNanos(System.nanoTime() - begun).dividedBy(entries.size()));
                return entries.size();
            } catch (IOException | RuntimeException e) {
                log.debug("{} observations go one by one", entries.size(), e);
            }
        }
        int stored = 0;
        for (Journal.Entry entry : entries) {
            if (consume(entry.observation(), entry.content()) != Journal.Verdict.STORED) {
                break;
            }
            stored++;
        }
        return stored;
    }

    @Override
    public Journal.Verdict consume(Observation observation, Content content) {
        long begun = System.nanoTime();
        try {
            handle(List.of(new Journal.Entry(observation, content)));
            failures.remove(observation.id());
            return Journal.Verdict.STORED;
        } catch (IOException e) {
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
            database.transaction(() -> transaction.forget(observation.id()));
            handle(List.of(new Journal.Entry(observation, content)));
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

    private void handle(List<Journal.Entry> entries) throws IOException {
        transaction.take(entries).forEach((seen, decision) -> count(decision, seen));
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
        Mailboxes.Known mailbox = mailboxes.enter(observation.mailbox(), observation.at());
        try {
            database.transaction(
                    () -> {
                        boolean first = transaction.enter(observation, mailbox);
                        try {
                            parking.park(observation, content, reason(e), tries);
                        } catch (IOException io) {
                            throw new UncheckedIOException(io);
                        }
                        if (first && observation.sighting() instanceof Sighting.Message seen) {
                            ledger.enter(
                                    List.of(
                                            new Ledger.Outcome(
                                                    mailbox.id(),
                                                    seen.place(),
                                                    Ledger.Entry.FAILED,
                                                    observation.at())));
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
