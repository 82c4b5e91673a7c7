package org.tapline.proxy.relay;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.tapline.proxy.conversation.Leg;

/// What follows when a client has ended its stream. It may still want the answers, and its last
/// message may be under way to the upstream: the end is passed on, and the session goes on until
/// the upstream ends too or nothing moves for the linger time. As long as the upstream may still be
/// changed, the end waits: it is the client's, not a sign-in's.
final class HalfClose {
    private final Legs legs;
    private final Traffic traffic;
    private final BooleanSupplier seeking;
    private final Duration linger;
    private final Runnable over;
    private boolean passedOn;

    /// @param seeking whether the upstream may still be changed
    /// @param over called when nothing moves any more
    HalfClose(Legs legs, Traffic traffic, BooleanSupplier seeking, Duration linger, Runnable over) {
        this.legs = legs;
        this.traffic = traffic;
        this.seeking = seeking;
        this.linger = linger;
        this.over = over;
    }

    /// The client has ended its stream.
    void begin() {
        passOn();
        lookLater();
    }

    private void passOn() {
        if (!passedOn && !seeking.getAsBoolean()) {
            passedOn = true;
            legs.find(Leg.UPSTREAM).ifPresent(LegChannel::endOutput);
        }
    }

    private boolean onTheWire() {
        return legs.find(Leg.UPSTREAM).map(LegChannel::outputEnded).orElse(true);
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
        passOn();
        if (answering || !(seeking.getAsBoolean() || onTheWire())) {
            lookLater();
        } else {
            over.run();
        }
    }
}
