package org.tapline.bridge.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One PostgreSQL for all tests of a JVM, with a database for each test class.
public final class TestServer {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable PostgresServer server;

    private TestServer() {}

    /// Where the programs are unpacked once for all runs.
    public static Path programs() {
        return Path.of("target", "postgresql").toAbsolutePath();
    }

    /// A new database with the newest schema.
    public static Database newDatabase() {
        return Database.embedded(server(), "test" + DATABASES.incrementAndGet());
    }

    /// A server for one test alone, which may stop it.
    public static Own own(Path folder) {
        PostgresServer started = PostgresServer.start(folder, programs());
        return new Own(started, Database.embedded(started));
    }

    /// A server and a database of it; the database is closed by whom it is given to.
    public record Own(PostgresServer server, Database database) implements AutoCloseable {
        /// Ends the server as an administrator would.
        public void stop() {
            server.stop();
        }

        public void startAgain() {
            database.revive();
        }

        @Override
        public void close() {
            server.close();
        }
    }

    private static synchronized PostgresServer server() {
        PostgresServer running = server;
        if (running == null) {
            running = start();
            server = running;
        }
        return running;
    }

    private static PostgresServer start() {
        try {
            Path folder = Files.createTempDirectory("tapline-test-");
            PostgresServer started = PostgresServer.start(folder, programs());
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(
                                    () -> {
                                        started.close();
                                        delete(folder);
                                    }));
            return started;
        } catch (IOException e) {
            throw new IllegalStateException("no folder for the test database", e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> paths = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : paths) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot clean up " + folder, e);
        }
    }
}
