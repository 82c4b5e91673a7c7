package org.tapline.journal.artemis;

import java.time.Duration;

/// Pauses that double up to a bound.
///
/// @param first pause after the first failure
/// @param longest never waits longer
record Backoff(Duration first, Duration longest) {
    /// 0.1 s lets a short hiccup pass unnoticed; 5 s is how late the timeline may notice that the
    /// database is back.
    static final Backoff DEFAULT = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    /// @param failures in a row so far, from 1
    Duration after(int failures) {
        // 2^20 times anything is beyond every bound, and does not overflow
        Duration grown = first.multipliedBy(1L << Math.min(failures - 1, 20));
        return grown.compareTo(longest) < 0 ? grown : longest;
    }
}
