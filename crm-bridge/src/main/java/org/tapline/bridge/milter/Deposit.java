package org.tapline.bridge.milter;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.bridge.ingest.SpooledBody;
import org.tapline.journal.Envelope;
import org.tapline.journal.Journal;
import org.tapline.journal.MailboxName;
import org.tapline.journal.Observation;
import org.tapline.journal.Sighting;
import org.tapline.journal.Sighting.DirectionHint;
import org.tapline.journal.Way;

/// Hands messages to the journal: one observation for each own mailbox that sent or received it.
///
/// | who | is filed |
/// | --- | --- |
/// | signed in, and one of us | outbound in that mailbox |
/// | signed in, and none of us | not outbound: a sender field is no proof |
/// | not signed in, at a trusted client | outbound in the mailbox of the envelope sender |
/// | each recipient that is one of us | inbound in that mailbox |
final class Deposit implements Conversation.Destination {
    private static final Logger log = LoggerFactory.getLogger(Deposit.class);

    private final OwnMailboxes own;
    private final Journal journal;
    private final MilterLimits limits;
    private final MilterMetrics metrics;
    private final Clock clock;
    private final String session;

    /// @param session id of the connection, for tracing
    Deposit(
            OwnMailboxes own,
            Journal journal,
            MilterLimits limits,
            MilterMetrics metrics,
            Clock clock,
            String session) {
        this.own = own;
        this.journal = journal;
        this.limits = limits;
        this.metrics = metrics;
        this.clock = clock;
        this.session = session;
    }

    @Override
    public boolean wants(Letter letter, boolean believed) {
        return !mailboxes(letter, believed).isEmpty();
    }

    @Override
    public void missed(MilterLoss why) {
        metrics.lost(why);
    }

    @Override
    public void take(Letter letter, boolean believed) {
        Map<MailboxName, DirectionHint> mailboxes = mailboxes(letter, believed);
        if (mailboxes.isEmpty()) {
            return;
        }
        Optional<SpooledBody> body = letter.release();
        if (body.isEmpty()) {
            metrics.lost(letter.loss().orElse(MilterLoss.MALFORMED));
            return;
        }
        try {
            body.get().finish();
        } catch (IOException e) {
            log.warn("session {}: a message could not be kept: {}", session, e.toString());
            discard(body.get());
            metrics.lost(MilterLoss.SPOOL_FULL);
            return;
        }
        if (append(letter, mailboxes, body.get())) {
            metrics.captured();
        } else {
            metrics.lost(MilterLoss.JOURNAL);
        }
    }

    private Map<MailboxName, DirectionHint> mailboxes(Letter letter, boolean believed) {
        Map<MailboxName, DirectionHint> mailboxes = new LinkedHashMap<>();
        Optional<MailboxName> sender = Optional.empty();
        if (!letter.authenticated().isEmpty()) {
            sender = own.signedIn(letter.authenticated());
        } else if (believed) {
            sender = own.of(letter.sender());
        }
        sender.ifPresent(mailbox -> mailboxes.put(mailbox, DirectionHint.OUTBOUND));
        for (String recipient : letter.recipients()) {
            own.of(recipient)
                    .ifPresent(mailbox -> mailboxes.putIfAbsent(mailbox, DirectionHint.INBOUND));
        }
        return mailboxes;
    }

    /// @return whether the journal holds all of it in time
    private boolean append(
            Letter letter, Map<MailboxName, DirectionHint> mailboxes, SpooledBody body) {
        List<CompletableFuture<Void>> appends = new ArrayList<>();
        try {
            appendAll(letter, mailboxes, body, appends);
        } catch (RuntimeException e) {
            discard(body);
            throw e;
        }
        CompletableFuture<Void> all =
                CompletableFuture.allOf(appends.toArray(CompletableFuture[]::new))
                        .whenComplete((done, failure) -> discard(body));
        try {
            all.get(limits.appendWait().toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            log.warn("session {}: the journal did not take it: {}", session, e.toString());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void appendAll(
            Letter letter,
            Map<MailboxName, DirectionHint> mailboxes,
            SpooledBody body,
            List<CompletableFuture<Void>> appends) {
        mailboxes.forEach(
                (mailbox, direction) ->
                        appends.add(
                                journal.append(
                                        new Observation(
                                                UUID.randomUUID(),
                                                clock.instant(),
                                                mailbox,
                                                Way.MILTER,
                                                session,
                                                sighting(letter, direction)),
                                        body)));
    }

    private static Sighting.Message sighting(Letter letter, DirectionHint direction) {
        List<Envelope.Recipient> recipients =
                letter.recipients().stream().map(to -> new Envelope.Recipient(to, 250)).toList();
        return new Sighting.Message(
                direction,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Map.of(),
                Optional.of(new Envelope(letter.sender(), recipients, letter.authenticated())),
                true);
    }

    private static void discard(SpooledBody body) {
        try {
            body.discard();
        } catch (IOException e) {
            log.warn("a received message could not be removed from the spool", e);
        }
    }
}
