package org.tapline.proxy.smtp;

/// A reply that is due: what it answers decides what it means.
sealed interface Due {
    record Greeting() implements Due {}

    record Ehlo() implements Due {}

    /// HELO and RSET: a 2xx ends the transaction.
    record Reset() implements Due {}

    record Mail(Command.Mail command) implements Due {}

    record Rcpt(String address) implements Due {}

    /// RCPT in the BCC domain: the upstream was not asked; we answer when its turn comes.
    record OwnRcpt(String address) implements Due {}

    record Data() implements Due {}

    /// The final reply behind the dot.
    record Body(Message message) implements Due {}

    record Chunk(Message message, boolean last) implements Due {}

    record Auth() implements Due {}

    /// Our own RSET: its reply is not for the client.
    record OwnReset() implements Due {}

    record Other() implements Due {}
}
