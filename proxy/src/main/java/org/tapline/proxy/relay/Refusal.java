package org.tapline.proxy.relay;

import java.nio.charset.StandardCharsets;
import org.tapline.proxy.ProxySettings.Protocol;

/// What a client is told when there is no session for it, in the words of its protocol (RFC 9051
/// §7.1.5, RFC 5530 §3, RFC 5321 §3.8, RFC 3463).
enum Refusal {
    UPSTREAM(
            "upstream",
            "* BYE [UNAVAILABLE] The mail server cannot be reached, try again later",
            "421 4.3.0 The mail server cannot be reached, try again later"),
    TOO_MANY(
            "too-many-connections",
            "* BYE [LIMIT] Too many connections from this address",
            "421 4.7.0 Too many connections from this address"),
    TOO_FAST(
            "too-fast",
            "* BYE [LIMIT] Too many connections in a short time, try again later",
            "421 4.7.0 Too many connections in a short time, try again later"),
    TOO_MANY_OF_USER(
            "too-many-of-user",
            "* BYE [LIMIT] Too many connections of this user",
            "421 4.7.0 Too many connections of this user"),
    SIGN_IN_TIME(
            "sign-in-time",
            "* BYE [UNAVAILABLE] Sign-in took too long",
            "421 4.4.2 Sign-in took too long"),
    COMMANDS(
            "too-many-commands",
            "* BYE [LIMIT] Too many commands before sign-in",
            "421 4.7.0 Too many commands before sign-in"),
    FAILURES(
            "too-many-failures",
            "* BYE [LIMIT] Too many failed sign-ins",
            "421 4.7.0 Too many failed sign-ins"),
    IDLE("idle", "* BYE Idle for too long", "421 4.4.2 Idle for too long"),
    STOPPING(
            "drain",
            "* BYE [UNAVAILABLE] Going down for maintenance, connect again",
            "421 4.3.2 Going down for maintenance, connect again"),
    DEFECT(
            "defect",
            "* BYE [SERVERBUG] Internal error, try again later",
            "421 4.3.0 Internal error, try again later");

    private final String label;
    private final String imap;
    private final String smtp;

    Refusal(String label, String imap, String smtp) {
        this.label = label;
        this.imap = imap;
        this.smtp = smtp;
    }

    /// Stable name for metrics and logs.
    String label() {
        return label;
    }

    byte[] octets(Protocol protocol) {
        String line =
                switch (protocol) {
                    case IMAP -> imap;
                    case SMTP -> smtp;
                };
        return (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
