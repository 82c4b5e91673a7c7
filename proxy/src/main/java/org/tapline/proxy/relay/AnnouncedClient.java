package org.tapline.proxy.relay;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.ProxySettings.Listener;

/// Waits for the PROXY header of a trusted balancer, then takes the client in that it names. The
/// decoder stands before it; both are gone afterwards, and what follows the header goes to the
/// session.
final class AnnouncedClient extends ChannelInboundHandlerAdapter {
    private final Listener listener;
    private final long patienceMillis;
    private final Consumer<Arrival> welcome;
    private final Consumer<String> refuse;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean failed;

    /// @param welcome takes the client in
    /// @param refuse told why there is no client
    AnnouncedClient(
            Listener listener,
            long patienceMillis,
            Consumer<Arrival> welcome,
            Consumer<String> refuse) {
        this.listener = listener;
        this.patienceMillis = patienceMillis;
        this.welcome = welcome;
        this.refuse = refuse;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        deadline =
                context.executor()
                        .schedule(
                                () -> refuse.accept("proxy-header-time"),
                                patienceMillis,
                                TimeUnit.MILLISECONDS);
        context.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof HAProxyMessage header) {
                stopWaiting();
                welcome.accept(arrival(context, header));
                context.pipeline().remove(this);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /// A health check of the balancer itself, and a client that it knows nothing of, come from
    /// where the connection comes from.
    private Arrival arrival(ChannelHandlerContext context, HAProxyMessage header) {
        InetSocketAddress peer = (InetSocketAddress) context.channel().remoteAddress();
        InetSocketAddress here = (InetSocketAddress) context.channel().localAddress();
        AddressFamily family = header.proxiedProtocol().addressFamily();
        boolean named = family == AddressFamily.AF_IPv4 || family == AddressFamily.AF_IPv6;
        if (header.command() == HAProxyCommand.LOCAL || !named) {
            return new Arrival(listener, peer, here);
        }
        return new Arrival(
                listener,
                address(header.sourceAddress(), header.sourcePort()),
                address(header.destinationAddress(), header.destinationPort()));
    }

    private static InetSocketAddress address(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        stopWaiting();
        if (!failed) {
            failed = true;
            refuse.accept("proxy-header");
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopWaiting();
        context.fireChannelInactive();
    }

    private void stopWaiting() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
