package org.tapline.bridge.mime;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a delivery status notification (RFC 3464), or a bounce in another form, says.
///
/// @param recipients what became of each recipient that is named; may be empty when the bounce
///     names none
/// @param originalMessageId Message-ID of the returned message without angle brackets, where
///     the bounce carries its header
public record Bounce(List<Recipient> recipients, Optional<String> originalMessageId) {
    public Bounce {
        recipients = List.copyOf(recipients);
    }

    /// True when at least one recipient is reported as failed for good.
    public boolean permanent() {
        return recipients.stream().anyMatch(Recipient::permanent);
    }

    /// The outcome for one recipient.
    ///
    /// @param address as reported, without its type (`rfc822;`)
    /// @param action what was done
    /// @param status enhanced status code (RFC 3463), `5.1.1`; empty when none is given
    /// @param diagnostic the remote reply or the reporter's words, bounded; may be empty
    public record Recipient(String address, Action action, String status, String diagnostic) {
        /// Failed, and trying again is of no use.
        public boolean permanent() {
            return action == Action.FAILED && !status.startsWith("4");
        }

        /// The address itself is no good, and will not be tomorrow: bad addressing status
        /// (RFC 3463 §3.2), a mailbox that is disabled (§3.3), a domain that cannot be routed to
        /// (§3.5), or a failure without a reason. A full mailbox, a message that is too large or
        /// refused for what it says, are about the mailbox or the message.
        public boolean badAddress() {
            return permanent()
                    && (status.isEmpty()
                            || status.startsWith("5.1.")
                            || BAD_ADDRESS.contains(status));
        }

        private static final Set<String> BAD_ADDRESS = Set.of("5.0.0", "5.2.1", "5.4.4");
    }

    /// RFC 3464 §2.3.3.
    public enum Action {
        FAILED,
        DELAYED,
        DELIVERED,
        RELAYED,
        EXPANDED
    }
}
