package org.tapline.journal;

import java.util.Locale;
import java.util.Optional;

/// What a folder is for, as the mail server itself said (RFC 6154 §2), whatever it is called.
public enum FolderUse {
    /// Every message of the mailbox, such as Gmail's "All Mail".
    ALL,
    ARCHIVE,
    DRAFTS,
    FLAGGED,
    JUNK,
    SENT,
    TRASH;

    /// Stable name: the attribute of RFC 6154 without its backslash, in lower case.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The use with this label, in any case.
    public static Optional<FolderUse> labelled(String label) {
        for (FolderUse use : values()) {
            if (use.label().equalsIgnoreCase(label)) {
                return Optional.of(use);
            }
        }
        return Optional.empty();
    }
}
