package org.tapline.journal.artemis;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/// Refuses entries while the disk is nearly full, long before the broker itself would stop.
final class DiskReserve {
    private final LongSupplier usable;
    private final long reserve;
    private final AtomicBoolean warned = new AtomicBoolean();

    /// @param usable octets that can still be written
    /// @param reserve octets that must stay free
    DiskReserve(LongSupplier usable, long reserve) {
        this.usable = usable;
        this.reserve = reserve;
    }

    /// Says what an administrator should do when there is no room for so many octets more.
    ///
    /// Warns in the log, once until it gets better, from twice the reserve on.
    Optional<String> refusal(long octets) {
        long free = usable.getAsLong();
        if (free >= 2 * Math.min(reserve, Long.MAX_VALUE / 2)) {
            warned.set(false);
        } else if (warned.compareAndSet(false, true)) {
            JournalLog.LOG.warn(
                    "The disk of the journal is nearly full: {} MiB free. Below {} MiB what is"
                            + " seen is no longer captured; mail itself goes on. Free some space"
                            + " or see why the bridge does not empty the journal.",
                    free >> 20,
                    reserve >> 20);
        }
        if (free - octets >= reserve) {
            return Optional.empty();
        }
        return Optional.of(
                "The disk of the journal is nearly full: "
                        + (free >> 20)
                        + " MiB free, "
                        + (reserve >> 20)
                        + " MiB must stay so. Free some space, or see why the bridge does not"
                        + " empty the journal (tapline journal show).");
    }
}
