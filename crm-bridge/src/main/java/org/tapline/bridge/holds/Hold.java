package org.tapline.bridge.holds;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Something that must not be removed.
///
/// @param target id of a contact, mailbox or message; key of an address; a domain
/// @param reason why, in somebody's words
/// @param setBy whose token it was
public record Hold(On on, String target, String reason, String setBy, Instant setAt) {

    /// What a hold can be on. One on an address, a domain or a contact holds every message in which
    /// such an address takes part.
    public enum On {
        CONTACT,
        ADDRESS,
        DOMAIN,
        MAILBOX,
        MESSAGE;

        /// As stored and printed: `contact`.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The kind of this label.
        public static Optional<On> named(String label) {
            return Arrays.stream(values()).filter(on -> on.label().equals(label)).findFirst();
        }
    }
}
