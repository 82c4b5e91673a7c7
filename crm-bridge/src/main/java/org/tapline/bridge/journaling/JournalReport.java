package org.tapline.bridge.journaling;

import java.util.List;
import java.util.Optional;
import org.tapline.journal.Content;
import org.tapline.journal.Envelope;

/// What a journal report says.
///
/// @param sender reverse-path of the original; empty for the null sender
/// @param onBehalfOf the one for whom a delegate sent it
/// @param recipients in the order of the report, each address once
/// @param subject as the report repeats it
/// @param messageId of the original, without angle brackets, as the report repeats it
/// @param original the message itself, octet for octet
public record JournalReport(
        String sender,
        Optional<String> onBehalfOf,
        List<Recipient> recipients,
        String subject,
        Optional<String> messageId,
        Content original) {
    public JournalReport {
        recipients = List.copyOf(recipients);
    }

    /// Somebody who got the message.
    ///
    /// @param role where the address stood
    /// @param via the group or mailbox that the server expanded or forwarded to this address
    public record Recipient(String address, Role role, Optional<String> via) {}

    /// Where a recipient stood in the original.
    public enum Role {
        TO,
        CC,
        BCC,
        /// In the envelope; the server does not know where, as for mail from outside.
        UNKNOWN
    }

    /// The envelope; every recipient was accepted, or would not be in the report.
    public Envelope envelope() {
        return new Envelope(
                sender,
                recipients.stream().map(one -> new Envelope.Recipient(one.address(), 250)).toList(),
                "");
    }
}
