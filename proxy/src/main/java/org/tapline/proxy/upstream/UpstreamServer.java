package org.tapline.proxy.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Supplier;
import org.tapline.proxy.ProxySettings.Server;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.tls.UpstreamTls;

/// One real mail server and how to connect to it.
public final class UpstreamServer implements AutoCloseable {
    private final String name;
    private final Server server;
    private final Optional<UpstreamTls> tls;

    /// @param name `default`, or the domain it is configured for
    public UpstreamServer(String name, Server server, long handshakeMillis) {
        this.name = name;
        this.server = server;
        this.tls =
                server.tls() == Tls.NONE
                        ? Optional.empty()
                        : Optional.of(
                                new UpstreamTls(
                                        server.host(),
                                        server.port(),
                                        server.trust(),
                                        handshakeMillis));
    }

    public String name() {
        return name;
    }

    /// How the connection is secured.
    public Tls tls() {
        return server.tls();
    }

    /// It wants a PROXY header before anything else.
    public boolean introducesByHeader() {
        return server.proxyHeader();
    }

    /// It wants the client's address by ID (RFC 2971).
    public boolean introducesById() {
        return server.clientId();
    }

    /// Connects; TLS is not part of it.
    ///
    /// @param template options and channel type; the handler is given here
    /// @param handler makes the handler of one attempt
    /// @return a connected channel, on the given loop
    public Future<Channel> connect(
            EventLoop loop, Bootstrap template, Supplier<ChannelHandler> handler) {
        Promise<Channel> connected = loop.newPromise();
        Thread.ofVirtual()
                .name("resolve-" + server.host())
                .start(
                        () -> {
                            try {
                                InetAddress[] addresses = InetAddress.getAllByName(server.host());
                                loop.execute(
                                        () ->
                                                attempt(
                                                        loop, template, handler, addresses, 0,
                                                        connected));
                            } catch (UnknownHostException unknown) {
                                connected.setFailure(unknown);
                            }
                        });
        return connected;
    }

    private void attempt(
            EventLoop loop,
            Bootstrap template,
            Supplier<ChannelHandler> handler,
            InetAddress[] addresses,
            int index,
            Promise<Channel> connected) {
        ChannelFuture attempt =
                template.clone(loop)
                        .handler(handler.get())
                        .connect(new InetSocketAddress(addresses[index], server.port()));
        attempt.addListener(
                done -> {
                    if (attempt.isSuccess()) {
                        connected.setSuccess(attempt.channel());
                    } else if (index + 1 < addresses.length) {
                        attempt(loop, template, handler, addresses, index + 1, connected);
                    } else {
                        connected.setFailure(attempt.cause());
                    }
                });
    }

    /// The handler that secures a connection to it.
    ///
    /// @throws IllegalStateException when it is configured without TLS
    public SslHandler secure(ByteBufAllocator allocator) {
        return tls.orElseThrow(() -> new IllegalStateException(this + " is configured without TLS"))
                .handler(allocator);
    }

    @Override
    public void close() {
        tls.ifPresent(UpstreamTls::close);
    }

    @Override
    public String toString() {
        return server.host() + ":" + server.port();
    }
}
