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
import org.tapline.bridge.unpacking.Ours;
import org.tapline.bridge.unpacking.Resemblance;
import org.tapline.bridge.unpacking.Unpacked;
import org.tapline.journal.Observation;
import org.tapline.journal.Sighting;

/// One message to be filed in one mailbox, read, with all that can be said of it without the
/// database. Most observations are one arrival; a journal report is one for each of our people.
///
/// @param unpacked the message, and what it came in
/// @param copy the octets and attachments to be kept
/// @param named everybody it names
/// @param threadKeys names of its conversation
/// @param at when it was written, as far as that can be believed
record Arrival(
        Observation observation,
        Sighting.Message seen,
        Unpacked unpacked,
        MailCopy copy,
        Mailboxes.Known mailbox,
        List<Participants.Named> named,
        Set<ThreadKey> threadKeys,
        Instant at) {

    static Arrival of(
            Observation observation,
            Sighting.Message seen,
            Unpacked unpacked,
            MailCopy copy,
            Mailboxes.Known mailbox,
            Ours ours) {
        return new Arrival(
                observation,
                seen,
                unpacked,
                copy,
                mailbox,
                Participants.of(unpacked, ours),
                threadKeys(unpacked.mail(), seen, mailbox),
                FactFinder.occurredAt(unpacked, seen, observation));
    }

    ParsedMail mail() {
        return unpacked.mail();
    }

    MessageKey key() {
        return unpacked.key();
    }

    /// What another message must not have if neither is to notice the other: the fingerprint and
    /// the names of the conversation.
    Set<String> marks() {
        Set<String> marks = new HashSet<>();
        marks.add(key().fingerprint());
        threadKeys.forEach(each -> marks.add(each.text()));
        return marks;
    }

    /// As which it would be known if a forward told of it.
    Resemblance resemblance() {
        String author = mail().from().stream().findFirst().map(MailAddress::address).orElse("");
        return new Resemblance(author, mail().subject(), mail().date(), mail().text());
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
