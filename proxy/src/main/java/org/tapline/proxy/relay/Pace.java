package org.tapline.proxy.relay;

import java.util.concurrent.TimeUnit;

/// How often something may happen: a bucket that fills evenly with the right to it. Not
/// thread-safe.
final class Pace {
    private final double capacity;
    private final double perNano;
    private double left;
    private long at;

    /// @param perSecond how often, in the long run
    /// @param atOnce how often without a pause
    /// @param now the time, as `System.nanoTime` tells it
    Pace(int perSecond, int atOnce, long now) {
        capacity = atOnce;
        perNano = (double) perSecond / TimeUnit.SECONDS.toNanos(1);
        left = capacity;
        at = now;
    }

    /// It happens so often now, allowed or not.
    ///
    /// @return nanoseconds after which it would have been allowed; 0 when it is
    long take(int times, long now) {
        fill(now);
        left -= times;
        return left >= 0 ? 0 : (long) Math.ceil(-left / perNano);
    }

    /// It would like to happen once.
    ///
    /// @return whether it may; if so, it has
    boolean tryOnce(long now) {
        fill(now);
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }

    /// Nothing has happened for so long that nothing need be remembered.
    boolean rested(long now) {
        fill(now);
        return left >= capacity;
    }

    private void fill(long now) {
        left = Math.min(capacity, left + Math.max(0, now - at) * perNano);
        at = now;
    }
}
