package org.tapline.proxy.imap;

/// What the client's next octets wait for: what they mean depends on the upstream's answer.
enum Gate {
    /// Nothing: octets are taken as they come.
    OPEN,
    /// The greeting.
    GREETING,
    /// `+` for a synchronising literal, or the refusal of its command (RFC 9051 §4.3).
    LITERAL,
    /// A challenge, or the end of AUTHENTICATE (RFC 9051 §6.2.2).
    CHALLENGE,
    /// `+` for IDLE, or its refusal (RFC 2177 §3).
    IDLE,
    /// The TLS handshake with the client: octets in the clear are an injection (RFC 9051 §6.2.1).
    TLS
}
