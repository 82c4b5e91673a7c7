package org.tapline.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Keeps octets from the client until a commit is durable or the patience is over: then mail goes
/// first.
final class DurableWait {
    private static final byte[] NOTHING = {};

    private final HeldOctets held = new HeldOctets();
    private final EventLoop loop;
    private final Duration patience;
    private final LegChannel client;
    private final Runnable moved;

    /// @param moved called when octets went to the client
    DurableWait(EventLoop loop, Duration patience, LegChannel client, Runnable moved) {
        this.loop = loop;
        this.patience = patience;
        this.client = client;
        this.moved = moved;
    }

    /// Nothing has to wait.
    boolean isOver() {
        return held.isEmpty();
    }

    /// Octets that wait.
    int size() {
        return held.size();
    }

    /// What comes from here on waits for this.
    void hold(CompletableFuture<Boolean> durable) {
        answer(durable, NOTHING, NOTHING);
    }

    /// As [#hold]; then the client is told what became of the commit.
    ///
    /// @param otherwise said when it is lost, and when the patience is over
    void answer(CompletableFuture<Boolean> durable, byte[] whenDurable, byte[] otherwise) {
        HeldOctets.Gate gate = held.gate();
        ScheduledFuture<?> timer =
                loop.schedule(
                        () -> open(gate, otherwise), patience.toMillis(), TimeUnit.MILLISECONDS);
        Unwatched.outcome(
                durable.whenCompleteAsync(
                        (done, failed) -> {
                            timer.cancel(false);
                            boolean kept = failed == null && done;
                            open(gate, kept ? whenDurable : otherwise);
                        },
                        loop));
    }

    void write(ByteBuf octets) {
        if (held.isEmpty()) {
            client.write(octets);
        } else {
            held.add(octets);
        }
    }

    /// The client is gone: lets go of everything.
    void abandon() {
        held.openAll();
        held.drain(client::write);
    }

    private void open(HeldOctets.Gate gate, byte[] words) {
        if (gate.open(words)) {
            held.drain(client::write);
            client.flush();
            moved.run();
        }
    }
}
