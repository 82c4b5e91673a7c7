package org.tapline.bridge.policy;

import java.util.Locale;

/// Where a policy value was set, from the general to the particular; also the origin of an
/// effective value.
public enum Level {
    /// Nobody set it: the built-in value.
    DEFAULT,
    ORGANISATION,
    USER,
    MAILBOX;

    /// As the command line and REST print it: `organisation`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
