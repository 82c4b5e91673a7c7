package org.tapline.proxy.spool;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How much memory all captures hold, and how much of it waits for the disk. Thread-safe.
final class Budget {
    private static final Logger LOG = LoggerFactory.getLogger(Budget.class);

    private final long memory;
    private final long queue;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong queued = new AtomicLong();
    private final AtomicBoolean diskTrouble = new AtomicBoolean();

    /// @param memory octets in total
    /// @param queue octets of these that may wait for the disk
    Budget(long memory, long queue) {
        this.memory = memory;
        this.queue = queue;
    }

    boolean take(int octets) {
        return taken(used, octets, memory);
    }

    void giveBack(int octets) {
        used.addAndGet(-octets);
    }

    boolean enqueue(int octets) {
        return taken(queued, octets, queue);
    }

    void unqueue(int octets) {
        queued.addAndGet(-octets);
    }

    long used() {
        return used.get();
    }

    /// The first failure is logged; each piece that suffers is counted by its commit.
    void diskFailed(IOException cause) {
        if (diskTrouble.compareAndSet(false, true)) {
            LOG.warn(
                    "event=spool-disk-failed cause=\"{}\" action=\"free space on the disk of the data"
                            + " folder; captures that need it are dropped, mail flows\"",
                    cause.getMessage());
        }
    }

    private static boolean taken(AtomicLong counter, int octets, long limit) {
        if (counter.addAndGet(octets) > limit) {
            counter.addAndGet(-octets);
            return false;
        }
        return true;
    }
}
