package org.tapline.bridge.privacy;

import java.util.Locale;

/// How much of a message somebody sees, the least first.
public enum Sight {
    /// Not even that it exists.
    NOTHING,
    /// Who, when, which way.
    METADATA,
    /// Also the subject.
    SUBJECT,
    /// Also text, attachments and headers.
    EVERYTHING;

    /// As stored and printed: `everything`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether at least this much is seen.
    public boolean atLeast(Sight other) {
        return compareTo(other) >= 0;
    }
}
