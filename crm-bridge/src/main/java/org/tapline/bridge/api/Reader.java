package org.tapline.bridge.api;

import java.util.Optional;
import org.tapline.bridge.privacy.Viewer;

/// On whose behalf a request reads.
///
/// @param viewer what may be seen
/// @param actor whose token it is, and in whose name it is used, for the audit log
/// @param user id of the user in whose name it is used
record Reader(Viewer viewer, String actor, Optional<Long> user) {

    /// Whether this is the administrator, and `admin.read` is `audited`.
    boolean readsAll() {
        return viewer.equals(new Viewer.Administrator(true));
    }
}
