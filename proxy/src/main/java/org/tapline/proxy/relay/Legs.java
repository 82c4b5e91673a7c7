package org.tapline.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Leg;

/// Both legs of a session: what is written to which, who is read from, and how they are closed.
final class Legs {
    private final LegChannel client;
    private final RelayLimits limits;
    private final DurableWait wait;
    private @Nullable LegChannel upstream;
    private boolean clientFull;
    private boolean clientPaused;

    /// @param waited called when octets that were held back went to the client
    Legs(LegChannel client, RelayLimits limits, Duration patience, Runnable waited) {
        this.client = client;
        this.limits = limits;
        EventLoop loop = client.channel().eventLoop();
        this.wait = new DurableWait(loop, patience, client, waited);
    }

    /// The upstream's leg is there.
    void connected(LegChannel leg) {
        upstream = leg;
    }

    LegChannel client() {
        return client;
    }

    /// The leg, where there is one already.
    Optional<LegChannel> find(Leg which) {
        return switch (which) {
            case CLIENT -> Optional.of(client);
            case UPSTREAM -> Optional.ofNullable(upstream);
        };
    }

    LegChannel at(Leg which) {
        return find(which).orElseThrow(() -> new IllegalStateException("no upstream yet"));
    }

    /// Sends octets behind all that was sent to this leg before. Takes the buffer over.
    void write(Leg to, ByteBuf octets) {
        switch (to) {
            case CLIENT -> wait.write(octets);
            case UPSTREAM -> at(to).write(octets);
        }
    }

    void write(Leg to, byte[] octets) {
        if (octets.length > 0) {
            write(to, Unpooled.wrappedBuffer(octets));
        }
    }

    /// What was written in this turn goes on the wire.
    void flush() {
        client.flush();
        if (upstream != null) {
            upstream.flush();
        }
    }

    /// What is written to the client from here on waits for this.
    void holdClient(CompletableFuture<Boolean> durable) {
        wait.hold(durable);
        updateReads();
    }

    /// As [#holdClient]; then the client is told what became of the commit.
    void answerClient(CompletableFuture<Boolean> durable, byte[] whenDurable, byte[] otherwise) {
        wait.answer(durable, whenDurable, otherwise);
        updateReads();
    }

    /// Whether the conversation withholds as much of the client as it should.
    void clientFull(boolean full) {
        clientFull = full;
    }

    /// Whether the client is not read from, whatever the upstream takes.
    void pauseClient(boolean paused) {
        clientPaused = paused;
    }

    /// Reads from a leg only while the other one takes what it is sent.
    void updateReads() {
        client.reads(
                !clientFull
                        && !clientPaused
                        && (upstream == null || upstream.writable())
                        && client.tls() == LegChannel.TlsStep.SETTLED
                        && wait.size() < limits.held());
        if (upstream != null) {
            upstream.reads(
                    client.writable()
                            && upstream.tls() == LegChannel.TlsStep.SETTLED
                            && wait.isOver());
        }
    }

    /// Lets go of the upstream, of which nothing is heard any more.
    void dropUpstream() {
        LegChannel dropped = upstream;
        if (dropped != null) {
            upstream = null;
            dropped.releaseEarly();
            dropped.leave();
        }
    }

    /// No leg waits for a STARTTLS that a plain pipe could not carry out.
    boolean areAsSecureAs(Tls clientTls, Tls upstreamTls) {
        return client.isAsSecureAs(clientTls)
                && upstream != null
                && upstream.isAsSecureAs(upstreamTls);
    }

    /// Takes the observer out of both pipelines, unless something still waits in front of the
    /// client.
    ///
    /// @return whether it is out
    boolean stopObserving() {
        if (!wait.isOver() || upstream == null) {
            return false;
        }
        client.channel().pipeline().remove(ObserveHandler.NAME);
        upstream.channel().pipeline().remove(ObserveHandler.NAME);
        return true;
    }

    /// Ends both legs once everything sent so far is on the wire; the client's only when nothing
    /// waits for the journal any more (call again then).
    void closePolitely() {
        if (upstream != null) {
            upstream.closePolitely(limits);
        }
        closeClientPolitely();
    }

    void closeClientPolitely() {
        if (wait.isOver()) {
            client.closePolitely(limits);
        }
    }

    boolean areClosed() {
        return !client.channel().isOpen() && (upstream == null || !upstream.channel().isOpen());
    }

    /// No octet for the client waits for the journal.
    boolean nothingWaits() {
        return wait.isOver();
    }

    /// Lets go of every octet.
    void release() {
        wait.abandon();
        client.releaseEarly();
        if (upstream != null) {
            upstream.releaseEarly();
        }
    }
}
