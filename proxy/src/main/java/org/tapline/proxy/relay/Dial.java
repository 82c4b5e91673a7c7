package org.tapline.proxy.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.function.Consumer;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.upstream.UpstreamServer;

/// One try to reach an upstream: the connection, and TLS where it is implicit.
final class Dial {
    private final UpstreamServer server;
    private final byte[] header;
    private final Consumer<Channel> handlers;
    private final Outcome outcome;
    private boolean abandoned;

    /// Told how it goes, on the event loop, and never after [#abandon].
    interface Outcome {
        /// The channel is there, perhaps not secured yet; nothing is read from it.
        void connected(Channel channel);

        /// The channel may be used.
        void ready();

        void failed(Throwable cause);
    }

    /// @param header what a server that wants a PROXY header is sent first
    /// @param handlers adds to a new channel what stands behind TLS
    Dial(UpstreamServer server, byte[] header, Consumer<Channel> handlers, Outcome outcome) {
        this.server = server;
        this.header = header;
        this.handlers = handlers;
        this.outcome = outcome;
    }

    void start(EventLoop loop, Bootstrap connector) {
        server.connect(loop, connector, this::pipeline)
                .addListener((Future<Channel> connected) -> connected(connected));
    }

    /// No upstream is wanted any more; one that connects late is closed.
    void abandon() {
        abandoned = true;
    }

    private ChannelHandler pipeline() {
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                if (server.introducesByHeader()) {
                    channel.pipeline().addLast(new Introduction(header));
                }
                if (server.tls() == Tls.IMPLICIT) {
                    channel.pipeline().addLast(server.secure(channel.alloc()));
                }
                handlers.accept(channel);
            }
        };
    }

    private void connected(Future<Channel> connected) {
        if (!connected.isSuccess()) {
            failed(connected.cause());
            return;
        }
        Channel channel = connected.getNow();
        if (abandoned) {
            Unwatched.outcome(channel.close());
            return;
        }
        outcome.connected(channel);
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            outcome.ready();
            return;
        }
        tls.handshakeFuture().addListener(this::handshaken);
        channel.read();
    }

    private void handshaken(Future<?> handshake) {
        if (!handshake.isSuccess()) {
            failed(handshake.cause());
        } else if (!abandoned) {
            outcome.ready();
        }
    }

    private void failed(Throwable cause) {
        if (!abandoned) {
            outcome.failed(cause);
        }
    }
}
