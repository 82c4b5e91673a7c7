package org.tapline.proxy.spool;

import java.util.concurrent.atomic.AtomicLong;

/// How much memory the captures of one session hold. Exceeding the share is no failure: it sends
/// captures to disk. Thread-safe.
final class SessionBudget {
    private final long share;
    private final AtomicLong used = new AtomicLong();

    SessionBudget(long share) {
        this.share = share;
    }

    void take(int octets) {
        used.addAndGet(octets);
    }

    void giveBack(int octets) {
        used.addAndGet(-octets);
    }

    boolean exceeded() {
        return used.get() > share;
    }
}
