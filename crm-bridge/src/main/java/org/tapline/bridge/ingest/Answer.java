package org.tapline.bridge.ingest;

import org.apache.james.protocols.smtp.SMTPResponse;
import org.tapline.bridge.bcc.Decision;

/// A reply of the dialogue (RFC 5321 §4.2, RFC 3463).
record Answer(int code, String enhanced, String text) {
    static final Answer TOO_BIG =
            new Answer(552, "5.3.4", "The message is larger than this server takes.");
    static final Answer DISK =
            new Answer(452, "4.3.1", "There is no room for the message at the moment.");
    static final Answer NOT_DURABLE =
            new Answer(451, "4.3.0", "The message could not be kept. Please try again later.");
    static final Answer AMBIGUOUS =
            new Answer(
                    550,
                    "5.6.0",
                    "The message holds a dot that some servers take for its end. It was not taken;"
                            + " send it with lines that end with CRLF only.");
    static final Answer BROKEN_LINE =
            new Answer(
                    500,
                    "5.5.2",
                    "A command is one line of at most 2000 octets, ends with CRLF,"
                            + " and holds no other CR, LF or NUL.");
    static final Answer TOO_OFTEN =
            new Answer(450, "4.7.1", "Too many messages in a short time. Please try again later.");
    static final Answer ENOUGH =
            new Answer(421, "4.7.0", "Enough for one connection. Please connect again.");
    static final Answer TOO_MANY_RECIPIENTS =
            new Answer(452, "4.5.3", "Too many recipients. Send the message in several parts.");

    static Answer of(Decision.Refuse refusal) {
        return new Answer(refusal.code(), refusal.enhanced(), refusal.text());
    }

    boolean accepted() {
        return code < 300;
    }

    boolean temporary() {
        return code >= 400 && code < 500;
    }

    String words() {
        return enhanced + " " + text;
    }

    SMTPResponse response() {
        return new SMTPResponse(Integer.toString(code), words());
    }

    SMTPResponse closing() {
        SMTPResponse response = response();
        response.setEndSession(true);
        return response;
    }
}
