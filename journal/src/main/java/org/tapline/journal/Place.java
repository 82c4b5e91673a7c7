package org.tapline.journal;

import java.util.Optional;

/// Where in a mailbox a message lies (RFC 9051 §2.3.1.1): folder, UIDVALIDITY and UID. Zero stands
/// for "not known", which no server uses.
///
/// @param folder name as on the wire, decoded from modified UTF-7 (RFC 3501 §5.1.3) where
///     needed; `INBOX` in capitals
/// @param uidValidity 1 to 4294967295, or 0 when unknown
/// @param uid 1 to 4294967295, or 0 when unknown
/// @param use what the server said the folder is for; empty when it was not heard to say so, which
///     does not mean that the folder has no use
public record Place(String folder, long uidValidity, long uid, Optional<FolderUse> use) {

    /// A place in a folder whose use was not heard of.
    public Place(String folder, long uidValidity, long uid) {
        this(folder, uidValidity, uid, Optional.empty());
    }
}
