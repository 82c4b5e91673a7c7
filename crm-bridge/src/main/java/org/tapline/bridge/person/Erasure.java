package org.tapline.bridge.person;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.blob.BlobStore;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.database.SqlFailure;
import org.tapline.bridge.holds.Holds;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.mailbox.Users;
import org.tapline.bridge.policy.Choice;
import org.tapline.bridge.policy.PolicyKeys;
import org.tapline.bridge.retention.BlobSweep;
import org.tapline.journal.Journal;

/// Erases people: everything that is kept of somebody, or says what that would be.
///
/// Their hashes are entered first, so that nothing written before comes in any more; then what
/// waits in the journal is waited for; then everything goes, step by step, in small transactions.
/// A crash in between is no harm: every step finds what is left, and the next start goes on.
public final class Erasure implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Erasure.class);

    /// Messages between two notes of progress.
    private static final int PIECE = 100;

    /// Ids of messages that one statement looks through for the address.
    private static final int SPAN = 2_000;

    /// How long entries in the journal have to pass by. What waits longer waits for a database or
    /// a disk, and is left out when its turn comes.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// How often it is asked whether another process left something.
    private static final Duration LOOKED = Duration.ofMinutes(5);

    private final Database database;
    private final ParkedTraces parked;
    private final FileTraces files;
    private final ContactTraces contacts;
    private final BlobSweep sweep;
    private final Journal journal;
    private final PolicySettings settings;
    private final Holds holds;
    private final Audit audit;
    private final Clock clock;
    private final ErasedPeople erased;
    private final Erasures erasures;
    private final MessageErasure messages;
    private final Traces traces;
    private final Set<Long> running = ConcurrentHashMap.newKeySet();
    private final Thread watch;
    private volatile boolean closing;

    /// Goes on with what earlier processes left, too.
    public Erasure(
            Database database,
            BlobStore blobs,
            BlobSweep sweep,
            Journal journal,
            PolicySettings settings,
            Users users,
            Clock clock) {
        this.database = database;
        this.parked = new ParkedTraces(database, blobs);
        this.files = new FileTraces(database);
        this.contacts = new ContactTraces(database);
        this.sweep = sweep;
        this.journal = journal;
        this.settings = settings;
        this.holds = new Holds(database);
        this.audit = new Audit(database);
        this.clock = clock;
        this.erased = new ErasedPeople(database);
        this.erasures = new Erasures(database);
        this.messages = new MessageErasure(database, blobs, users);
        this.traces = new Traces(database);
        this.watch = Thread.ofVirtual().name("erasures").start(this::watch);
    }

    /// Something that was not removed.
    ///
    /// @param what kind of thing
    /// @param reason in words
    public record Kept(String what, long count, String reason) {}

    /// An erasure; nobody is named in it.
    ///
    /// @param subject hash that stands for the person
    /// @param state `running`, `done` or `failed`; a failed one is tried again in some minutes
    /// @param removed how many of each kind
    public record Report(
            long id,
            String subject,
            String state,
            String step,
            String actor,
            String reason,
            Instant begunAt,
            Optional<Instant> finishedAt,
            Map<String, Long> removed,
            List<Kept> kept,
            Optional<String> problem) {}

    /// What an erasure would do.
    public record Forecast(Map<String, Long> removed, List<Kept> kept) {}

    /// The reason why somebody must not be erased now.
    public Optional<String> hold(Person person) {
        return holds.reason(person.contacts(), person.keys());
    }

    /// Counts, and changes nothing.
    public Forecast forecast(Person person) {
        Tally tally = new Tally();
        Redaction redaction = new Redaction(person);
        Map<MessageErasure.Fate, Long> fates = new EnumMap<>(MessageErasure.Fate.class);
        long after = 0;
        List<Long> some = messages.of(person, after, PIECE);
        while (!some.isEmpty()) {
            for (Long message : some) {
                fates.merge(messages.fate(person, message), 1L, Long::sum);
            }
            after = some.getLast();
            some = messages.of(person, after, PIECE);
        }
        fates.forEach((fate, count) -> tell(tally, fate, count));
        tally.removed("contacts", person.contacts().size());
        tally.removed("addresses", contacts.addresses(person));
        tally.removed("parked entries", parked.naming(redaction).size());
        return new Forecast(tally.removed(), kept(tally));
    }

    /// Begins an erasure, and returns while it goes on.
    public Report begin(Person person, String actor, String reason) {
        long id =
                database.transaction(
                        () -> {
                            String subject = erased.subject(person);
                            erased.enter(person, clock.instant());
                            audit.change(
                                    actor,
                                    "person.erase",
                                    subject,
                                    Optional.empty(),
                                    Optional.of("begun: " + reason));
                            return erasures.begin(subject, person, actor, reason);
                        });
        start(new Erasures.Unfinished(id, person, actor));
        return erasures.byId(id).orElseThrow();
    }

    public Optional<Report> byId(long id) {
        return erasures.byId(id);
    }

    /// The newest first; nobody is named.
    public List<Report> list(int limit, long before) {
        return erasures.list(limit, before);
    }

    private void watch() {
        while (!closing) {
            try {
                erasures.unfinished().forEach(this::start);
                Thread.sleep(LOOKED);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                log.debug("erasures cannot be looked for", e);
                pause(ErasedPeople.FRESH);
            }
        }
    }

    /// What is under way ends where it is, and the next start goes on with it.
    @Override
    public void close() {
        closing = true;
        watch.interrupt();
        erasures.left(running);
    }

    private void start(Erasures.Unfinished unfinished) {
        running.add(unfinished.id());
        Thread.ofVirtual().name("erasure-" + unfinished.id()).start(() -> work(unfinished));
    }

    private void work(Erasures.Unfinished unfinished) {
        Tally tally = new Tally();
        long id = unfinished.id();
        try {
            erase(id, unfinished.person(), tally);
            String subject = erased.subject(unfinished.person());
            erasures.step(id, "finished", tally);
            audit.change(
                    unfinished.actor(),
                    "person.erase",
                    subject,
                    Optional.empty(),
                    Optional.of("done: " + tally.removed()));
            erasures.done(id);
            log.info("event=erasure id={} removed={} kept={}", id, tally.removed(), tally.kept());
        } catch (IOException | RuntimeException e) {
            if (closing) {
                return;
            }
            // the words of a failed statement may name somebody: not in the log by default
            log.warn(
                    "event=erasure id={} outcome=failed cause={} state=\"{}\" action=\"it is tried"
                            + " again in some minutes\"",
                    id,
                    e.getClass().getSimpleName(),
                    SqlFailure.state(e));
            log.debug("event=erasure id={}", id, e);
            try {
                erasures.failed(id, e.getClass().getSimpleName());
            } catch (RuntimeException away) {
                log.debug("event=erasure id={} outcome=unknown", id, away);
            }
        } finally {
            running.remove(id);
        }
    }

    private void erase(long id, Person person, Tally tally) throws IOException {
        Redaction redaction = new Redaction(person);
        erasures.step(id, "waiting for the journal", tally);
        pause(ErasedPeople.FRESH.plusMillis(100));
        awaitJournal(tally);
        erasures.step(id, "parked entries", tally);
        tally.removed("parked entries", parked.remove(redaction, tally));
        erasures.step(id, "messages", tally);
        own(id, person, redaction, tally);
        erasures.step(id, "mentions", tally);
        mentions(id, person, redaction, tally);
        erasures.step(id, "contact", tally);
        contacts.remove(person, hold(person), tally);
        erasures.step(id, "traces", tally);
        tally.removed("notes about addresses", traces.addresses(person));
        tally.removed("decisions", traces.decisions(redaction, tally));
        tally.removed("events", traces.events(redaction) + traces.eventsOfNothing());
        tally.removed("thread names", traces.threadKeys(redaction));
        tally.removed("answers kept for repetition", traces.repeatedRequests(redaction));
        tally.removed(
                "audit lines made anonymous", traces.audit(redaction, erased.subject(person)));
        tally.removed("refused lines made anonymous", files.refusals(redaction));
        tally.removed("files of contacts", files.leftBehind());
        tally.kept(
                "files of contacts",
                files.naming(redaction),
                "they are being imported: erase again when that is done");
        erasures.step(id, "contents", tally);
        tally.removed("contents", sweep.sweep());
        erasures.step(id, "journal", tally);
        journal(tally);
        erasures.step(id, "looking for what is left", tally);
        new Leftovers(database).find(redaction, tally);
    }

    private void own(long id, Person person, Redaction redaction, Tally tally) {
        long after = 0;
        List<Long> some = messages.of(person, after, PIECE);
        while (!some.isEmpty()) {
            for (Long message : some) {
                tell(tally, messages.erase(person, redaction, message, language()), 1);
            }
            after = some.getLast();
            erasures.step(id, "messages", tally);
            some = messages.of(person, after, PIECE);
        }
    }

    private void mentions(long id, Person person, Redaction redaction, Tally tally) {
        long last =
                jdbc().sql("select coalesce(max(id), 0) from message").query(Long.class).single();
        for (long from = 0; from < last; from += SPAN) {
            for (Long message : messages.naming(redaction, from, from + SPAN)) {
                if (messages.mentions(redaction, message)) {
                    MessageErasure.Fate fate =
                            messages.erase(person, redaction, message, language());
                    tell(tally, fate, 1);
                }
            }
            erasures.step(id, "mentions up to message " + Math.min(last, from + SPAN), tally);
        }
    }

    private static void tell(Tally tally, MessageErasure.Fate fate, long count) {
        switch (fate) {
            case HELD -> tally.kept("messages", count, "legal hold");
            case REMOVED -> tally.removed("messages", count);
            case SILENCED -> tally.removed("texts of messages that others share", count);
            case REDACTED -> tally.removed("mentions in messages of others", count);
        }
    }

    private void awaitJournal(Tally tally) {
        Instant begun = clock.instant();
        Instant end = begun.plus(PATIENCE);
        while (journal.state().oldestAt().map(begun::isAfter).orElse(false)) {
            if (clock.instant().isAfter(end)) {
                tally.kept(
                        "entries in the journal",
                        journal.state().depth(),
                        "they wait to be filed; theirs are left out when their turn comes");
                return;
            }
            pause(Duration.ofMillis(50));
        }
    }

    private void journal(Tally tally) {
        if (!journal.scrub()) {
            tally.kept(
                    "files of the journal",
                    1,
                    "the journal is another process's; what was filed is overwritten there in time");
        }
        tally.kept(
                "entries in the journal",
                journal.parked().size(),
                "the journal cannot read them, so nobody can tell whom they name");
    }

    private String language() {
        return Choice.word(
                settings.effective(Optional.empty(), Optional.empty())
                        .get(PolicyKeys.SEARCH_LANGUAGE));
    }

    private static List<Kept> kept(Tally tally) {
        return tally.kept().stream()
                .map(each -> new Kept(each.what(), each.count(), each.reason()))
                .toList();
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
