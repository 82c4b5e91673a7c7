package org.tapline.bridge.bcc;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tapline.bridge.authenticity.Authenticity;

/// What is known of a message when it is decided whether one recipient takes it.
///
/// @param recipient as given with RCPT
/// @param address the recipient's entry, where there is one
/// @param trusted whether it was handed over by this machine, or by a relay the administrator
///     listed
/// @param sender the envelope's sender; empty for the null sender
/// @param authors addresses of the From field
/// @param user login of the user who registered and verified the author's address
/// @param authenticity what the checks found; empty when nobody asked them, see
///     [Admission#needsChecks]
/// @param signs what the header says of where it came from
/// @param now the time
public record Attempt(
        String recipient,
        Optional<BccAddress> address,
        boolean trusted,
        String sender,
        List<String> authors,
        Optional<String> user,
        Optional<Authenticity> authenticity,
        Signs signs,
        Instant now) {
    public Attempt {
        authors = List.copyOf(authors);
    }

    /// Signs of loops and robots.
    ///
    /// @param automatic Auto-Submitted says something else than `no` (RFC 3834 §5)
    /// @param own it carries our mark, or a Message-ID that Tapline made
    /// @param hops how many Received fields it has
    public record Signs(boolean automatic, boolean own, int hops) {
        /// An ordinary message.
        public static final Signs NONE = new Signs(false, false, 1);
    }
}
