package org.tapline.bridge.intake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.tapline.bridge.blob.BlobStore;
import org.tapline.bridge.journaling.JournalReport;
import org.tapline.bridge.journaling.JournalReports;
import org.tapline.bridge.leads.LeadRule;
import org.tapline.bridge.mailbox.Mailboxes;
import org.tapline.bridge.mailbox.Users;
import org.tapline.bridge.mime.AttachmentSink;
import org.tapline.bridge.mime.MailReader;
import org.tapline.bridge.mime.ParsedMail;
import org.tapline.bridge.unpacking.Ours;
import org.tapline.bridge.unpacking.Unpacked;
import org.tapline.bridge.unpacking.Unpacking;
import org.tapline.journal.Content;
import org.tapline.journal.Envelope;
import org.tapline.journal.Observation;
import org.tapline.journal.Sighting;

/// Reads what was observed and opens it: the step between reading and deciding. What is to be filed
/// where is known after it.
final class Opening {
    private final MailReader reader;
    private final BlobStore blobs;
    private final Users users;
    private final Mailboxes mailboxes;
    private final Optional<String> crmDomain;
    private final Supplier<List<LeadRule>> rules;

    /// @param crmDomain the domain of addresses that file what is sent to them
    Opening(
            MailReader reader,
            BlobStore blobs,
            Users users,
            Mailboxes mailboxes,
            Optional<String> crmDomain,
            Supplier<List<LeadRule>> rules) {
        this.reader = reader;
        this.blobs = blobs;
        this.users = users;
        this.mailboxes = mailboxes;
        this.crmDomain = crmDomain;
        this.rules = rules;
    }

    /// What is to be filed; at least one.
    ///
    /// @param copies takes the copies that the caller closes
    List<Arrival> open(
            Observation observation, Sighting.Message seen, Content content, Deque<MailCopy> copies)
            throws IOException {
        MailCopy copy = new MailCopy(reader, blobs, content);
        copies.push(copy);
        Unpacking unpacking = new Unpacking(new Ours(users.own(), crmDomain), rules.get());
        return switch (observation.way()) {
            case IMAP_FETCH, IMAP_APPEND, FOLLOWER, SMTP_SUBMISSION, MILTER ->
                    List.of(
                            arrival(
                                    observation,
                                    seen,
                                    unpacking.seen(copy.mail(), seen.envelope()),
                                    copy,
                                    unpacking.ours()));
            case BCC -> handedIn(observation, seen, copy, copies, unpacking);
            case JOURNAL_REPORT -> reported(observation, seen, copy, copies, unpacking);
        };
    }

    private Arrival arrival(
            Observation observation,
            Sighting.Message seen,
            Unpacked unpacked,
            MailCopy copy,
            Ours ours) {
        Mailboxes.Known mailbox = mailboxes.enter(observation.mailbox(), observation.at());
        return Arrival.of(observation, seen, unpacked, copy, mailbox, ours);
    }

    private List<Arrival> handedIn(
            Observation observation,
            Sighting.Message seen,
            MailCopy copy,
            Deque<MailCopy> copies,
            Unpacking unpacking)
            throws IOException {
        List<Content> contents = copy.enclosed();
        List<ParsedMail> enclosed = new ArrayList<>();
        for (Content each : contents) {
            enclosed.add(reader.read(each, AttachmentSink.discard()));
        }
        List<Arrival> arrivals = new ArrayList<>();
        for (Unpacked each : unpacking.handedIn(copy.mail(), enclosed, seen.envelope())) {
            Optional<Integer> at = each.enclosed(enclosed);
            MailCopy own = copy;
            if (at.isPresent()) {
                own = copy.inside(reader, contents.get(at.get()));
                copies.push(own);
            }
            arrivals.add(arrival(observation, seen, each, own, unpacking.ours()));
        }
        return arrivals;
    }

    /// One arrival for each of our people who take part; for the journal's own mailbox where none
    /// does. What is kept of a report is the message in it: the report itself names the blind
    /// copies, and whoever got the message may read its octets.
    private List<Arrival> reported(
            Observation observation,
            Sighting.Message seen,
            MailCopy copy,
            Deque<MailCopy> copies,
            Unpacking unpacking)
            throws IOException {
        Optional<JournalReport> report = JournalReports.find(copy.mail(), copy.enclosed());
        if (report.isEmpty()) {
            Unpacked unpacked = unpacking.copied(copy.mail());
            Sighting.Message opened = with(seen, Optional.empty());
            return each(
                    observation,
                    opened,
                    unpacked,
                    copy,
                    unpacking.parties(copy.mail()),
                    unpacking.ours());
        }
        MailCopy inside = new MailCopy(reader, blobs, report.get().original());
        copies.push(inside);
        return each(
                observation,
                with(seen, Optional.of(report.get().envelope())),
                unpacking.reported(copy.mail(), report.get(), inside.mail()),
                inside,
                unpacking.parties(report.get(), inside.mail()),
                unpacking.ours());
    }

    private List<Arrival> each(
            Observation observation,
            Sighting.Message seen,
            Unpacked unpacked,
            MailCopy copy,
            List<String> parties,
            Ours ours) {
        Map<Long, Mailboxes.Known> found = new LinkedHashMap<>();
        for (String party : parties) {
            users.owner(party)
                    .map(user -> mailboxes.ofUser(user, observation.at()))
                    .ifPresent(mailbox -> found.putIfAbsent(mailbox.id(), mailbox));
        }
        if (found.isEmpty()) {
            return List.of(arrival(observation, seen, unpacked, copy, ours));
        }
        return found.values().stream()
                .map(mailbox -> Arrival.of(observation, seen, unpacked, copy, mailbox, ours))
                .toList();
    }

    /// Without the envelope that brought it to the CRM, which says nothing of the message.
    private static Sighting.Message with(Sighting.Message seen, Optional<Envelope> envelope) {
        return new Sighting.Message(
                seen.direction(),
                seen.place(),
                seen.flags(),
                seen.internalDate(),
                seen.providerIds(),
                envelope,
                seen.certain());
    }
}
