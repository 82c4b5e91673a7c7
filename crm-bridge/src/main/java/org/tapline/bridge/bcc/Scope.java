package org.tapline.bridge.bcc;

import java.util.Locale;

/// What mail to an address is filed under.
public enum Scope {
    ORGANISATION("crm"),
    USER("crm"),
    CONTACT("contact"),
    COMPANY("company"),
    DEAL("deal");

    private final String prefix;

    Scope(String prefix) {
        this.prefix = prefix;
    }

    /// What the local part begins with; the organisation's has nothing behind it.
    String prefix() {
        return prefix;
    }

    /// As the command line, REST and the database spell it.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads a [#label()].
    ///
    /// @throws IllegalArgumentException when it is none
    public static Scope of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
