package org.tapline.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tapline.proxy.relay.ScriptedConversation.octets;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.journal.Way;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.directory.DirectoryFeed;
import org.tapline.proxy.directory.OwnDomains;
import org.tapline.proxy.sasl.Identity;

/// Who is observed may change while sessions run: DESIGN asks for five seconds. The refresh of the
/// directory is that of production here.
class EnrolmentTest {
    private static final String NOBODY_DISABLED = "{\"users\":[],\"disabled\":[]}";
    private static final String U1_DISABLED =
            "{\"users\":[],\"disabled\":[{\"login\":\"u1@acme.test\",\"upstream\":\"default\"}]}";
    private static final String MAIL = "Subject: m\r\n\r\ntext\r\n";
    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

    @TempDir Path folder;
    private final AtomicReference<String> list = new AtomicReference<>(NOBODY_DISABLED);
    private HttpServer bridge;
    private OwnDomains directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    EnrolmentTest() {}

    @BeforeEach
    void startBridge() throws IOException {
        bridge = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        bridge.createContext(
                "/api/v1/directory",
                exchange -> {
                    byte[] body = list.get().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        bridge.start();
        URI address = URI.create("http://127.0.0.1:" + bridge.getAddress().getPort());
        directory =
                new OwnDomains(
                        Set.of("acme.test"),
                        Optional.of(
                                DirectoryFeed.start(
                                        address, () -> "t", folder, Duration.ofSeconds(2))));
    }

    @AfterEach
    void stopBridge() throws Exception {
        directory.close();
        bridge.stop(0);
    }

    /// A mail server with one message, which takes every sign-in.
    private static void imap(Socket socket) throws IOException {
        socket.getOutputStream().write(octets("* OK [CAPABILITY IMAP4rev1] ready\r\n"));
        BufferedReader in = reader(socket);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", 3);
            if (words[1].equals("APPEND")) {
                socket.getOutputStream().write(octets("+ go on\r\n"));
                for (int i = 0; i <= MAIL.lines().count(); i++) {
                    in.readLine();
                }
            }
            String data =
                    switch (words[1]) {
                        case "SELECT" -> "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] fine\r\n";
                        case "FETCH" ->
                                "* 1 FETCH (UID 5 BODY[] {"
                                        + MAIL.length()
                                        + "}\r\n"
                                        + MAIL
                                        + ")\r\n";
                        case "STORE" -> "* 1 FETCH (UID 5 FLAGS ($CRM))\r\n";
                        default -> "";
                    };
            socket.getOutputStream().write(octets(data + words[0] + " OK done\r\n"));
        }
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    /// A mail client that speaks lines.
    private record Client(Socket socket, BufferedReader in) implements AutoCloseable {
        static Client of(TestRelay relay) throws Exception {
            Socket socket = relay.connect();
            return new Client(socket, reader(socket));
        }

        /// @return the last line of the answer
        String says(String line, String lastLineBegins) throws IOException {
            socket.getOutputStream().write(octets(line + "\r\n"));
            for (String each = in.readLine(); each != null; each = in.readLine()) {
                if (each.startsWith(lastLineBegins)) {
                    return each;
                }
            }
            throw new IOException("the stream ended");
        }

        void signsInToImap() throws IOException {
            in.readLine();
            says("1 LOGIN u1@acme.test secret", "1 OK");
            says("2 SELECT INBOX", "2 OK");
        }

        void fetches() throws IOException {
            assertThat(says("3 FETCH 1 (UID BODY.PEEK[])", "3 OK")).isEqualTo("3 OK done");
        }

        /// The tagged answer to an APPEND comes when the journal has the message.
        ///
        /// @return whether it was taken
        boolean appendIsObserved(TestRelay relay) throws IOException {
            int before = relay.journal.entries().size();
            says("4 APPEND INBOX {" + MAIL.length() + "}", "+ ");
            says(MAIL, "4 OK");
            return relay.journal.entries().size() > before;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void a_running_session_stops_being_observed_within_five_seconds_and_begins_again()
            throws Exception {
        try (FakeUpstream upstream = FakeUpstream.plain(EnrolmentTest::imap);
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withRealConversations()
                                .withDirectory(directory)
                                .start();
                Client client = Client.of(relay)) {
            client.signsInToImap();
            assertThat(client.appendIsObserved(relay)).isTrue();

            list.set(U1_DISABLED);
            await().atMost(FIVE_SECONDS).until(() -> !client.appendIsObserved(relay));
            int before = relay.journal.entries().size();
            client.fetches();
            client.says("5 STORE 1 +FLAGS ($CRM)", "5 OK");

            list.set(NOBODY_DISABLED);
            await().atMost(FIVE_SECONDS).until(() -> client.appendIsObserved(relay));
            assertThat(relay.journal.entries()).hasSize(before + 1);
            assertThat(relay.journal.entries().getLast().observation().way())
                    .isEqualTo(Way.IMAP_APPEND);
        }
    }

    @Test
    void a_session_that_signed_in_while_not_observed_stays_a_pipe() throws Exception {
        list.set(U1_DISABLED);
        await().until(() -> !directory.observed(identity(), "default"));
        try (FakeUpstream upstream = FakeUpstream.plain(EnrolmentTest::imap);
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withRealConversations()
                                .withDirectory(directory)
                                .start();
                Client pipe = Client.of(relay)) {
            pipe.signsInToImap();
            list.set(NOBODY_DISABLED);
            await().atMost(FIVE_SECONDS).until(() -> directory.observed(identity(), "default"));
            assertThat(pipe.appendIsObserved(relay)).isFalse();
            pipe.fetches();
            try (Client next = Client.of(relay)) {
                next.signsInToImap();
                assertThat(next.appendIsObserved(relay)).isTrue();
            }
            assertThat(relay.journal.entries()).hasSize(1);
        }
    }

    private static Identity identity() {
        return new Identity("u1@acme.test", "u1@acme.test", "PLAIN");
    }

    /// Takes every command; RCPT to the CRM never comes here.
    private static void smtp(Socket socket) throws IOException {
        socket.getOutputStream().write(octets("220 hi\r\n"));
        BufferedReader in = reader(socket);
        boolean body = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (body) {
                body = !line.equals(".");
                if (body) {
                    continue;
                }
            }
            String answer =
                    line.startsWith("AUTH") ? "235" : line.startsWith("DATA") ? "354" : "250";
            body = answer.equals("354");
            socket.getOutputStream().write(octets(answer + " ok\r\n"));
        }
    }

    @Test
    void what_is_handed_in_is_taken_from_a_session_that_is_not_observed_any_more()
            throws Exception {
        try (FakeUpstream upstream = FakeUpstream.plain(EnrolmentTest::smtp);
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withProtocol(Protocol.SMTP)
                                .withRealConversations()
                                .withBccDomain("crm.acme.test")
                                .withDirectory(directory)
                                .start();
                Client client = Client.of(relay)) {
            client.in.readLine();
            client.says("AUTH PLAIN AHUxQGFjbWUudGVzdABw", "235");
            send(client, "carol@kunde.test");
            await().until(() -> relay.journal.entries().size() == 1);

            list.set(U1_DISABLED);
            await().atMost(FIVE_SECONDS).until(() -> !directory.observed(identity(), "default"));
            await().atMost(FIVE_SECONDS)
                    .until(
                            () -> {
                                int before = relay.journal.entries().size();
                                send(client, "carol@kunde.test");
                                return relay.journal.entries().size() == before;
                            });
            int before = relay.journal.entries().size();
            send(client, "all@crm.acme.test");
            send(client, "carol@kunde.test", "all@crm.acme.test");
            await().until(() -> relay.journal.entries().size() == before + 2);
        }
    }

    private static void send(Client client, String... recipients) throws IOException {
        client.says("MAIL FROM:<u1@acme.test>", "250");
        for (String recipient : recipients) {
            client.says("RCPT TO:<" + recipient + ">", "250");
        }
        client.says("DATA", "354");
        client.says(MAIL + ".", "250");
    }
}
