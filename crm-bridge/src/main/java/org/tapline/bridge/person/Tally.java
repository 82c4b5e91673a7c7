package org.tapline.bridge.person;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an erasure removed, and what it left and why.
final class Tally {
    private final Map<String, Long> removed = new LinkedHashMap<>();
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    /// @param what kind of thing: `messages`
    /// @param reason in words
    record Kept(String what, long count, String reason) {}

    void removed(String what, long count) {
        if (count > 0) {
            removed.merge(what, count, Long::sum);
        }
    }

    void kept(String what, long count, String reason) {
        if (count > 0) {
            kept.merge(
                    what + reason,
                    new Kept(what, count, reason),
                    (one, two) -> new Kept(what, one.count() + two.count(), reason));
        }
    }

    Map<String, Long> removed() {
        return new LinkedHashMap<>(removed);
    }

    List<Kept> kept() {
        return new ArrayList<>(kept.values());
    }
}
