package org.tapline.journal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was seen: a whole message, or a change to messages seen before.
public sealed interface Sighting {

    /// A whole message; its octets are the observation's [Content].
    ///
    /// @param direction what the way in says of it; the bridge decides finally by the addresses
    /// @param place folder, UIDVALIDITY and UID, where the way in has them
    /// @param flags IMAP flags and keywords as on the wire (`\Seen`, `$CRM`), empty when not known
    /// @param internalDate IMAP INTERNALDATE, where seen
    /// @param providerIds ids of the provider by their IMAP name (`X-GM-MSGID`, `X-GM-THRID`,
    ///     `EMAILID`, `THREADID`)
    /// @param envelope SMTP envelope, where the message was submitted
    /// @param certain false when the connection was lost before the upstream's final answer was
    ///     seen
    record Message(
            DirectionHint direction,
            Optional<Place> place,
            List<String> flags,
            Optional<Instant> internalDate,
            Map<String, String> providerIds,
            Optional<Envelope> envelope,
            boolean certain)
            implements Sighting {
        public Message {
            flags = List.copyOf(flags);
            providerIds = Map.copyOf(providerIds);
        }
    }

    /// Messages now lie (also) elsewhere: MOVE or COPY (RFC 6851, RFC 4315 COPYUID). `from` and
    /// `to` correspond by index.
    ///
    /// @param move true when they left `from`
    record Moved(List<Place> from, List<Place> to, boolean move) implements Sighting {
        public Moved {
            from = List.copyOf(from);
            to = List.copyOf(to);
        }
    }

    /// Messages are no longer in the folder (EXPUNGE, VANISHED). Not a deletion from the record:
    /// see DESIGN section 3.
    record Gone(List<Place> places) implements Sighting {
        public Gone {
            places = List.copyOf(places);
        }
    }

    /// The flags of a message, complete, after a change.
    record Flagged(Place place, List<String> flags) implements Sighting {
        public Flagged {
            flags = List.copyOf(flags);
        }
    }

    /// What the way in says of the direction.
    enum DirectionHint {
        /// The message was handed in by the user (submission, APPEND to Sent).
        OUTBOUND,
        /// The message was delivered to the user.
        INBOUND,
        UNKNOWN
    }
}
