package org.tapline.bridge.milter;

/// Why a message that the mail server took was not captured; the label is the `reason` of
/// `tapline_capture_lost_total`.
enum MilterLoss {
    /// The disk is full or failed.
    SPOOL_FULL("spool-full"),
    /// The journal did not answer in time, or refused.
    JOURNAL("journal"),
    /// Beyond [MilterLimits#message].
    TOO_BIG("too-big"),
    /// The mail server sent what makes no sense, or a packet beyond [MilterLimits#packet].
    MALFORMED("malformed"),
    /// More connections than [MilterLimits#connections]: this one was asked to show nothing.
    TOO_MANY_CONNECTIONS("too-many-connections"),
    /// A fault of ours.
    INTERNAL("internal");

    private final String label;

    MilterLoss(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
