package org.tapline.bridge;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.tapline.journal.Content;
import org.tapline.journal.Envelope;
import org.tapline.journal.MailboxName;
import org.tapline.journal.Observation;
import org.tapline.journal.Place;
import org.tapline.journal.Sighting;
import org.tapline.journal.Way;

/// Observations for tests: who saw which mail, and how.
public final class Seen {
    /// A moment after the mail of these tests was written: they do not grow old.
    public static final Instant NOW = Instant.parse("2026-11-20T12:30:00Z");

    private static final AtomicInteger MOMENTS = new AtomicInteger();

    private Seen() {}

    /// A mail of a few lines; each header line without its CRLF.
    public static Content mail(String text, String... header) {
        String octets = String.join("\r\n", header) + "\r\n\r\n" + text + "\r\n";
        return Content.of(octets.getBytes(StandardCharsets.UTF_8));
    }

    public static Content mail(String id, String from, String to, String subject) {
        return mail(
                "Good morning.",
                "From: " + from,
                "To: " + to,
                "Subject: " + subject,
                "Date: Fri, 20 Nov 2026 10:00:00 +0000",
                "Message-ID: <" + id + ">");
    }

    /// Submitted over SMTP to the recipients.
    public static Observation submitted(String user, String... recipients) {
        Envelope envelope =
                new Envelope(
                        user,
                        Stream.of(recipients)
                                .map(address -> new Envelope.Recipient(address, 250))
                                .toList(),
                        user);
        return observation(
                user,
                Way.SMTP_SUBMISSION,
                new Sighting.Message(
                        Sighting.DirectionHint.OUTBOUND,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Map.of(),
                        Optional.of(envelope),
                        true));
    }

    public static Observation appended(String user, String folder, long uid) {
        return at(user, Way.IMAP_APPEND, folder, uid);
    }

    public static Observation fetched(String user, String folder, long uid) {
        return at(user, Way.IMAP_FETCH, folder, uid);
    }

    /// The same, seen at another time.
    public static Observation at(Instant at, Observation seen) {
        return new Observation(
                seen.id(), at, seen.mailbox(), seen.way(), seen.session(), seen.sighting());
    }

    public static Observation without(String user, Sighting sighting) {
        return observation(user, Way.IMAP_FETCH, sighting);
    }

    /// Sent to an address of the CRM, from outside of the proxy.
    public static Observation handedIn(String user, String address) {
        return enveloped(new MailboxName(user, "default"), Way.BCC, user, address);
    }

    /// Sent to the address for journal reports.
    public static Observation journalled() {
        String address = "journal@crm.acme.test";
        return enveloped(new MailboxName(address, "journal"), Way.JOURNAL_REPORT, "", address);
    }

    /// Submitted, and the connection was lost before the answer.
    public static Observation uncertain(String user, String... recipients) {
        Observation sure = submitted(user, recipients);
        Sighting.Message seen = (Sighting.Message) sure.sighting();
        return new Observation(
                sure.id(),
                sure.at(),
                sure.mailbox(),
                sure.way(),
                sure.session(),
                new Sighting.Message(
                        seen.direction(),
                        seen.place(),
                        seen.flags(),
                        seen.internalDate(),
                        seen.providerIds(),
                        seen.envelope(),
                        false));
    }

    private static Observation enveloped(
            MailboxName mailbox, Way way, String sender, String recipient) {
        Envelope envelope =
                new Envelope(sender, List.of(new Envelope.Recipient(recipient, 250)), "");
        return new Observation(
                UUID.randomUUID(),
                NOW.plusMillis(MOMENTS.incrementAndGet()),
                mailbox,
                way,
                "session-1",
                new Sighting.Message(
                        Sighting.DirectionHint.UNKNOWN,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Map.of(),
                        Optional.of(envelope),
                        true));
    }

    private static Observation at(String user, Way way, String folder, long uid) {
        return observation(
                user,
                way,
                new Sighting.Message(
                        Sighting.DirectionHint.UNKNOWN,
                        Optional.of(new Place(folder, 1, uid)),
                        List.of(),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        true));
    }

    private static Observation observation(String user, Way way, Sighting sighting) {
        return new Observation(
                UUID.randomUUID(),
                NOW.plusMillis(MOMENTS.incrementAndGet()),
                new MailboxName(user, "default"),
                way,
                "session-1",
                sighting);
    }
}
