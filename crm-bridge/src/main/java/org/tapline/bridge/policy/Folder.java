package org.tapline.bridge.policy;

import java.util.Optional;
import org.tapline.bridge.identity.FolderNames;
import org.tapline.bridge.identity.FolderRole;

/// A folder as the facts of a message tell it.
///
/// @param name decoded, as in `Place`
/// @param role what it is for, where recognised
public record Folder(String name, Optional<FolderRole> role) {

    /// A folder whose role is recognised by its name alone.
    public static Folder of(String name) {
        return new Folder(name, FolderNames.role(name));
    }

    /// A folder whose role the server told; where it did not, the name is asked.
    public static Folder of(String name, Optional<FolderRole> told) {
        return told.isPresent() ? new Folder(name, told) : of(name);
    }

    /// Whether the folder has this name or lies below one that has. `INBOX` is only itself:
    /// some servers keep every folder below it, and `INBOX.` or `INBOX/` in front of a name
    /// is left out of the comparison.
    public boolean named(String wanted) {
        String mine = FolderNames.fold(name);
        String other = FolderNames.fold(wanted);
        if (other.isEmpty()) {
            return false;
        }
        return same(mine, other) || same(withoutInbox(mine), withoutInbox(other));
    }

    private static boolean same(String mine, String other) {
        if (mine.equals(other)) {
            return true;
        }
        if (other.equals("inbox") || !mine.startsWith(other)) {
            return false;
        }
        char next = mine.charAt(other.length());
        return next == '/' || next == '.';
    }

    private static String withoutInbox(String name) {
        boolean below = name.startsWith("inbox.") || name.startsWith("inbox/");
        return below ? name.substring("inbox.".length()) : name;
    }
}
