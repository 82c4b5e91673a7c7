package org.tapline.bridge.identity;

import java.util.Locale;
import java.util.Optional;

/// What a folder is for (RFC 6154 §2), whatever it is called.
public enum FolderRole {
    INBOX,
    SENT,
    DRAFTS,
    TRASH,
    JUNK,
    ARCHIVE,
    /// Every message of the mailbox, such as Gmail's "All Mail".
    ALL,
    FLAGGED;

    /// The role with this English name, in any case: `Junk`, `trash`. Also as an attribute:
    /// `\Junk`.
    public static Optional<FolderRole> named(String name) {
        String word = name.startsWith("\\") ? name.substring(1) : name;
        for (FolderRole role : values()) {
            if (role.name().equals(word.toUpperCase(Locale.ROOT))) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
