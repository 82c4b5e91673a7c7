package org.tapline.bridge.ops;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a token may do. Each may do what those before it may.
public enum Scope {
    /// Look at contacts, mail, policies and states.
    READ,
    /// Change contacts, users, policies and marks; try parked entries again.
    WRITE,
    /// Give out tokens, read the audit log, set and lift legal holds, export and erase a person.
    ADMIN;

    /// Whether a token of this scope may do what needs another.
    public boolean covers(Scope needed) {
        return compareTo(needed) >= 0;
    }

    /// As stored and printed: `read`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The scope of this label.
    public static Optional<Scope> named(String label) {
        return Arrays.stream(values()).filter(scope -> scope.label().equals(label)).findFirst();
    }
}
