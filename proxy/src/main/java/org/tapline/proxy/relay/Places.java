package org.tapline.proxy.relay;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Counts the sessions of each client address, or of each user. Thread-safe.
///
/// @param <K> whose sessions are counted
final class Places<K> {
    private final ConcurrentMap<K, Integer> taken = new ConcurrentHashMap<>();

    /// Takes a place, if there is one; each is to be given back with [#leave].
    ///
    /// @return false when as many are taken as may be
    boolean enter(K whose, int limit) {
        if (taken.merge(whose, 1, Integer::sum) <= limit) {
            return true;
        }
        leave(whose);
        return false;
    }

    void leave(K whose) {
        taken.computeIfPresent(whose, (key, count) -> count == 1 ? null : count - 1);
    }

    /// Whose places are taken: nobody's, when all have left.
    int size() {
        return taken.size();
    }
}
