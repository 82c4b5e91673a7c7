package org.tapline.proxy.imap;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/// The date-time of IMAP: `" 1-Jan-2026 10:00:00 +0100"` without its quotes (RFC 9051 §9).
final class InternalDate {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("d-MMM-yyyy HH:mm:ss Z", Locale.ENGLISH);

    private InternalDate() {}

    /// Empty when it is no date.
    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.strip(), FORM).toInstant());
        } catch (DateTimeParseException noDate) {
            return Optional.empty();
        }
    }
}
