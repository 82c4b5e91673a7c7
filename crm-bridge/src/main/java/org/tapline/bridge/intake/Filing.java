package org.tapline.bridge.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.contacts.Origin;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.identity.MessageKey;
import org.tapline.bridge.ledger.Ledger;
import org.tapline.bridge.mailbox.Mailboxes;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.mime.MailAddress;
import org.tapline.bridge.mime.ParsedMail;
import org.tapline.bridge.outbox.Outbox;
import org.tapline.bridge.policy.Choice;
import org.tapline.bridge.policy.ContactCreation;
import org.tapline.bridge.policy.Decision;
import org.tapline.bridge.policy.Facts;
import org.tapline.bridge.policy.Policies;
import org.tapline.bridge.policy.PolicyKeys;
import org.tapline.bridge.policy.Rules;
import org.tapline.bridge.threads.ThreadKey;
import org.tapline.bridge.threads.ThreadKeys;
import org.tapline.journal.Observation;
import org.tapline.journal.Sighting;
import org.tapline.journal.Way;

/// Files one observed message: the steps of DESIGN section 5, in their order. Takes part in the
/// caller's transaction, which may be repeated.
final class Filing {
    private final PolicySettings settings;
    private final FactFinder finder;
    private final Decisions decisions;
    private final Contacts contacts;
    private final Threads threads;
    private final MessageRows rows;
    private final Outbox outbox;
    private final Ledger ledger;

    Filing(
            PolicySettings settings,
            FactFinder finder,
            Decisions decisions,
            Contacts contacts,
            Threads threads,
            MessageRows rows,
            Outbox outbox,
            Ledger ledger) {
        this.settings = settings;
        this.finder = finder;
        this.decisions = decisions;
        this.contacts = contacts;
        this.threads = threads;
        this.rows = rows;
        this.outbox = outbox;
        this.ledger = ledger;
    }

    /// @return what was decided
    Decision file(
            Observation observation,
            Sighting.Message seen,
            MailCopy copy,
            Mailboxes.Known mailbox) {
        ParsedMail mail = copy.mail();
        MessageKey key = keyOf(mail);
        List<Participants.Named> named = Participants.of(mail, seen.envelope());
        Policies policies = settings.effective(mailbox.user(), Optional.of(mailbox.id()));
        Facts facts = finder.facts(observation, seen, mail, named, mailbox, policies);
        Decision decision = Rules.decide(facts, policies);
        if (decision.kept()) {
            record(observation, seen, copy, mailbox, key, named, facts, policies, decision);
        }
        decisions.store(key, mailbox.id(), decision, facts, policies, observation.at());
        ledger.enter(
                mailbox.id(),
                seen.place().stream().toList(),
                decision.kept() ? Ledger.Entry.CAPTURED : Ledger.Entry.EXCLUDED,
                observation.at());
        return decision;
    }

    static MessageKey keyOf(ParsedMail mail) {
        String from = mail.from().stream().findFirst().map(MailAddress::address).orElse("");
        return MessageKey.of(mail.messageId(), from, mail.date(), mail.bodyHash());
    }

    private void record(
            Observation observation,
            Sighting.Message seen,
            MailCopy copy,
            Mailboxes.Known mailbox,
            MessageKey key,
            List<Participants.Named> named,
            Facts facts,
            Policies policies,
            Decision decision) {
        Choice.Body body = policies.get(PolicyKeys.STORE_BODY);
        String direction = facts.sent() ? "outbound" : "inbound";
        try {
            Optional<String> raw =
                    body == Choice.Body.FULL ? Optional.of(copy.keepRaw()) : Optional.empty();
            long message = message(observation, seen, copy, mailbox, key, direction, body);
            rows.participants(message, named, decision.leftOff());
            createContacts(observation, facts, policies, decision);
            rows.delivery(message, mailbox.id(), observation, seen, direction, raw, copy.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The message that is there, or a new one with its thread, attachments and event.
    private long message(
            Observation observation,
            Sighting.Message seen,
            MailCopy copy,
            Mailboxes.Known mailbox,
            MessageKey key,
            String direction,
            Choice.Body body)
            throws IOException {
        Instant at = FactFinder.occurredAt(copy.mail(), seen, observation);
        Optional<Long> known = rows.find(key, copy.mail(), at, mailbox.id(), observation.way());
        if (known.isEmpty()) {
            Optional<Long> inserted = rows.insert(key, copy.mail(), at, direction, body);
            if (inserted.isPresent()) {
                long message = inserted.get();
                long thread = threads.threadOf(threadKeys(copy.mail(), seen, mailbox), at);
                rows.thread(message, thread);
                if (body == Choice.Body.FULL) {
                    rows.attachments(message, copy);
                }
                outbox.messageRecorded(message, thread, direction);
                return message;
            }
            known = rows.find(key, copy.mail(), at, mailbox.id(), observation.way());
        }
        long message = known.orElseThrow();
        if (direction.equals("outbound")) {
            rows.outbound(message);
        }
        // this way in may know more ids, for example a provider's
        threads.threadOf(threadKeys(copy.mail(), seen, mailbox), at, rows.threadOf(message));
        return message;
    }

    private static Set<ThreadKey> threadKeys(
            ParsedMail mail, Sighting.Message seen, Mailboxes.Known mailbox) {
        return ThreadKeys.of(
                new ThreadKeys.Source(
                        mail.messageId().stream().toList(),
                        mail.inReplyTo(),
                        mail.references(),
                        Long.toString(mailbox.id()),
                        Stream.of("X-GM-THRID", "THREADID")
                                .flatMap(name -> Stream.ofNullable(seen.providerIds().get(name)))
                                .findFirst(),
                        mail.threadIndex(),
                        Optional.empty()));
    }

    private void createContacts(
            Observation observation, Facts facts, Policies policies, Decision decision) {
        Origin origin =
                observation.way() == Way.BCC
                        ? Origin.BCC
                        : facts.sent() ? Origin.SENT : Origin.RECEIVED;
        List<Contacts.NewContact> candidates = new ArrayList<>();
        for (ContactCreation.Candidate candidate :
                ContactCreation.candidates(facts, policies, decision)) {
            candidates.add(
                    new Contacts.NewContact(
                            Columns.text(candidate.name()),
                            List.of(candidate.address()),
                            Optional.empty(),
                            candidate.company(),
                            origin));
        }
        contacts.addMissing(candidates);
    }
}
