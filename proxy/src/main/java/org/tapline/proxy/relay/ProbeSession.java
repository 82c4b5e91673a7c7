package org.tapline.proxy.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.journal.Sighting;
import org.tapline.journal.Way;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.Conversation;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.LossReason;
import org.tapline.proxy.conversation.OpaqueReason;
import org.tapline.proxy.ops.OneLine;
import org.tapline.proxy.sasl.Identity;
import org.tapline.proxy.sasl.Secret;
import org.tapline.proxy.tls.ClientSideTls;
import org.tapline.proxy.upstream.UpstreamFailure;
import org.tapline.proxy.upstream.UpstreamServer;

/// One connection to an upstream without a client: only the upstream's leg exists. Sharable,
/// because each address of the upstream that is tried has a channel of its own.
@ChannelHandler.Sharable
final class ProbeSession extends ChannelInboundHandlerAdapter implements Effects, Dial.Outcome {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeSession.class);

    private final UpstreamServer server;
    private final Conversation conversation;
    private final Dial dial;
    private final TlsUpgrade upgrade;
    private @Nullable LegChannel upstream;
    private boolean closed;

    ProbeSession(UpstreamServer server, ClientSideTls tls, Conversation conversation) {
        this.server = server;
        this.conversation = conversation;
        this.dial =
                new Dial(
                        server,
                        ProxyHeader.local(),
                        channel -> channel.pipeline().addLast(this),
                        this);
        this.upgrade = new TlsUpgrade(tls, () -> server, this::secured);
    }

    void start(EventLoop loop, Bootstrap connector, long patienceMillis) {
        dial.start(loop, connector);
        Unwatched.outcome(loop.schedule(() -> finish(), patienceMillis, TimeUnit.MILLISECONDS));
    }

    private void finish() {
        closed = true;
        dial.abandon();
        if (upstream != null) {
            upstream.leave();
        }
    }

    @Override
    public void connected(Channel channel) {
        upstream = new LegChannel(Leg.UPSTREAM, channel);
    }

    @Override
    public void ready() {
        conversation.opened(this);
        readOn();
    }

    @Override
    public void failed(Throwable cause) {
        UpstreamFailure failure = UpstreamFailure.of(cause);
        LOG.warn(
                "event=upstream-not-asked name={} upstream={} reason={} cause=\"{}\" action=\"{}\"",
                server.name(),
                server,
                failure.label(),
                OneLine.of(cause),
                failure.advice());
        finish();
    }

    private void secured(LegChannel leg, Future<?> handshake) {
        if (handshake.isSuccess() && !closed) {
            conversation.secured(Leg.UPSTREAM, this);
            readOn();
        } else if (!closed) {
            failed(handshake.cause());
        }
    }

    private void readOn() {
        if (upstream != null && !closed && upstream.tls() == LegChannel.TlsStep.SETTLED) {
            upstream.flush();
            upstream.reads(true);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        ByteBuf octets = (ByteBuf) read;
        try {
            if (!closed) {
                conversation.received(Leg.UPSTREAM, octets.nioBuffer().asReadOnlyBuffer(), this);
            }
        } finally {
            octets.release();
        }
        readOn();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!closed) {
            finish();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!closed) {
            failed(cause);
        }
    }

    // --- effects: of the upstream's leg only

    @Override
    public void send(Leg to, byte[] octets) {
        if (to == Leg.UPSTREAM && upstream != null) {
            upstream.write(Unpooled.wrappedBuffer(octets));
        }
    }

    @Override
    public void startTls(Leg leg) {
        if (leg == Leg.UPSTREAM && upstream != null) {
            upgrade.start(upstream);
        }
    }

    @Override
    public void close(CloseReason reason) {
        finish();
    }

    @Override
    public void goOpaque(OpaqueReason reason) {
        finish();
    }

    @Override
    public void detach() {
        finish();
    }

    @Override
    public void pass(int from, int to) {
        throw noClient();
    }

    @Override
    public boolean identified(Identity identity, @Nullable Secret secret) {
        throw noClient();
    }

    @Override
    public void signInRefused() {
        throw noClient();
    }

    @Override
    public int openPiece(long expected) {
        throw noClient();
    }

    @Override
    public void keep(int piece, int from, int to) {
        throw noClient();
    }

    @Override
    public void keep(int piece, byte[] octets, int offset, int length) {
        throw noClient();
    }

    @Override
    public void discard(int piece) {
        throw noClient();
    }

    @Override
    public int commit(Way way, Sighting.Message sighting, int... pieces) {
        throw noClient();
    }

    @Override
    public void holdClientUntilDurable(int commit) {
        throw noClient();
    }

    @Override
    public void answerWhenDurable(int commit, byte[] durable, byte[] lost) {
        throw noClient();
    }

    @Override
    public void note(Way way, Sighting sighting) {
        throw noClient();
    }

    @Override
    public void lost(LossReason reason) {
        throw noClient();
    }

    private static IllegalStateException noClient() {
        return new IllegalStateException("a probe has no client");
    }
}
