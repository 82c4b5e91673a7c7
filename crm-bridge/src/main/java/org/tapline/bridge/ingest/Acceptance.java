package org.tapline.bridge.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import org.tapline.bridge.authenticity.Authenticity;
import org.tapline.bridge.authenticity.Dns;
import org.tapline.bridge.authenticity.Handover;
import org.tapline.bridge.authenticity.SenderChecks;
import org.tapline.bridge.bcc.Admission;
import org.tapline.bridge.bcc.Attempt;
import org.tapline.bridge.bcc.BccAddress;
import org.tapline.bridge.bcc.BccAddresses;
import org.tapline.bridge.bcc.Decision;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.journal.Envelope;
import org.tapline.journal.Journal;
import org.tapline.journal.MailboxName;
import org.tapline.journal.Observation;
import org.tapline.journal.Sighting;
import org.tapline.journal.Way;

/// Decides what becomes of a message, and hands what is accepted to the journal. One for all
/// connections.
final class Acceptance {
    private static final Logger log = LoggerFactory.getLogger(Acceptance.class);

    private final IngestSettings settings;
    private final BccAddresses addresses;
    private final OwnUsers users;
    private final SenderChecks checks;
    private final Journal journal;
    private final Clock clock;

    Acceptance(
            IngestSettings settings,
            BccAddresses addresses,
            OwnUsers users,
            Dns dns,
            Journal journal,
            Clock clock) {
        this.settings = settings;
        this.addresses = addresses;
        this.users = users;
        this.checks = new SenderChecks(dns);
        this.journal = journal;
        this.clock = clock;
    }

    /// What the envelope says.
    record Mail(Peer peer, String sender, List<String> recipients) {}

    /// Whether a recipient can be one at all; asked at RCPT.
    ///
    /// @return the refusal, or empty to go on
    Optional<Answer> refusal(Peer peer, String recipient) {
        if (journalAddress(recipient)) {
            return peer.trusted()
                    ? Optional.empty()
                    : Optional.of(
                            new Answer(
                                    550,
                                    "5.7.1",
                                    "Journal reports are taken from listed relays only. Add "
                                            + peer.address()
                                            + " to the relays Tapline trusts."));
        }
        if (!addresses.ours(recipient)) {
            return Optional.of(
                    new Answer(
                            550,
                            "5.7.1",
                            "This server takes mail for "
                                    + addresses.domain()
                                    + " only and passes none on."));
        }
        Optional<BccAddress> address = addresses.find(recipient);
        if (address.isEmpty()) {
            return Optional.of(Answer.of(Admission.unknown(recipient)));
        }
        return address.filter(each -> each.over(clock.instant()))
                .map(each -> Answer.of(Admission.over(each)));
    }

    /// Decides for every recipient and appends what is accepted.
    ///
    /// @param digest of the octets
    /// @param body is discarded here, when the journal no longer needs it
    /// @return one answer for each recipient, in order
    List<Answer> deliver(Mail mail, String digest, SpooledBody body) throws IOException {
        Map<String, Filing> filings = new LinkedHashMap<>();
        List<Answer> answers = new ArrayList<>();
        MailHead head = MailHead.read(body, addresses.domain());
        Optional<Authenticity> found = Optional.empty();
        for (String recipient : mail.recipients()) {
            if (journalAddress(recipient)) {
                answers.add(new Answer(250, "2.0.0", "Taken."));
                filings.computeIfAbsent(recipient, to -> Filing.report(to)).add(recipient);
                continue;
            }
            Attempt attempt = attempt(mail, recipient, head, found);
            if (found.isEmpty() && Admission.needsChecks(attempt)) {
                found = Optional.of(checks.check(handover(mail, head), body));
                attempt = attempt(mail, recipient, head, found);
            }
            Decision decision = Admission.decide(attempt);
            // Without the recipient: whoever reads the log must not learn a secret address.
            log.info(
                    "session {}: mail from {}: {}", mail.peer().session(), mail.sender(), decision);
            answers.add(
                    switch (decision) {
                        case Decision.Accept accept -> {
                            filings.computeIfAbsent(
                                            accept.user(),
                                            user -> Filing.copy(users.mailboxOf(user)))
                                    .add(recipient);
                            yield new Answer(250, "2.0.0", "Filed for " + accept.user() + ".");
                        }
                        case Decision.Discard discard ->
                                new Answer(
                                        250,
                                        "2.0.0",
                                        "Taken, and not filed: nobody wrote this by hand.");
                        case Decision.Refuse refuse -> Answer.of(refuse);
                    });
        }
        return append(mail, digest, body, List.copyOf(filings.values()))
                ? answers
                : answers.stream().map(each -> Answer.NOT_DURABLE).toList();
    }

    /// One observation to be.
    private record Filing(MailboxName mailbox, Way way, List<String> recipients) {
        static Filing copy(MailboxName mailbox) {
            return new Filing(mailbox, Way.BCC, new ArrayList<>());
        }

        static Filing report(String address) {
            return new Filing(
                    new MailboxName(AddressKey.of(address).value(), "journal"),
                    Way.JOURNAL_REPORT,
                    new ArrayList<>());
        }

        void add(String recipient) {
            recipients.add(recipient);
        }
    }

    private Attempt attempt(
            Mail mail, String recipient, MailHead head, Optional<Authenticity> found) {
        return new Attempt(
                recipient,
                addresses.find(recipient),
                mail.peer().trusted(),
                mail.sender(),
                head.authors(),
                head.authors().size() == 1
                        ? users.userOf(head.authors().getFirst())
                        : Optional.empty(),
                found,
                head.signs(),
                clock.instant());
    }

    private static Handover handover(Mail mail, MailHead head) {
        return new Handover(
                mail.peer().address(), mail.peer().helo(), mail.sender(), head.authors());
    }

    private boolean journalAddress(String recipient) {
        return settings.journalAddress()
                .filter(own -> AddressKey.of(own).equals(AddressKey.of(recipient)))
                .isPresent();
    }

    /// Waits until the journal holds everything, or time is up. The id comes from the octets and
    /// the mailbox: when the sender's server comes again, the journal knows it.
    private boolean append(Mail mail, String digest, SpooledBody body, List<Filing> filings) {
        List<CompletableFuture<Void>> appends = new ArrayList<>();
        for (Filing filing : filings) {
            String identity = digest + ' ' + filing.mailbox() + ' ' + filing.recipients();
            appends.add(
                    journal.append(
                            new Observation(
                                    UUID.nameUUIDFromBytes(identity.getBytes(UTF_8)),
                                    clock.instant(),
                                    filing.mailbox(),
                                    filing.way(),
                                    mail.peer().session(),
                                    sighting(mail, filing)),
                            body));
        }
        CompletableFuture<Void> all =
                CompletableFuture.allOf(appends.toArray(CompletableFuture[]::new))
                        .whenComplete((done, failure) -> discard(body));
        try {
            all.get(settings.limits().appendWait().toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            log.warn("session {}: the journal did not take it", mail.peer().session(), e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Sighting.Message sighting(Mail mail, Filing filing) {
        List<Envelope.Recipient> recipients =
                filing.recipients().stream().map(to -> new Envelope.Recipient(to, 250)).toList();
        return new Sighting.Message(
                Sighting.DirectionHint.UNKNOWN,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Map.of(),
                Optional.of(new Envelope(mail.sender(), recipients, "")),
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
