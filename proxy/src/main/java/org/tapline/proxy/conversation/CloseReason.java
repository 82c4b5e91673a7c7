package org.tapline.proxy.conversation;

/// Why a conversation closed the session; label for metric and log.
public enum CloseReason {
    /// One side ended the stream, or the dialogue ended in order.
    FINISHED("finished"),
    /// Octets pipelined behind STARTTLS, or text where TLS must start.
    TLS_INJECTION("tls-injection"),
    /// The upstream does not offer the TLS that the configuration demands, or failed to start it.
    UPSTREAM_TLS("upstream-tls"),
    /// The upstream greeted with PREAUTH, BYE, or something that is no greeting.
    UPSTREAM_GREETING("upstream-greeting"),
    /// The upstream accepted a sign-in before the client had said who it is, or answered a command
    /// that was not there.
    UPSTREAM_OUT_OF_STEP("upstream-out-of-step"),
    /// A client that does not speak the protocol (HTTP on the port, binary rubbish).
    NOT_THIS_PROTOCOL("not-this-protocol"),
    /// A line, literal or rate beyond the limit before sign-in.
    LIMIT("limit"),
    /// Framing that the upstream might read otherwise than we do (a literal form it did not offer,
    /// an ambiguous end of data).
    AMBIGUOUS_FRAMING("ambiguous-framing");

    private final String label;

    CloseReason(String label) {
        this.label = label;
    }

    /// Stable name for metrics and logs.
    public String label() {
        return label;
    }
}
