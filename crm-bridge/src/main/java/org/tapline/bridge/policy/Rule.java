package org.tapline.bridge.policy;

/// The rules in their order (DESIGN section 6). `message explain` lists every one of them.
public enum Rule {
    /// `$CRM`, `$NoCRM` and the two folders for it (FEATURES H12).
    MARK("mark"),
    SCOPE("scope"),
    DIRECTION("direction"),
    NEVER_LOG("never-log"),
    INTERNAL("internal"),
    BOUNCE("bounce"),
    AUTO_REPLY("auto-reply"),
    BULK("bulk"),
    UNSUBSCRIBE("unsubscribe"),
    REPORT("report"),
    CALENDAR("calendar"),
    KNOWN_CONTACTS("known-contacts"),
    BODY("body");

    private final String label;

    Rule(String label) {
        this.label = label;
    }

    /// The stable name.
    public String label() {
        return label;
    }
}
