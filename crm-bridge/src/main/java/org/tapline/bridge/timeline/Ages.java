package org.tapline.bridge.timeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How messages are spread over time, as the statistics of the database tell it.
///
/// @param messages how many there are
/// @param bounds seconds since 1970, in order; between two neighbours lie equally many messages;
///     fewer than two: nothing is known
record Ages(double messages, List<Long> bounds) {

    /// Nothing is known.
    static final Ages UNKNOWN = new Ages(0, List.of());

    /// The moment behind which about so many messages lie before another moment.
    ///
    /// @return empty when that would be half of them or more, or nothing is known
    Optional<Instant> back(Instant to, double wanted) {
        int bins = bounds.size() - 1;
        if (bins < 1 || messages < 1) {
            return Optional.empty();
        }
        double end = place(to);
        double bin = wanted * bins / messages;
        return 2 * bin >= end ? Optional.empty() : Optional.of(moment(end - bin));
    }

    private Instant moment(double place) {
        int bin = Math.min((int) place, bounds.size() - 2);
        double second = bounds.get(bin) + length(bin) * (place - bin);
        return Instant.ofEpochSecond((long) second);
    }

    /// How many bins lie before a moment. What came after the statistics were taken is taken to
    /// have come as fast as what came just before.
    private double place(Instant moment) {
        int bin = 0;
        while (bin < bounds.size() - 2 && moment.getEpochSecond() >= bounds.get(bin + 1)) {
            bin++;
        }
        return bin + (moment.getEpochSecond() - bounds.get(bin)) / length(bin);
    }

    private double length(int bin) {
        return (double) Math.max(1, bounds.get(bin + 1) - bounds.get(bin));
    }
}
