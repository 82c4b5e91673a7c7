package org.tapline.proxy.conversation;

/// Why a session went opaque; the label is the `reason` of `tapline_opaque_total`.
public enum OpaqueReason {
    /// A line longer than the limit.
    LINE_TOO_LONG("line-too-long"),
    /// More open things than the limit: pipelined commands, nested parentheses, literals in one
    /// response.
    TOO_MUCH_AT_ONCE("too-much-at-once"),
    /// The upstream said something that the grammar has no place for.
    UPSTREAM_SYNTAX("upstream-syntax"),
    /// The client said something whose framing is in doubt.
    CLIENT_SYNTAX("client-syntax"),
    /// An answer that fits no open command.
    OUT_OF_STEP("out-of-step"),
    /// The client switched on something that changes the octets (compression, a SASL security
    /// layer).
    TRANSFORMED_STREAM("transformed-stream"),
    /// The identity could not be read from the sign-in.
    UNKNOWN_IDENTITY("unknown-identity"),
    /// An exception in our own code: a defect.
    DEFECT("defect");

    private final String label;

    OpaqueReason(String label) {
        this.label = label;
    }

    /// Stable name for metrics and logs.
    public String label() {
        return label;
    }
}
