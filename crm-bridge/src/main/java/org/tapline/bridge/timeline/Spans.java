package org.tapline.bridge.timeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/// Spans of time by which messages are indexed (`message_spans` in the migration V49): each moment
/// is in one span of each length.
final class Spans {
    /// Lengths in seconds as powers of two: 4.5 hours, 3 days, 7 weeks, 2 years.
    private static final List<Integer> LENGTHS = List.of(14, 18, 22, 26);

    /// A length fits up to this many spans: the next one is 16 times as long, and at least two
    /// spans keep what sticks out at the ends small.
    private static final int MOST = 32;

    private Spans() {}

    /// Keys of spans of one length that together cover a time, and a little more at its ends.
    ///
    /// @param to not earlier than `from`
    /// @return empty when the time is longer than [#MOST] of the longest
    static Optional<Long[]> covering(Instant from, Instant to) {
        for (int level = 0; level < LENGTHS.size(); level++) {
            int length = LENGTHS.get(level);
            long first = from.getEpochSecond() >> length;
            long last = to.getEpochSecond() >> length;
            if (last - first < MOST) {
                int tag = level;
                return Optional.of(
                        LongStream.rangeClosed(first, last)
                                .map(span -> span << 2 | tag)
                                .boxed()
                                .toArray(Long[]::new));
            }
        }
        return Optional.empty();
    }
}
