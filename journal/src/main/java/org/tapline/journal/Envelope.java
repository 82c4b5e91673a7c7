package org.tapline.journal;

import java.util.List;

/// The SMTP envelope of a submitted message (RFC 5321 §2.3.1). It is the only reliable place for
/// Bcc.
///
/// @param sender reverse-path without angle brackets; empty for the null sender
/// @param recipients every recipient the client named, in order, with the upstream's reply to it
/// @param authenticated the identity that signed in, as given; empty when nobody did
public record Envelope(String sender, List<Recipient> recipients, String authenticated) {
    public Envelope {
        recipients = List.copyOf(recipients);
    }

    /// One RCPT TO.
    ///
    /// @param address forward-path without angle brackets
    /// @param replyCode the upstream's reply (250, 251, 550 ...)
    public record Recipient(String address, int replyCode) {
        /// Only an accepted recipient got the message.
        public boolean accepted() {
            return replyCode >= 200 && replyCode < 300;
        }
    }
}
