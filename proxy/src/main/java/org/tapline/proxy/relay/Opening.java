package org.tapline.proxy.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.conversation.Leg;

/// The way of a session until both legs are connected, and secured where TLS is implicit. The
/// client's handshake and the connection to the upstream go on at the same time. A session that is
/// routed by its user needs the client's leg only.
final class Opening implements Dial.Outcome {
    private final Session session;
    private final LegChannel client;
    private final @Nullable Dial dial;
    private boolean clientSecure;
    private boolean upstreamSecure;
    private boolean abandoned;

    Opening(Session session, LegChannel client, Routing routing) {
        this.session = session;
        this.client = client;
        this.dial = routing.known().map(server -> routing.dial(server, session, this)).orElse(null);
        this.upstreamSecure = dial == null;
    }

    void start(Bootstrap connector) {
        SslHandler tls = client.channel().pipeline().get(SslHandler.class);
        if (tls == null) {
            clientSecure = true;
        } else {
            tls.handshakeFuture().addListener(this::clientSecured);
            client.channel().read();
        }
        if (dial != null) {
            dial.start(client.channel().eventLoop(), connector);
        } else if (clientSecure) {
            client.channel().eventLoop().execute(this::openIfReady);
        }
    }

    /// The client can be told something.
    boolean clientSecure() {
        return clientSecure;
    }

    /// No upstream is wanted any more.
    void abandon() {
        abandoned = true;
        if (dial != null) {
            dial.abandon();
        }
    }

    private void clientSecured(Future<? super Channel> handshake) {
        if (handshake.isSuccess()) {
            clientSecure = true;
            session.clientSecured();
            openIfReady();
        } else {
            session.finish(Session.CLIENT_TLS);
        }
    }

    @Override
    public void connected(Channel channel) {
        session.connected(new LegChannel(Leg.UPSTREAM, channel));
    }

    @Override
    public void ready() {
        upstreamSecure = true;
        openIfReady();
    }

    @Override
    public void failed(Throwable cause) {
        session.upstreamFailed(cause);
    }

    private void openIfReady() {
        if (!abandoned && clientSecure && upstreamSecure) {
            abandoned = true;
            session.opened();
        }
    }
}
