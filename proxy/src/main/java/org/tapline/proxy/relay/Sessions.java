package org.tapline.proxy.relay;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The sessions that are open. Thread-safe.
public final class Sessions {
    private final Set<Session> open = new HashSet<>();

    synchronized void add(Session session) {
        open.add(session);
    }

    synchronized void remove(Session session) {
        open.remove(session);
        notifyAll();
    }

    /// How many there are.
    public synchronized int size() {
        return open.size();
    }

    /// Ends every session that does nothing, and each of the others when it has done its work.
    public void drain() {
        now().forEach(Session::drain);
    }

    /// Has every session ask again whether its user is observed.
    public void review() {
        now().forEach(Session::review);
    }

    /// Ends every session, whatever it does.
    public void endAll() {
        now().forEach(Session::endSoon);
    }

    private synchronized List<Session> now() {
        return List.copyOf(open);
    }

    /// Waits until none is left.
    ///
    /// @return false when the patience was over first
    public synchronized boolean awaitNone(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!open.isEmpty()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }
}
