package org.tapline.proxy.relay;

import java.nio.charset.StandardCharsets;
import org.tapline.proxy.ProxySettings.Protocol;

/// What a client is told when there is no session for it, in the words of its protocol (RFC 9051
/// §7.1.5, RFC 5530 §3, RFC 5321 §3.8, RFC 3463).
enum Refusal {
    UPSTREAM(
            "* BYE [UNAVAILABLE] The mail server cannot be reached, try again later",
            "421 4.3.0 The mail server cannot be reached, try again later"),
    TOO_MANY(
            "* BYE [LIMIT] Too many connections from this address",
            "421 4.7.0 Too many connections from this address"),
    SIGN_IN_TIME("* BYE [UNAVAILABLE] Sign-in took too long", "421 4.4.2 Sign-in took too long"),
    DEFECT(
            "* BYE [SERVERBUG] Internal error, try again later",
            "421 4.3.0 Internal error, try again later");

    private final String imap;
    private final String smtp;

    Refusal(String imap, String smtp) {
        this.imap = imap;
        this.smtp = smtp;
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
