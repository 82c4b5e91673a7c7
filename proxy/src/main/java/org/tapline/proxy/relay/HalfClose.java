package org.tapline.proxy.relay;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.tapline.proxy.conversation.Leg;

/// What follows when a client has ended its stream. It may still want the answers, and its last
/// message may be under way to the upstream: the end is passed on, and the session goes on until
/// the upstream ends too or nothing moves for the linger time.
final class HalfClose {
    private final Legs legs;
    private final Traffic traffic;
    private final Duration linger;
    private final Runnable over;

    /// @param over called when nothing moves any more
    HalfClose(Legs legs, Traffic traffic, Duration linger, Runnable over) {
        this.legs = legs;
        this.traffic = traffic;
        this.linger = linger;
        this.over = over;
    }

    /// The client has ended its stream.
    void begin() {
        legs.at(Leg.UPSTREAM).endOutput();
        lookLater();
    }

    private void lookLater() {
        long before = traffic.toClient();
        Unwatched.outcome(
                legs.client()
                        .channel()
                        .eventLoop()
                        .schedule(() -> look(before), linger.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void look(long before) {
        if (legs.areClosed()) {
            return;
        }
        boolean answering = legs.client().channel().isActive() && traffic.toClient() != before;
        if (answering || !legs.at(Leg.UPSTREAM).outputEnded()) {
            lookLater();
        } else {
            over.run();
        }
    }
}
