package org.tapline.proxy.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.upstream.UpstreamServer;

/// The way of a session until both legs are connected, and secured where TLS is implicit. The
/// client's handshake and the connection to the upstream go on at the same time.
final class Opening {
    private final Session session;
    private final LegChannel client;
    private final UpstreamServer server;
    private final Arrival arrival;
    private @Nullable LegChannel upstream;
    private boolean clientSecure;
    private boolean upstreamSecure;
    private boolean abandoned;

    Opening(Session session, LegChannel client, UpstreamServer server, Arrival arrival) {
        this.session = session;
        this.client = client;
        this.server = server;
        this.arrival = arrival;
    }

    void start(Bootstrap connector) {
        SslHandler tls = client.channel().pipeline().get(SslHandler.class);
        if (tls == null) {
            clientSecure = true;
        } else {
            tls.handshakeFuture().addListener(this::clientSecured);
            client.channel().read();
        }
        server.connect(client.channel().eventLoop(), connector, this::upstreamPipeline)
                .addListener((Future<Channel> connected) -> upstreamConnected(connected));
    }

    /// The client can be told something.
    boolean clientSecure() {
        return clientSecure;
    }

    /// No upstream is wanted any more; one that connects late is closed.
    void abandon() {
        abandoned = true;
    }

    private ChannelHandler upstreamPipeline() {
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                if (server.introducesByHeader()) {
                    channel.pipeline()
                            .addLast(
                                    new Introduction(
                                            ProxyHeader.version2(
                                                    arrival.client(), arrival.destination())));
                }
                if (server.tls() == Tls.IMPLICIT) {
                    channel.pipeline().addLast(server.secure(channel.alloc()));
                }
                channel.pipeline()
                        .addLast(ObserveHandler.NAME, new ObserveHandler(session, Leg.UPSTREAM))
                        .addLast(new LegHandler(session, Leg.UPSTREAM));
            }
        };
    }

    private void clientSecured(Future<? super Channel> handshake) {
        if (handshake.isSuccess()) {
            clientSecure = true;
            session.clientSecured();
            openIfReady();
        } else {
            session.finish("client-tls");
        }
    }

    private void upstreamConnected(Future<Channel> connected) {
        if (!connected.isSuccess()) {
            session.upstreamFailed(connected.cause());
            return;
        }
        Channel channel = connected.getNow();
        if (abandoned) {
            Unwatched.outcome(channel.close());
            return;
        }
        LegChannel leg = new LegChannel(Leg.UPSTREAM, channel);
        upstream = leg;
        session.connected(leg);
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            upstreamSecure = true;
            openIfReady();
            return;
        }
        tls.handshakeFuture()
                .addListener(
                        handshake -> {
                            if (handshake.isSuccess()) {
                                upstreamSecure = true;
                                openIfReady();
                            } else {
                                session.upstreamFailed(handshake.cause());
                            }
                        });
        channel.read();
    }

    private void openIfReady() {
        if (!abandoned && clientSecure && upstreamSecure && upstream != null) {
            abandoned = true;
            session.opened();
        }
    }
}
