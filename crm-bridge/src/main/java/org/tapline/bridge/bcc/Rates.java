package org.tapline.bridge.bcc;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// How often somebody may do something: a bucket of tokens each, filled again at an even pace.
/// Thread-safe. Time is an argument.
///
/// Memory is bounded: of more than `names` names the one not seen for longest is forgotten, which
/// gives it a full bucket again.
public final class Rates {
    private final int burst;
    private final Duration refill;
    private final Map<String, Bucket> buckets;

    /// @param burst tokens of a full bucket
    /// @param refill in which an empty bucket is full again
    /// @param names how many are remembered
    public Rates(int burst, Duration refill, int names) {
        this.burst = burst;
        this.refill = refill;
        this.buckets =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                        return size() > names;
                    }
                };
    }

    private record Bucket(double tokens, Instant at) {}

    /// Takes one token.
    ///
    /// @return false when there is none: too often
    public synchronized boolean take(String name, Instant now) {
        Bucket bucket = buckets.getOrDefault(name, new Bucket(burst, now));
        double since = Math.max(0, Duration.between(bucket.at(), now).toNanos());
        double tokens = Math.min(burst, bucket.tokens() + burst * since / refill.toNanos());
        boolean taken = tokens >= 1;
        buckets.put(name, new Bucket(taken ? tokens - 1 : tokens, now));
        return taken;
    }
}
