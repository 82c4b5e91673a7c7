package org.tapline.bridge.milter;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.nightcode.milter.CommandCode;
import org.nightcode.milter.codec.MilterPacket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.bridge.ingest.SpooledBody;
import org.tapline.bridge.milter.PacketStream.Packet;
import org.tapline.journal.Journal;

/// Listens for mail servers that speak the milter protocol.
public final class MilterListener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MilterListener.class);

    /// Connections that wait to be accepted.
    private static final int BACKLOG = 128;

    private final MilterSettings settings;
    private final OwnMailboxes own;
    private final Journal journal;
    private final MilterMetrics metrics;
    private final Clock clock;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private MilterListener(
            MilterSettings settings,
            OwnMailboxes own,
            Journal journal,
            MilterMetrics metrics,
            Clock clock,
            ServerSocket server) {
        this.settings = settings;
        this.own = own;
        this.journal = journal;
        this.metrics = metrics;
        this.clock = clock;
        this.server = server;
    }

    /// Starts to listen.
    ///
    /// @param journal stays open when the listener is closed
    /// @throws IOException when the address or the spool folder cannot be used
    public static MilterListener start(
            MilterSettings settings,
            OwnMailboxes own,
            Journal journal,
            MeterRegistry meters,
            Clock clock)
            throws IOException {
        clear(settings.spool());
        ServerSocket server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(settings.address(), BACKLOG);
        } catch (IOException e) {
            server.close();
            throw new IOException("cannot listen for milters on " + settings.address(), e);
        }
        MilterListener listener =
                new MilterListener(
                        settings, own, journal, new MilterMetrics(meters), clock, server);
        Thread.ofPlatform().name("milter-accept").daemon().start(listener::accept);
        return listener;
    }

    /// Where it listens, with the port that was found when the settings left it open.
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /// Ends all connections. What a mail server does with mail then is its own setting
    /// (`milter_default_action`).
    @Override
    public void close() {
        closeQuietly(server);
        open.forEach(MilterListener::closeQuietly);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                admit(server.accept());
            } catch (IOException e) {
                if (!server.isClosed()) {
                    log.warn("a mail server could not be accepted: {}", e.toString());
                    pause();
                }
            }
        }
    }

    /// Out of file descriptors, most likely: so that the log does not fill.
    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void admit(Socket socket) {
        MilterLimits limits = settings.limits();
        if (!settings.peers().test(socket.getInetAddress())) {
            log.warn(
                    "{} may not connect to the milter; if it is one of your mail servers, add it to"
                            + " listen.milter.peers",
                    socket.getInetAddress().getHostAddress());
            closeQuietly(socket);
            return;
        }
        if (open.size() >= limits.connections() + limits.silent()) {
            metrics.lost(MilterLoss.TOO_MANY_CONNECTIONS);
            closeQuietly(socket);
            return;
        }
        boolean silent = open.size() >= limits.connections();
        open.add(socket);
        Thread.ofVirtual().name("milter").start(() -> serve(socket, silent));
    }

    private void serve(Socket socket, boolean silent) {
        String session = "milter-" + UUID.randomUUID();
        Conversation conversation =
                new Conversation(
                        settings.limits(),
                        this::begin,
                        settings.trustedClients(),
                        new Deposit(own, journal, settings.limits(), metrics, clock, session),
                        silent);
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) settings.limits().idle().toMillis());
            PacketStream packets =
                    new PacketStream(
                            socket.getInputStream(),
                            socket.getOutputStream(),
                            settings.limits().packet());
            talk(packets, conversation);
        } catch (IOException e) {
            log.debug("session {}: the connection ended: {}", session, e.toString());
        } finally {
            conversation.drop();
            open.remove(socket);
        }
    }

    private SpooledBody begin() throws IOException {
        long free = Files.getFileStore(settings.spool()).getUsableSpace();
        if (free < settings.diskReserve()) {
            throw new IOException("only " + free + " octets are free on the disk");
        }
        return SpooledBody.in(settings.spool());
    }

    private void talk(PacketStream packets, Conversation conversation) throws IOException {
        Optional<Packet> next = packets.read();
        while (next.isPresent() && next.get().command() != CommandCode.SMFIC_QUIT.code()) {
            Optional<MilterPacket> answer = conversation.take(next.get());
            if (answer.isPresent()) {
                packets.write(answer.get());
            }
            next = packets.read();
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            log.debug("closing failed: {}", e.toString());
        }
    }

    /// What a crash left in the spool was not accepted by us: the mail server decided about it.
    private static void clear(Path spool) throws IOException {
        Files.createDirectories(spool);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(spool, "in-*.eml")) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }
}
