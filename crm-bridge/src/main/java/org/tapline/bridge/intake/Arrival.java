package org.tapline.bridge.intake;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tapline.bridge.identity.MessageKey;
import org.tapline.bridge.mailbox.Mailboxes;
import org.tapline.bridge.mime.MailAddress;
import org.tapline.bridge.mime.ParsedMail;
import org.tapline.bridge.threads.ThreadKey;
import org.tapline.bridge.threads.ThreadKeys;
import org.tapline.journal.Observation;
import org.tapline.journal.Sighting;

/// One observed message, read, with all that can be said of it without the database.
///
/// @param named everybody it names
/// @param threadKeys names of its conversation
/// @param at when it was written, as far as that can be believed
record Arrival(
        Observation observation,
        Sighting.Message seen,
        MailCopy copy,
        Mailboxes.Known mailbox,
        MessageKey key,
        List<Participants.Named> named,
        Set<ThreadKey> threadKeys,
        Instant at) {

    static Arrival of(
            Observation observation,
            Sighting.Message seen,
            MailCopy copy,
            Mailboxes.Known mailbox,
            Optional<String> crmDomain) {
        ParsedMail mail = copy.mail();
        String from = mail.from().stream().findFirst().map(MailAddress::address).orElse("");
        return new Arrival(
                observation,
                seen,
                copy,
                mailbox,
                MessageKey.of(mail.messageId(), from, mail.date(), mail.bodyHash()),
                Participants.of(mail, seen.envelope(), crmDomain),
                threadKeys(mail, seen, mailbox),
                FactFinder.occurredAt(mail, seen, observation));
    }

    ParsedMail mail() {
        return copy.mail();
    }

    /// What another message must not have if neither is to notice the other: the fingerprint and
    /// the names of the conversation.
    Set<String> marks() {
        Set<String> marks = new HashSet<>();
        marks.add(key.fingerprint());
        threadKeys.forEach(each -> marks.add(each.text()));
        return marks;
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
}
