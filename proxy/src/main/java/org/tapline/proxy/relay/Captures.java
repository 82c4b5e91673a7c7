package org.tapline.proxy.relay;

import io.netty.channel.EventLoop;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;
import org.tapline.journal.MailboxName;
import org.tapline.journal.Observation;
import org.tapline.journal.Sighting;
import org.tapline.journal.Way;
import org.tapline.proxy.conversation.LossReason;
import org.tapline.proxy.ops.OneLine;
import org.tapline.proxy.ops.RelayMetrics;
import org.tapline.proxy.spool.Piece;
import org.tapline.proxy.spool.SessionSpool;
import org.tapline.proxy.spool.SpooledMessage;

/// The captures of one session: from pieces to the journal. Appends of a session happen one after
/// the other, off the event loop, so that the order of its mailbox is kept.
final class Captures {
    private static final Logger LOG = LoggerFactory.getLogger(Captures.class);

    /// How often open pieces are looked at. A reader that stalls for this long may stall for
    /// minutes; one that is merely slow is not sent through the disk.
    private static final long LOOK_SECONDS = 1;

    private final String session;
    private final EventLoop loop;
    private final SessionSpool spool;
    private final Journal journal;
    private final Executor appender;
    private final Clock clock;
    private final RelayMetrics metrics;
    private final Map<Integer, Piece> pieces = new HashMap<>();
    private final Map<Integer, CompletableFuture<Boolean>> pending = new HashMap<>();
    private CompletableFuture<Void> lane = CompletableFuture.completedFuture(null);
    private @Nullable MailboxName mailbox;
    private int lastNumber;
    private boolean looking;

    /// Recipients in this domain hand a message in, observed or not; absent: nobody can.
    private final Optional<String> handInDomain;

    private boolean observing = true;

    /// Open pieces of which octets passed while nobody observed.
    private final Set<Integer> skipped = new HashSet<>();

    Captures(
            String session,
            EventLoop loop,
            SessionSpool spool,
            Journal journal,
            Executor appender,
            Clock clock,
            RelayMetrics metrics,
            Optional<String> handInDomain) {
        this.session = session;
        this.loop = loop;
        this.spool = spool;
        this.journal = journal;
        this.appender = appender;
        this.clock = clock;
        this.metrics = metrics;
        this.handInDomain = handInDomain;
    }

    /// Whose mail it is, from here on.
    void mailbox(MailboxName name) {
        mailbox = name;
    }

    /// Whether what passes is taken. What is being kept of a message whose end has not come is
    /// dropped at once, and a message of which a part passed unobserved is never taken; unless it
    /// may yet turn out to be handed in.
    ///
    /// @return whether that is a change
    boolean observe(boolean wanted) {
        boolean change = observing != wanted;
        observing = wanted;
        if (!wanted && handInDomain.isEmpty()) {
            pieces.keySet().forEach(this::skip);
        }
        return change;
    }

    private void skip(int number) {
        skipped.add(number);
        piece(number).abandon();
    }

    /// Whether nobody wants this message.
    private boolean unwanted(Sighting.Message sighting, int... numbers) {
        boolean whole = Arrays.stream(numbers).noneMatch(skipped::contains);
        return !whole || (!observing && !handedIn(sighting));
    }

    /// Its user wrote to an address of the CRM's own: that is no observation.
    private boolean handedIn(Sighting.Message sighting) {
        return handInDomain.isPresent()
                && sighting.envelope().stream()
                        .flatMap(envelope -> envelope.recipients().stream())
                        .map(recipient -> recipient.address().toLowerCase(Locale.ROOT))
                        .anyMatch(address -> address.endsWith('@' + handInDomain.get()));
    }

    int open(long expected) {
        pieces.put(++lastNumber, spool.open(expected));
        if (!observing && handInDomain.isEmpty()) {
            skip(lastNumber);
        }
        lookLater();
        return lastNumber;
    }

    private void lookLater() {
        if (!looking) {
            looking = true;
            Unwatched.outcome(loop.schedule(this::look, LOOK_SECONDS, TimeUnit.SECONDS));
        }
    }

    /// Pieces that stand still make room in memory.
    private void look() {
        looking = false;
        if (!pieces.isEmpty()) {
            pieces.values().forEach(Piece::restIfStill);
            lookLater();
        }
    }

    Piece piece(int number) {
        Piece piece = pieces.get(number);
        if (piece == null) {
            throw new IllegalArgumentException("there is no piece " + number);
        }
        return piece;
    }

    void discard(int number) {
        piece(number).close();
        pieces.remove(number);
        skipped.remove(number);
    }

    int commit(Way way, Sighting.Message sighting, int... numbers) {
        Observation observation = observation(way, sighting);
        boolean unwanted = unwanted(sighting, numbers);
        List<Piece> parts = new ArrayList<>();
        for (int number : numbers) {
            parts.add(piece(number));
        }
        for (int number : numbers) {
            pieces.remove(number);
            skipped.remove(number);
        }
        int commit = ++lastNumber;
        CompletableFuture<Boolean> durable = new CompletableFuture<>();
        pending.put(commit, durable);
        Unwatched.outcome(
                durable.whenCompleteAsync((done, failed) -> pending.remove(commit), loop));
        if (unwanted) {
            parts.forEach(Piece::close);
            durable.complete(false);
            return commit;
        }
        Optional<SpooledMessage> message = spool.message(parts);
        if (message.isEmpty()) {
            lost(LossReason.SPOOL_FULL);
            durable.complete(false);
            return commit;
        }
        SpooledMessage content = message.get();
        inLane(() -> append(observation, content, durable));
        return commit;
    }

    void note(Way way, Sighting sighting) {
        if (!observing) {
            return;
        }
        Observation observation = observation(way, sighting);
        inLane(
                () ->
                        Unwatched.outcome(
                                journal.append(observation, Content.none())
                                        .whenComplete((done, failed) -> noted(failed))));
    }

    private void noted(@Nullable Throwable failed) {
        if (failed != null) {
            refused(failed);
        }
    }

    /// Whether the journal has a commit; completes when it has it, or never will. To be asked for
    /// in the turn of the commit.
    CompletableFuture<Boolean> outcome(int commit) {
        CompletableFuture<Boolean> durable = pending.get(commit);
        if (durable == null) {
            throw new IllegalArgumentException("there is no commit " + commit + " in this turn");
        }
        return durable;
    }

    void lost(LossReason reason) {
        if (!observing) {
            return;
        }
        metrics.lost(reason);
        LOG.info("session={} event=capture-lost reason={}", session, reason.label());
    }

    /// Completes when all that was committed has reached the journal or failed to.
    CompletableFuture<Void> settled() {
        return CompletableFuture.allOf(
                pending.values().stream()
                        .map(durable -> durable.handle((done, failed) -> null))
                        .toArray(CompletableFuture<?>[]::new));
    }

    /// Forgets what was not committed.
    void close() {
        pieces.values().forEach(Piece::close);
        pieces.clear();
    }

    private Observation observation(Way way, Sighting sighting) {
        MailboxName owner = mailbox;
        if (owner == null) {
            throw new IllegalStateException("a capture before anybody has signed in");
        }
        return new Observation(UUID.randomUUID(), clock.instant(), owner, way, session, sighting);
    }

    private void inLane(Runnable append) {
        lane = lane.handleAsync((done, failed) -> run(append), appender);
    }

    private @Nullable Void run(Runnable append) {
        try {
            append.run();
        } catch (RuntimeException failed) {
            refused(failed);
        }
        return null;
    }

    private void append(
            Observation observation, SpooledMessage content, CompletableFuture<Boolean> durable) {
        if (!content.whole().join()) {
            content.close();
            lost(LossReason.SPOOL_FULL);
            durable.complete(false);
            return;
        }
        CompletableFuture<Void> appended;
        try {
            appended = journal.append(observation, content);
        } catch (RuntimeException failed) {
            appended = CompletableFuture.failedFuture(failed);
        }
        Unwatched.outcome(
                appended.whenComplete(
                        (nothing, failed) -> {
                            content.close();
                            if (failed == null) {
                                metrics.captured(observation.way());
                            } else {
                                refused(failed);
                            }
                            durable.complete(failed == null);
                        }));
    }

    private void refused(Throwable failed) {
        metrics.lost(LossReason.JOURNAL);
        LOG.warn(
                "session={} event=capture-lost reason={} cause=\"{}\"",
                session,
                LossReason.JOURNAL.label(),
                OneLine.of(failed));
    }
}
