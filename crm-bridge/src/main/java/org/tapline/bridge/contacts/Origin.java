package org.tapline.bridge.contacts;

import java.util.Locale;

/// How a contact came to be.
public enum Origin {
    MANUAL,
    IMPORT,
    SENT,
    RECEIVED,
    BCC,
    MEETING,
    /// Somebody who asked through a portal or web form.
    LEAD;

    /// The stable name, as in DESIGN section 9.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
