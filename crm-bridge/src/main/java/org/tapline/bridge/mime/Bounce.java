package org.tapline.bridge.mime;

import java.util.List;
import java.util.Optional;

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
