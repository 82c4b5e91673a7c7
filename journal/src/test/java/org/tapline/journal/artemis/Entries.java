package org.tapline.journal.artemis;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.tapline.journal.Content;
import org.tapline.journal.MailboxName;
import org.tapline.journal.Observation;
import org.tapline.journal.Sighting;
import org.tapline.journal.Way;

/// Plain entries for the tests of the queue: the session tells mailbox and number.
final class Entries {
    static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

    private Entries() {}

    /// @param number shown as the session, so that a test can see the order
    static Observation of(String user, int number) {
        return new Observation(
                UUID.randomUUID(),
                AT.plusSeconds(number),
                new MailboxName(user + "@acme.test", "default"),
                Way.IMAP_FETCH,
                String.valueOf(number),
                new Sighting.Message(
                        Sighting.DirectionHint.INBOUND,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        true));
    }

    /// Octets that are the same for the same seed.
    static byte[] octets(int size, long seed) {
        byte[] octets = new byte[size];
        new Random(seed).nextBytes(octets);
        return octets;
    }

    static Content content(int size, long seed) {
        return Content.of(octets(size, seed));
    }
}
