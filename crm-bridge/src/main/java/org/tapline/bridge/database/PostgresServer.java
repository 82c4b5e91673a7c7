package org.tapline.bridge.database;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL server of our own, living in a folder.
///
/// ```
/// folder/postgresql-18.6/   the programs
/// folder/cluster/           the data; its log is folder/server.log
/// folder/password           of the user `tapline`, readable by the owner only
/// folder/in-use             locked while a Tapline uses the folder
/// ```
///
/// The server is its own process and outlives a `kill -9` of ours: the next start finds it through
/// `postmaster.pid` and goes on with it. PostgreSQL refuses to run as root; then it is started in
/// a user namespace, where it is nobody.
public final class PostgresServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);

    static final String USER = "tapline";

    /// An ephemeral port can be taken by somebody between choosing and listening.
    private static final int START_ATTEMPTS = 3;

    /// Generous: crash recovery replays at most `max_wal_size` (1 GB by default).
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    /// PostgreSQL's own default, and enough for the indexes of a million messages.
    private static final long LEAST_BUFFERS = 128;

    private static final long MOST_BUFFERS = 1024;

    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

    private final Path folder;
    private final Path cluster;
    private final PostgresProgram program;
    private final FileChannel inUse;
    private volatile int port;

    private PostgresServer(Path folder, PostgresProgram program, FileChannel inUse) {
        this.folder = folder;
        this.cluster = folder.resolve("cluster");
        this.program = program;
        this.inUse = inUse;
    }

    /// Starts the server of a folder, or takes over the one that runs there; makes the folder at
    /// first.
    public static PostgresServer start(Path folder) {
        return start(folder, folder);
    }

    /// @param programs where the programs are unpacked, which several servers may share
    public static PostgresServer start(Path folder, Path programs) {
        Path absolute = folder.toAbsolutePath().normalize();
        FileChannel inUse = lock(absolute);
        try {
            PostgresServer server =
                    new PostgresServer(
                            absolute,
                            PostgresProgram.unpacked(programs.toAbsolutePath().normalize()),
                            inUse);
            server.makeCluster();
            server.run();
            return server;
        } catch (RuntimeException e) {
            release(inUse);
            throw e;
        }
    }

    /// JDBC address of one of its databases.
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    public String user() {
        return USER;
    }

    public String password() {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw new DatabaseException("cannot read " + passwordFile(), e);
        }
    }

    /// Process id of the running server.
    public Optional<Long> pid() {
        return running().map(PostmasterFile::pid);
    }

    /// Starts it again if it went away; called when the database does not answer.
    synchronized void ensureRunning() {
        if (inUse.isOpen() && running().isEmpty()) {
            log.warn("the embedded PostgreSQL went away: starting it again");
            run();
        }
    }

    /// Ends the server: transactions are rolled back, everything committed is on disk.
    public synchronized void stop() {
        if (running().isPresent()) {
            Command.Result result =
                    postgres("pg_ctl", STOP_LIMIT, "stop", "-w", "-m", "fast", "-D", cluster);
            if (!result.done() && running().isPresent()) {
                throw new DatabaseException("cannot stop PostgreSQL: " + result.cause());
            }
        }
    }

    @Override
    public synchronized void close() {
        try {
            stop();
        } finally {
            release(inUse);
        }
    }

    /// Lets go of the server without stopping it, as the end of our process does.
    void abandon() {
        release(inUse);
    }

    private void makeCluster() {
        try {
            OwnerOnly.folder(folder);
            if (Files.exists(cluster.resolve("PG_VERSION"))) {
                checkVersion();
                return;
            }
            if (!Files.exists(passwordFile())) {
                OwnerOnly.write(passwordFile(), newPassword());
            }
            log.info("making a new database in {}", cluster);
            Command.Result result =
                    postgres(
                            "initdb",
                            START_LIMIT,
                            "-D",
                            cluster,
                            "-U",
                            USER,
                            "-A",
                            "scram-sha-256",
                            "--pwfile=" + passwordFile(),
                            "-E",
                            "UTF8",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--locale=C",
                            "--data-checksums");
            if (!result.done()) {
                throw new DatabaseException(
                        "cannot make the embedded database: " + explain(result));
            }
        } catch (IOException e) {
            throw new DatabaseException(
                    "cannot make the database folder " + folder + ": " + e.getMessage(), e);
        }
    }

    private void checkVersion() throws IOException {
        String version = Files.readString(cluster.resolve("PG_VERSION")).strip();
        if (!PostgresProgram.VERSION.startsWith(version + ".")) {
            throw new DatabaseException(
                    cluster
                            + " belongs to PostgreSQL "
                            + version
                            + ", this Tapline brings "
                            + PostgresProgram.VERSION
                            + ": start the older Tapline and move the data first");
        }
    }

    private synchronized void run() {
        Optional<PostmasterFile> left = running();
        if (left.isPresent() && left.get().ready()) {
            port = left.get().port();
            log.info("taking over the PostgreSQL that runs already, process {}", left.get().pid());
            return;
        }
        if (left.isPresent()) {
            stop();
        } else {
            PostmasterFile.removeStale(cluster);
        }
        Command.@Nullable Result last = null;
        for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
            // a server that comes back must be where the pool looks for it
            int candidate = port != 0 ? port : freePort();
            last = launch(candidate);
            if (last.done()) {
                port = candidate;
                return;
            }
        }
        throw new DatabaseException(
                "cannot start the embedded PostgreSQL: "
                        + lastFatal().orElse(last == null ? "" : explain(last)));
    }

    /// Why the server gave up, from its log: `pg_ctl` only says that it did.
    private Optional<String> lastFatal() {
        try (Stream<String> lines = Files.lines(folder.resolve("server.log"))) {
            return lines.filter(line -> line.contains("FATAL:"))
                    .reduce((before, line) -> line)
                    .map(
                            line ->
                                    line.substring(line.indexOf("FATAL:") + "FATAL:".length())
                                            .strip());
        } catch (IOException | UncheckedIOException e) {
            log.debug("no log of the server", e);
            return Optional.empty();
        }
    }

    private Command.Result launch(int candidate) {
        String options =
                String.join(
                        " ",
                        "-c listen_addresses=127.0.0.1",
                        "-c port=" + candidate,
                        "-c unix_socket_directories=''",
                        "-c max_connections=50",
                        "-c shared_buffers=" + sharedBuffers() + "MB",
                        // handing each page to a worker costs more than reading it from the cache
                        "-c io_method=sync",
                        // fewer checkpoints, and so fewer whole pages in the log after each
                        "-c max_wal_size=2GB",
                        "-c checkpoint_timeout=15min",
                        // a deadlock is tried again at once: waiting to be sure costs more
                        "-c deadlock_timeout=100ms",
                        "-c log_min_messages=warning",
                        "-c log_line_prefix='%m '",
                        "-c timezone=UTC");
        return postgres(
                "pg_ctl",
                START_LIMIT.plusSeconds(5),
                "start",
                "-w",
                "-t",
                Long.toString(START_LIMIT.toSeconds()),
                "-D",
                cluster,
                "-l",
                folder.resolve("server.log"),
                "-o",
                options);
    }

    /// Megabytes: an eighth of the machine's memory, which is taken only as far as it is used.
    private static long sharedBuffers() {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return Math.clamp((system.getTotalMemorySize() / 8) >> 20, LEAST_BUFFERS, MOST_BUFFERS);
    }

    private Optional<PostmasterFile> running() {
        return PostmasterFile.read(cluster).filter(file -> file.isServerOf(cluster));
    }

    private Command.Result postgres(String name, Duration limit, Object... arguments) {
        List<String> words = new ArrayList<>();
        if (asRoot()) {
            words.addAll(List.of("unshare", "-U"));
        }
        words.add(program.binary(name).toString());
        for (Object argument : arguments) {
            words.add(argument.toString());
        }
        return new Command(words, folder.resolve("command.log"), limit).run();
    }

    private static String explain(Command.Result result) {
        if (asRoot() && result.output().contains("unshare")) {
            return "PostgreSQL does not run as root, and this machine has no user namespaces"
                    + " (unshare -U failed): run Tapline as an ordinary user or set database.url";
        }
        return result.cause();
    }

    private static boolean asRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private Path passwordFile() {
        return folder.resolve("password");
    }

    private static String newPassword() {
        byte[] octets = new byte[24];
        new SecureRandom().nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new DatabaseException("no free port on 127.0.0.1", e);
        }
    }

    private static FileChannel lock(Path folder) {
        try {
            OwnerOnly.folder(folder);
            FileChannel channel =
                    FileChannel.open(
                            folder.resolve("in-use"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            FileLock lock = null;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException e) {
                log.debug("the folder is in use by this process", e);
            }
            if (lock == null) {
                channel.close();
                throw new DatabaseException(
                        "another Tapline uses " + folder + ": stop it or set another data folder");
            }
            return channel;
        } catch (IOException e) {
            throw new DatabaseException(
                    "cannot use the database folder " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void release(FileChannel inUse) {
        try {
            inUse.close();
        } catch (IOException e) {
            log.warn("cannot release the database folder", e);
        }
    }
}
