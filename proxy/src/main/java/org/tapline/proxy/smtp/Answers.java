package org.tapline.proxy.smtp;

import java.nio.charset.StandardCharsets;

/// What Tapline says itself, with enhanced status codes (RFC 3463).
final class Answers {
    static final String TLS_FIRST = "530 5.7.0 Must issue a STARTTLS command first";
    static final String START_TLS = "220 2.0.0 Ready to start TLS";
    static final String TLS_WITH_PARAMETER = "501 5.5.4 STARTTLS takes no parameter";
    static final String TLS_ACTIVE = "503 5.5.1 TLS is active already";
    static final String NOT_IMPLEMENTED = "502 5.5.1 Command not implemented";
    static final String MECHANISM = "504 5.5.4 This mechanism does not work through a proxy";
    static final String BROKEN_BDAT = "501 5.5.4 The size of the chunk cannot be read";
    static final String LINE_TOO_LONG = "500 5.5.2 Line too long";
    static final String TOO_MUCH_AHEAD = "421 4.5.0 Too much was sent ahead of the reply";
    static final String BAD_SEQUENCE = "503 5.5.1 Bad sequence of commands";
    static final String OWN_RECIPIENT = "250 2.1.5 Ok";
    static final String SEND_BODY = "354 End data with <CR><LF>.<CR><LF>";
    static final String FILED = "250 2.0.0 Ok: filed";
    static final String NOT_FILED = "451 4.3.0 The message could not be filed, try again later";
    static final String CHUNK_TAKEN = "250 2.0.0 Ok: chunk received";
    static final String AMBIGUOUS_END =
            "550 5.6.11 A dot alone on a line that does not begin and end with CRLF is refused";
    static final String NO_UPSTREAM = "421 4.3.2 The mail server cannot be reached safely: ";
    static final String AUTH_FIRST = "530 5.7.0 Authentication required";
    static final String EHLO_FIRST = "503 5.5.1 Send EHLO first";
    static final String CANCELLED = "501 5.7.0 Authentication cancelled";
    static final String UNREADABLE_USER = "535 5.7.8 The user name cannot be read";
    static final String NOBODY = "535 5.7.8 No mail server serves this domain";
    static final String UNAVAILABLE =
            "454 4.3.0 The mail server cannot be reached, try again later";
    static final String TOO_MUCH_BEFORE_AUTH = "421 4.7.0 Too much before authentication";
    static final String CONFUSED = "421 4.3.0 The mail server is confused";

    private Answers() {}

    static byte[] line(String text) {
        return (text + "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
