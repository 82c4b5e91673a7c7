package org.tapline.bridge.policy;

/// Why a message is on the record or not. The label is stored, printed and a metric's label.
public enum Reason {
    RECORDED("recorded"),
    MARKED_PRIVATE("marked-private"),
    OUT_OF_SCOPE("out-of-scope"),
    ONE_WAY("one-way"),
    NEVER_LOG("never-log"),
    INTERNAL("internal"),
    BOUNCE("bounce"),
    AUTO_REPLY("auto-reply"),
    BULK("bulk"),
    UNSUBSCRIBE("unsubscribe"),
    REPORT("report"),
    CALENDAR("calendar"),
    UNKNOWN_PEOPLE("unknown-people"),
    /// Somebody who was erased takes part in it, and it was written before.
    ERASED("erased"),
    /// The mailbox was not observed any more when the message passed.
    DISABLED("disabled"),
    /// Somebody on a never-log list takes part and is left off.
    PARTICIPANT_LEFT_OFF("participant-left-off"),
    /// The policy keeps less than the whole message.
    BODY_NOT_KEPT("body-not-kept");

    private final String label;

    Reason(String label) {
        this.label = label;
    }

    /// The stable name.
    public String label() {
        return label;
    }
}
