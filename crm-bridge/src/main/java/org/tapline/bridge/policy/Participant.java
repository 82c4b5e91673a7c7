package org.tapline.bridge.policy;

import java.util.Locale;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.identity.Ownership;

/// Somebody a message names.
///
/// @param name display name, decoded; empty when absent
/// @param address as written
/// @param key comparison form under the organisation's folding
/// @param role where the message names them
/// @param ownership ours or not
/// @param contact what the CRM knows of the address
/// @param writtenTo whether somebody here has written to the address, before this message
/// @param wroteUs whether the address has written to somebody here, before this message
public record Participant(
        String name,
        String address,
        AddressKey key,
        Role role,
        Ownership ownership,
        Contact contact,
        boolean writtenTo,
        boolean wroteUs) {

    /// Where a message names somebody.
    public enum Role {
        FROM,
        /// The real author of mail that a list rewrote (Reply-To, X-Original-From).
        AUTHOR,
        SENDER,
        REPLY_TO,
        TO,
        CC,
        BCC;

        /// As REST prints it: `reply-to`.
        public String label() {
            return Choice.word(this).toLowerCase(Locale.ROOT);
        }

        /// Whether the message came from them; the others got it.
        public boolean sending() {
            return switch (this) {
                case FROM, AUTHOR, SENDER, REPLY_TO -> true;
                case TO, CC, BCC -> false;
            };
        }
    }

    /// What the CRM knows of an address.
    public enum Contact {
        UNKNOWN,
        KNOWN,
        /// Deleted by a person: links on, is never created again.
        TOMBSTONE
    }

    /// Whether they are nobody of ours.
    public boolean outside() {
        return !ownership.own();
    }
}
