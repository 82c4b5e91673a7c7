package org.tapline.proxy.relay;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The two deadlines of a session: until sign-in, and without any octet.
final class SessionTimers {
    private final EventLoop loop;
    private final long idleNanos;
    private final Runnable idle;
    private final ScheduledFuture<?> signIn;
    private @Nullable ScheduledFuture<?> next;
    private long lastActivity = System.nanoTime();

    /// @param overdue called once when the time for the sign-in is over
    /// @param idle called once when nothing has moved for too long
    SessionTimers(
            EventLoop loop,
            Duration preAuthentication,
            Runnable overdue,
            Duration idleTime,
            Runnable idle) {
        this.loop = loop;
        this.idleNanos = idleTime.toNanos();
        this.idle = idle;
        this.signIn = loop.schedule(overdue, preAuthentication.toMillis(), TimeUnit.MILLISECONDS);
        this.next = loop.schedule(this::check, idleNanos, TimeUnit.NANOSECONDS);
    }

    /// Octets have moved.
    void activity() {
        lastActivity = System.nanoTime();
    }

    private void check() {
        long left = idleNanos - (System.nanoTime() - lastActivity);
        if (left <= 0) {
            idle.run();
        } else {
            next = loop.schedule(this::check, left, TimeUnit.NANOSECONDS);
        }
    }

    void cancel() {
        signIn.cancel(false);
        if (next != null) {
            next.cancel(false);
        }
    }
}
