package org.tapline.bridge.ingest;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.HandlerConstants;
import org.apache.james.protocols.smtp.SMTPProtocol;
import org.jspecify.annotations.Nullable;
import org.tapline.bridge.authenticity.Dns;
import org.tapline.bridge.bcc.BccAddresses;
import org.tapline.journal.Journal;

/// Listens for mail to the CRM's domain. The pipeline of a connection:
///
/// | handler | thread | does |
/// | --- | --- | --- |
/// | TLS, once STARTTLS was given | event loop | decrypts |
/// | read timeout | event loop | ends what is silent |
/// | [LineFramer] | event loop | cuts lines |
/// | [SessionHandler] | event loop, then the connection's own | the dialogue |
public final class IngestListener implements AutoCloseable {
    private static final int EVENT_LOOPS = 2;

    private final EventLoopGroup loops;
    private final ChannelGroup channels;
    private final InetSocketAddress address;

    private IngestListener(EventLoopGroup loops, ChannelGroup channels, InetSocketAddress address) {
        this.loops = loops;
        this.channels = channels;
        this.address = address;
    }

    /// Starts to listen.
    ///
    /// @param journal stays open when the listener is closed
    /// @throws IOException when the address or the spool folder cannot be used
    public static IngestListener start(
            IngestSettings settings,
            BccAddresses addresses,
            OwnUsers users,
            Dns dns,
            Journal journal,
            Clock clock)
            throws IOException {
        clear(settings.spool());
        SMTPProtocol protocol =
                Dialogue.of(
                        settings,
                        new Acceptance(settings, addresses, users, dns, journal, clock),
                        clock);
        EventLoopGroup loops =
                new MultiThreadIoEventLoopGroup(EVENT_LOOPS, NioIoHandler.newFactory());
        ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        // The session asks for octets, one read at a time: see SessionHandler.
                        .childOption(ChannelOption.AUTO_READ, false)
                        .childOption(ChannelOption.RECVBUF_ALLOCATOR, oneRead())
                        .childHandler(new Connection(settings, protocol, channels));
        var bound = bootstrap.bind(settings.address()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
            throw new IOException("cannot listen for mail on " + settings.address(), bound.cause());
        }
        channels.add(bound.channel());
        return new IngestListener(
                loops, channels, (InetSocketAddress) bound.channel().localAddress());
    }

    /// Builds the pipeline of one connection.
    private static final class Connection extends ChannelInitializer<SocketChannel> {
        private final IngestSettings settings;
        private final SMTPProtocol protocol;
        private final ChannelGroup channels;
        private final Connections connections;
        private final @Nullable Encryption encryption;

        Connection(IngestSettings settings, SMTPProtocol protocol, ChannelGroup channels) {
            this.settings = settings;
            this.protocol = protocol;
            this.channels = channels;
            this.connections = new Connections(settings);
            this.encryption =
                    settings.tls()
                            .map(
                                    context ->
                                            Encryption.createStartTls(
                                                    context,
                                                    null,
                                                    new String[] {"TLSv1.3", "TLSv1.2"},
                                                    org.apache.james.protocols.api.ClientAuth.NONE))
                            .orElse(null);
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            channels.add(channel);
            if (!connections.admit(channel)) {
                return;
            }
            LineFramer framer = new LineFramer();
            channel.pipeline()
                    .addLast(
                            new ReadTimeoutHandler(
                                    settings.limits().idle().toMillis(), TimeUnit.MILLISECONDS))
                    .addLast(framer)
                    .addLast(
                            HandlerConstants.CORE_HANDLER,
                            new SessionHandler(
                                    protocol, encryption, framer, settings.limits().commands()));
        }
    }

    private static RecvByteBufAllocator oneRead() {
        return new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(1);
    }

    /// Where it listens, with the port that was found when the settings left it open.
    public InetSocketAddress address() {
        return address;
    }

    /// Ends all connections. A message whose final answer was not given is the sender's still.
    @Override
    public void close() {
        channels.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /// What a crash left in the spool was never answered with 250: it comes again.
    private static void clear(Path spool) throws IOException {
        Files.createDirectories(spool);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(spool, "in-*.eml")) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }
}
