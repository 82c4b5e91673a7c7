package org.tapline.bridge.mime;

import java.time.Instant;
import java.util.Optional;

/// When a message came to the server that delivered it: the date behind the last semicolon of the
/// topmost Received field (RFC 5321 §4.4).
public final class ReceivedDate {
    private ReceivedDate() {}

    public static Optional<Instant> of(Headers headers) {
        return headers.raw("Received")
                .map(field -> field.substring(field.lastIndexOf(';') + 1))
                .flatMap(MailDate::parse);
    }
}
