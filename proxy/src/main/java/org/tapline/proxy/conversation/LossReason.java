package org.tapline.proxy.conversation;

/// Why something was not captured; the label is the `reason` of `tapline_capture_lost_total`.
public enum LossReason {
    /// The spool (memory and disk) is full or its disk failed.
    SPOOL_FULL("spool-full"),
    /// The journal did not answer in time, or refused.
    JOURNAL("journal"),
    /// The connection ended in the middle of the message.
    CONNECTION("connection"),
    /// More pieces waited to be put together than a session may hold.
    TOO_MANY_PIECES("too-many-pieces"),
    /// The upstream took a message whose beginning (sender and recipients) was not understood.
    NO_ENVELOPE("no-envelope");

    private final String label;

    LossReason(String label) {
        this.label = label;
    }

    /// Stable name for metrics and logs.
    public String label() {
        return label;
    }
}
