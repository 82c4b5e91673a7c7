package org.tapline.bridge.authenticity;

import java.util.Locale;

/// What a check found, in the words that all three share (RFC 8601 §2.7).
public enum Verdict {
    PASS,
    FAIL,
    SOFTFAIL,
    NEUTRAL,
    /// There was nothing to check: no record, no signature.
    NONE,
    /// The resolver gave no answer: another attempt may give another verdict.
    TEMPERROR,
    /// What the domain published, or the sender wrote, cannot be understood.
    PERMERROR;

    /// As headers and people spell it: `pass`, `temperror`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
