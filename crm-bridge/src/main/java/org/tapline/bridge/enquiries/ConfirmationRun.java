package org.tapline.bridge.enquiries;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.bridge.authenticity.Authenticity;
import org.tapline.bridge.authenticity.Dns;
import org.tapline.bridge.authenticity.Handover;
import org.tapline.bridge.authenticity.SenderChecks;
import org.tapline.bridge.blob.BlobStore;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.leads.Confirmation;
import org.tapline.bridge.mime.AttachmentSink;
import org.tapline.bridge.mime.MailAddress;
import org.tapline.bridge.mime.MailReader;
import org.tapline.bridge.mime.ReadLimits;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;

/// Sends confirmations that are due, one after the other.
///
/// | state | event | next |
/// | --- | --- | --- |
/// | waiting | claimed | sending |
/// | waiting | the enquirer had one today; not proven | withheld |
/// | sending | relay took it | sent |
/// | sending | relay away, or 4xx | waiting, until [#TRIES] are used up: failed |
/// | sending | 5xx | failed |
/// | sending | connection lost after the letter, or nothing heard for [#LOST] | uncertain |
public final class ConfirmationRun implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConfirmationRun.class);

    /// With pauses that double from a minute, about half a day (RFC 5321 §4.5.4.1 asks a mail
    /// server for days; nobody wants a confirmation of an enquiry of last week).
    public static final int TRIES = 10;

    /// A bridge that sends a letter is done long before, or was killed.
    public static final Duration LOST = Duration.ofMinutes(15);

    /// How often the table is looked at.
    private static final Duration OFTEN = Duration.ofSeconds(2);

    /// How long the journal may take, as for a letter that comes in.
    private static final Duration DURABLE = Duration.ofSeconds(20);

    /// How long the end waits for a letter on its way; what is cut off is found as lost.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ConfirmationRows rows;
    private final BlobStore blobs;
    private final Relay relay;
    private final SenderChecks checks;
    private final Journal journal;
    private final Clock clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("confirmations").daemon().unstarted(this::loop);

    public ConfirmationRun(
            Database database,
            BlobStore blobs,
            RelaySettings relay,
            Dns dns,
            Journal journal,
            Clock clock) {
        this.rows = new ConfirmationRows(database);
        this.blobs = blobs;
        this.relay = new Relay(relay);
        this.checks = new SenderChecks(dns);
        this.journal = journal;
        this.clock = clock;
    }

    /// Begins to look for what is due.
    public ConfirmationRun start() {
        thread.start();
        return this;
    }

    private void loop() {
        try {
            do {
                runQuietly();
            } while (!stopped.await(OFTEN.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runQuietly() {
        try {
            run();
        } catch (RuntimeException e) {
            log.warn("confirmations wait: {}", e.toString());
        }
    }

    /// Works off everything that is due now, and waits for it.
    ///
    /// @return how many letters the relay took
    public int run() {
        rows.lost(clock.instant(), LOST).forEach(this::recordUncertain);
        int sent = 0;
        while (true) {
            ConfirmationRows.Claim claim = rows.claim(clock.instant());
            switch (claim) {
                case ConfirmationRows.Claim.Nothing nothing -> {
                    return sent;
                }
                case ConfirmationRows.Claim.Withheld withheld ->
                        log.info("confirmation {} withheld: had one today", withheld.id());
                case ConfirmationRows.Claim.Due due -> sent += deliver(due.waiting()) ? 1 : 0;
            }
        }
    }

    private boolean deliver(ConfirmationRows.Waiting waiting) {
        if (waiting.letter().proof() && !proven(waiting)) {
            rows.end(
                    waiting.id(),
                    "withheld",
                    Confirmation.Reason.NOT_PROVEN.label(),
                    clock.instant());
            return false;
        }
        byte[] octets = LetterText.write(waiting.letter(), waiting.at());
        Relay.Outcome outcome = relay.send(octets, waiting.letter().to());
        log.info("confirmation {} to {}: {}", waiting.id(), waiting.letter().to(), outcome);
        return switch (outcome) {
            case Relay.Outcome.Sent done -> {
                record(waiting, octets, true);
                rows.end(waiting.id(), "sent", "", waiting.at());
                yield true;
            }
            case Relay.Outcome.Uncertain lost -> {
                record(waiting, octets, false);
                rows.end(waiting.id(), "uncertain", lost.reason(), waiting.at());
                yield false;
            }
            case Relay.Outcome.Refused refused -> {
                rows.end(waiting.id(), "failed", refused.reason(), clock.instant());
                yield false;
            }
            case Relay.Outcome.Later later -> {
                again(waiting, later.reason());
                yield false;
            }
        };
    }

    private void again(ConfirmationRows.Waiting waiting, String reason) {
        Instant now = clock.instant();
        if (waiting.tries() >= TRIES) {
            rows.end(waiting.id(), "failed", reason, now);
        } else {
            Duration pause = Duration.ofMinutes(1L << Math.min(waiting.tries() - 1, 8));
            rows.again(waiting.id(), reason, now.plus(pause), now);
        }
    }

    /// Whether a signature shows that the notification is the portal's. How it was handed over is
    /// not known any more.
    private boolean proven(ConfirmationRows.Waiting waiting) {
        if (waiting.raw().isEmpty()) {
            return false;
        }
        try {
            Content content = blobs.content(waiting.raw().get());
            List<String> authors =
                    new MailReader(ReadLimits.standard())
                            .read(content, AttachmentSink.discard()).from().stream()
                                    .map(MailAddress::address)
                                    .toList();
            Authenticity found =
                    checks.check(new Handover("127.0.0.1", "localhost", "", authors), content);
            log.info("confirmation {}: {}", waiting.id(), found.text());
            return found.proven();
        } catch (IOException e) {
            log.warn("the notification of confirmation {} cannot be read", waiting.id(), e);
            return false;
        }
    }

    private void recordUncertain(ConfirmationRows.Waiting waiting) {
        record(waiting, LetterText.write(waiting.letter(), waiting.at()), false);
    }

    /// Hands the letter to the journal. What that does not take is on nobody's timeline, and sent
    /// all the same: mail first.
    private void record(ConfirmationRows.Waiting waiting, byte[] octets, boolean certain) {
        try {
            journal.append(waiting.observation(clock.instant(), certain), Content.of(octets))
                    .get(DURABLE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.warn("confirmation {} is not recorded", waiting.id(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            if (thread.isAlive()) {
                thread.join(PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
