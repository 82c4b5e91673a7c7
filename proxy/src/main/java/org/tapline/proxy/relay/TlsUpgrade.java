package org.tapline.proxy.relay;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.function.Supplier;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.tls.ClientSideTls;
import org.tapline.proxy.upstream.UpstreamServer;

/// STARTTLS on a running leg: first everything sent so far goes on the wire in the clear, then
/// nothing does any more. Whatever arrives between is an injection (see [LegChannel.TlsStep]).
final class TlsUpgrade {
    /// Told how it went.
    interface Outcome {
        void secured(LegChannel leg, Future<?> handshake);
    }

    private final ClientSideTls clientSide;
    private final Supplier<UpstreamServer> server;
    private final Outcome outcome;

    TlsUpgrade(ClientSideTls clientSide, Supplier<UpstreamServer> server, Outcome outcome) {
        this.clientSide = clientSide;
        this.server = server;
        this.outcome = outcome;
    }

    void start(LegChannel leg) {
        if (leg.leg() == Leg.UPSTREAM && server.get().tls() == Tls.NONE) {
            throw new IllegalStateException("TLS towards an upstream configured without it");
        }
        leg.tls(LegChannel.TlsStep.FLUSHING);
        leg.reads(false);
        leg.flushed()
                .addListener(
                        flushed -> {
                            if (flushed.isSuccess() && leg.channel().isActive()) {
                                handshake(leg);
                            }
                        });
    }

    private void handshake(LegChannel leg) {
        Channel channel = leg.channel();
        SslHandler tls =
                leg.leg() == Leg.CLIENT
                        ? clientSide.handler(channel.alloc())
                        : server.get().secure(channel.alloc());
        leg.tls(LegChannel.TlsStep.HANDSHAKING);
        tls.handshakeFuture()
                .addListener(
                        done -> {
                            leg.tls(LegChannel.TlsStep.SETTLED);
                            outcome.secured(leg, done);
                        });
        channel.pipeline().addFirst(tls);
        channel.read();
    }
}
