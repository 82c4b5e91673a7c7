package org.tapline.proxy.relay;

import java.util.HashMap;
import java.util.Map;

/// How often each client address may come. Thread-safe.
///
/// @param <K> whose coming is counted
final class Paces<K> {
    /// Addresses remembered; those that have rested are forgotten first, then all. Some 100 octets
    /// each.
    static final int REMEMBERED = 50_000;

    /// Seconds' worth that may come at once.
    private static final int AT_ONCE = 10;

    private final Map<K, Pace> paces = new HashMap<>();

    /// @param perSecond how often, in the long run
    /// @return whether it may come now
    synchronized boolean enter(K whose, int perSecond, long now) {
        if (paces.size() >= REMEMBERED) {
            paces.values().removeIf(pace -> pace.rested(now));
            if (paces.size() >= REMEMBERED) {
                paces.clear();
            }
        }
        return paces.computeIfAbsent(whose, key -> new Pace(perSecond, perSecond * AT_ONCE, now))
                .tryOnce(now);
    }

    /// How many are remembered.
    synchronized int size() {
        return paces.size();
    }
}
