package org.tapline.bridge.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Spans of time by which messages are indexed (`message_spans` in the migration V49): each moment
/// is in one span of each length.
final class Spans {
    /// The shortest ones are 2^14 seconds long, 4.5 hours.
    private static final int SHORTEST = 14;

    /// Each length is 2^4 of the one before.
    private static final int LONGER = 4;

    private static final int LENGTHS = 4;

    /// So many of the longest, 2 years, are asked for at most.
    private static final int MOST = 32;

    private Spans() {}

    /// Keys of spans that together cover a time, and at its ends less than one of the shortest
    /// more: short ones towards the ends, long ones between.
    ///
    /// @param to not earlier than `from`
    /// @return at most 122; empty when the time is longer than [#MOST] of the longest
    static Optional<Long[]> covering(Instant from, Instant to) {
        List<Long> keys = new ArrayList<>();
        long first = from.getEpochSecond() >> SHORTEST;
        long last = to.getEpochSecond() >> SHORTEST;
        int length = 0;
        while (length < LENGTHS - 1) {
            while (first <= last && within(first) != 0) {
                keys.add(key(first++, length));
            }
            while (first <= last && within(last) != within(-1)) {
                keys.add(key(last--, length));
            }
            if (first > last) {
                return Optional.of(keys.toArray(Long[]::new));
            }
            first >>= LONGER;
            last >>= LONGER;
            length++;
        }
        if (last - first >= MOST) {
            return Optional.empty();
        }
        while (first <= last) {
            keys.add(key(first++, length));
        }
        return Optional.of(keys.toArray(Long[]::new));
    }

    /// Which of the spans that make up one of the next length.
    private static long within(long span) {
        return span & ((1L << LONGER) - 1);
    }

    private static long key(long span, int length) {
        return span << 2 | length;
    }
}
