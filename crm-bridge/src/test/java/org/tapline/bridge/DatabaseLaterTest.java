package org.tapline.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.database.DatabaseException;
import org.tapline.bridge.database.PostgresServer;
import org.tapline.bridge.database.TestServer;

/// The bridge starts before its database does: mail must not wait for it.
class DatabaseLaterTest {
    @TempDir Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final MemoryJournal journal = new MemoryJournal();

    /// A port on which nobody listens, until a [Relay] does.
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Leads from one port to another.
    private static final class Relay implements AutoCloseable {
        private final ServerSocket socket;
        private final AtomicInteger served = new AtomicInteger();

        Relay(int from, int to) throws IOException {
            socket = new ServerSocket(from, 50, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> accept(to));
        }

        private void accept(int to) {
            while (!socket.isClosed()) {
                try {
                    Socket near = socket.accept();
                    served.incrementAndGet();
                    Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
                    Thread.ofVirtual().start(() -> pour(near, far));
                    Thread.ofVirtual().start(() -> pour(far, near));
                } catch (IOException closed) {
                    return;
                }
            }
        }

        int served() {
            return served.get();
        }

        private static void pour(Socket from, Socket to) {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException closed) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private BridgeSettings settings(String url, Optional<Path> password) {
        return new BridgeSettings(
                folder.resolve("data"),
                "Acme",
                Set.of("acme.test"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.of(new BridgeSettings.Database(url, "tapline", password)),
                "0.1.0-test");
    }

    private HttpResponse<String> get(Bridge bridge, String path) throws Exception {
        Path token = folder.resolve("data").resolve("admin.token");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + bridge.http().getPort() + path));
        if (path.startsWith("/api")) {
            request.header("Authorization", "Bearer " + Files.readString(token).strip());
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void what_was_journalled_before_the_database_came_is_filed_when_it_comes() throws Exception {
        int port = freePort();
        Files.createDirectories(folder.resolve("data"));
        try (PostgresServer server =
                        PostgresServer.start(folder.resolve("server"), TestServer.programs());
                Bridge bridge =
                        Bridge.start(
                                settings(
                                        "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                                        Optional.of(folder.resolve("server").resolve("password"))),
                                journal,
                                new SimpleMeterRegistry())) {
            assertThat(get(bridge, "/health/live").statusCode()).isEqualTo(200);
            HttpResponse<String> waiting = get(bridge, "/health/ready");
            assertThat(waiting.statusCode()).isEqualTo(503);
            assertThat(waiting.body()).contains("\"database\":\"down\"");
            assertThat(get(bridge, "/api/v1/status").statusCode()).isEqualTo(503);
            journal.append(
                            Seen.submitted("anna@acme.test", "carol@example.test"),
                            Seen.mail(
                                    "early@acme.test",
                                    "anna@acme.test",
                                    "carol@example.test",
                                    "Offer"))
                    .join();

            int real = URI.create(server.url("postgres").substring("jdbc:".length())).getPort();
            try (Relay there = new Relay(port, real)) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> get(bridge, "/health/ready").statusCode() == 200);
                await().atMost(Duration.ofSeconds(60))
                        .ignoreExceptions()
                        .until(
                                () ->
                                        get(bridge, "/api/v1/messages")
                                                .body()
                                                .contains("early@acme.test"));
                assertThat(there.served()).isPositive();
            }
        }
    }

    @Test
    void a_wrong_password_and_a_broken_url_are_said_at_start() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong"), "not-the-password\n");
        Files.createDirectories(folder.resolve("data"));
        try (PostgresServer server =
                PostgresServer.start(folder.resolve("server"), TestServer.programs())) {
            assertThatThrownBy(
                            () ->
                                    Bridge.start(
                                            settings(server.url("postgres"), Optional.of(wrong)),
                                            journal,
                                            new SimpleMeterRegistry()))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("password authentication failed")
                    .hasMessageNotContaining("not-the-password");
        }
        assertThatThrownBy(
                        () ->
                                Bridge.start(
                                        settings(
                                                "jdbc:postgresql://localhost:notaport/x",
                                                Optional.empty()),
                                        journal,
                                        new SimpleMeterRegistry()))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("database.url must look like");
    }
}
