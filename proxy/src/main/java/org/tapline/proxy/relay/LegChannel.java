package org.tapline.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Leg;

/// One leg of a session: its channel, and how far its TLS is.
final class LegChannel {
    /// How far a STARTTLS on this leg is.
    enum TlsStep {
        /// None is going on.
        SETTLED,
        /// The go-ahead is not on the wire yet: whatever arrives now was sent in the clear.
        FLUSHING,
        /// Octets that arrive now are inside TLS and wait until the conversation knows of it.
        HANDSHAKING
    }

    private final Leg leg;
    private final Channel channel;
    private final Queue<ByteBuf> early = new ArrayDeque<>();
    private TlsStep tls = TlsStep.SETTLED;
    private boolean unflushed;
    private boolean ended;
    private boolean outputEnded;

    LegChannel(Leg leg, Channel channel) {
        this.leg = leg;
        this.channel = channel;
    }

    Leg leg() {
        return leg;
    }

    Channel channel() {
        return channel;
    }

    TlsStep tls() {
        return tls;
    }

    void tls(TlsStep step) {
        tls = step;
    }

    /// TLS is on where the configuration wants it, and no handshake is going on.
    boolean isAsSecureAs(Tls configured) {
        return tls == TlsStep.SETTLED
                && (configured == Tls.NONE || channel.pipeline().get(SslHandler.class) != null);
    }

    /// The peer has ended its stream, or is gone.
    boolean ended() {
        return ended;
    }

    void markEnded() {
        ended = true;
    }

    /// A peer that is gone takes anything: it is thrown away.
    boolean writable() {
        return !channel.isActive() || channel.isWritable();
    }

    void write(ByteBuf octets) {
        if (channel.isActive()) {
            unflushed = true;
            Unwatched.outcome(channel.write(octets, channel.voidPromise()));
        } else {
            octets.release();
        }
    }

    void write(byte[] octets) {
        write(Unpooled.wrappedBuffer(octets));
    }

    void flush() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    /// Reads from the peer, or lets it wait. A stream that has ended is left alone: epoll has taken
    /// it off its list, and would fail.
    void reads(boolean on) {
        if (!ended && channel.config().isAutoRead() != on) {
            channel.config().setAutoRead(on);
        }
    }

    /// Keeps octets that came before the session could take them.
    void early(ByteBuf octets) {
        early.add(octets);
    }

    Queue<ByteBuf> early() {
        return early;
    }

    void releaseEarly() {
        early.forEach(ByteBuf::release);
        early.clear();
    }

    /// Completes when everything written so far is on the wire.
    ChannelFuture flushed() {
        unflushed = false;
        return channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
    }

    /// Ends our stream once everything written so far is on the wire; the peer may go on sending.
    void endOutput() {
        flushed()
                .addListener(
                        flushed -> {
                            if (!flushed.isSuccess()) {
                                Unwatched.outcome(channel.close());
                                return;
                            }
                            SslHandler ssl = channel.pipeline().get(SslHandler.class);
                            if (ssl != null && ssl.handshakeFuture().isSuccess()) {
                                ssl.closeOutbound().addListener(done -> shutdownOutput());
                            } else {
                                shutdownOutput();
                            }
                        });
    }

    /// Closes so that the peer gets all that was written: an outright close with octets unread
    /// would reset the connection, and the reset could overtake them.
    void closePolitely(RelayLimits limits) {
        if (!channel.isActive()) {
            Unwatched.outcome(channel.close());
            return;
        }
        closeAfter(limits.lastFlush().toMillis());
        flushed()
                .addListener(
                        flushed -> {
                            if (ended || !flushed.isSuccess()) {
                                Unwatched.outcome(channel.close());
                                return;
                            }
                            closeAfter(limits.linger().toMillis());
                            endOutput();
                            channel.config().setAutoRead(true);
                        });
    }

    /// Closes a channel that does not belong to the session any more: it hears of it no more.
    void leave() {
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(ObserveHandler.NAME) != null) {
            pipeline.remove(ObserveHandler.NAME);
        }
        if (pipeline.get(LegHandler.class) != null) {
            pipeline.remove(LegHandler.class);
        }
        ended = true;
        flushed().addListener(done -> Unwatched.outcome(channel.close()));
    }

    /// All that was written is on the wire, and our stream is ended.
    boolean outputEnded() {
        return outputEnded || !channel.isActive();
    }

    /// The peer has ended its stream too, and nothing is left to be said.
    void closeIfFlushed() {
        if (outputEnded) {
            Unwatched.outcome(channel.close());
        }
    }

    private void closeAfter(long millis) {
        ScheduledFuture<?> timer =
                channel.eventLoop()
                        .schedule(
                                () -> Unwatched.outcome(channel.close()),
                                millis,
                                TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(done -> timer.cancel(false));
    }

    private void shutdownOutput() {
        outputEnded = true;
        if (channel.isActive() && channel instanceof DuplexChannel duplex) {
            Unwatched.outcome(duplex.shutdownOutput());
        }
    }
}
