package org.tapline.proxy.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.tapline.proxy.ProxySettings.Listener;
import org.tapline.proxy.StartFailure;

/// Netty as we use it: native epoll where it loads, one event loop per core, and the settings that
/// `RELAY.md` section 7 found to matter.
public final class Transport implements AutoCloseable {
    private final boolean epoll = Epoll.isAvailable();
    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(
                    Runtime.getRuntime().availableProcessors(),
                    new DefaultThreadFactory("relay", true),
                    epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());

    /// One read, one flush: without it a stalled reader holds up to 16 reads of 64 KiB.
    private static AdaptiveRecvByteBufAllocator oneReadAtATime() {
        AdaptiveRecvByteBufAllocator allocator = new AdaptiveRecvByteBufAllocator();
        allocator.maxMessagesPerRead(1);
        return allocator;
    }

    /// Begins to listen.
    ///
    /// @throws StartFailure when the address cannot be had
    public Channel listen(Listener listener, Acceptor acceptor) {
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(
                                epoll
                                        ? EpollServerSocketChannel.class
                                        : NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.SO_BACKLOG, 1024)
                        .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                        .childOption(ChannelOption.RECVBUF_ALLOCATOR, oneReadAtATime())
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childOption(ChannelOption.AUTO_READ, false)
                        .childHandler(acceptor)
                        .bind(listener.address())
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw cannotListen(listener, bound.cause());
        }
        return bound.channel();
    }

    private static StartFailure cannotListen(Listener listener, Throwable cause) {
        String why = String.valueOf(cause.getMessage());
        String advice =
                why.contains("in use")
                        ? "is in use by another program: stop it, or choose another port"
                        : why.contains("ermission denied")
                                ? "is not allowed for this user: ports below 1024 need the right to"
                                        + " bind them (CAP_NET_BIND_SERVICE)"
                                : "is not an address of this machine: correct it";
        return new StartFailure(
                "cannot listen for %s: %s:%d %s"
                        .formatted(
                                listener.protocol(),
                                listener.address().getHostString(),
                                listener.address().getPort(),
                                advice),
                cause);
    }

    /// An event loop for a connection that belongs to no client.
    EventLoop loop() {
        return loops.next();
    }

    /// Template for connections to upstreams.
    public Bootstrap connector(Duration connect) {
        return new Bootstrap()
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connect.toMillis())
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.RECVBUF_ALLOCATOR, oneReadAtATime())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.AUTO_READ, false);
    }

    /// Ends the event loops.
    @Override
    public void close() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10_000);
    }
}
