package org.tapline.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tapline.proxy.relay.ScriptedConversation.octets;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.proxy.Proxy;
import org.tapline.proxy.ProxySettings;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.ProxySettings.ServerPair;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.directory.OwnDomains;

/// The whole proxy as production starts it, in front of two mail servers: `other.test` has its own.
class RoutedGreenMailTest {
    private static final String MAIL = "Subject: offer\r\n\r\nDear Jane\r\n";

    @TempDir Path folder;
    private final FakeJournal journal = new FakeJournal();
    private final GreenMail acme = mailServer();
    private final GreenMail other = mailServer();
    private Proxy proxy;

    @SuppressWarnings("NullAway.Init") // `proxy` is there after start()
    RoutedGreenMailTest() {}

    private static GreenMail mailServer() {
        return new GreenMail(
                new ServerSetup[] {
                    new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP).dynamicPort(),
                    new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP).dynamicPort()
                });
    }

    @BeforeEach
    void start() {
        acme.start();
        acme.setUser("u1@acme.test", "u1@acme.test", "secret");
        other.start();
        other.setUser("u1@other.test", "u1@other.test", "geheim");
        ProxySettings settings =
                new ProxySettings(
                        folder,
                        List.of(
                                listener(Protocol.IMAP, Tls.NONE),
                                listener(Protocol.SMTP, Tls.NONE),
                                listener(Protocol.IMAP, Tls.STARTTLS),
                                listener(Protocol.IMAP, Tls.IMPLICIT)),
                        Optional.empty(),
                        new ProxySettings.Upstreams(pair(acme), Map.of("other.test", pair(other))),
                        Set.of("acme.test", "other.test"),
                        ProxySettings.Enrol.ALL_OWN_DOMAINS,
                        Optional.empty(),
                        TestRelay.limits(Duration.ofSeconds(30), Duration.ofMillis(100)));
        proxy =
                Proxy.start(
                        settings,
                        journal,
                        new OwnDomains(settings.ownDomains()),
                        new SimpleMeterRegistry());
    }

    @AfterEach
    void stop() {
        proxy.close();
        acme.stop();
        other.stop();
    }

    private static ProxySettings.Listener listener(Protocol protocol, Tls tls) {
        return new ProxySettings.Listener(
                protocol, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), tls);
    }

    private static ServerPair pair(GreenMail server) {
        return new ServerPair(
                Optional.of(at(server.getImap().getPort())),
                Optional.of(at(server.getSmtp().getPort())));
    }

    private static ProxySettings.Server at(int port) {
        return new ProxySettings.Server("127.0.0.1", port, Tls.NONE, Optional.empty());
    }

    /// A client that speaks lines.
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Client(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(60_000);
            in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
        }

        String ask(String line, String until) throws IOException {
            socket.getOutputStream().write(octets(line + "\r\n"));
            return until(until);
        }

        /// All lines up to one that begins so.
        String until(String beginning) throws IOException {
            StringBuilder all = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                all.append(line).append("\r\n");
                if (line.startsWith(beginning)) {
                    return all.toString();
                }
            }
            throw new IOException("the stream ended after: " + all);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private int port(int listener) {
        return proxy.addresses().get(listener).address().getPort();
    }

    private Client client(int listener) throws IOException {
        return new Client(new Socket(InetAddress.getLoopbackAddress(), port(listener)));
    }

    private Socket secure(Socket socket, int listener) throws Exception {
        SSLContext context =
                TestCertificate.trusting(folder.resolve("tls").resolve("self-signed.pem"));
        return context.getSocketFactory().createSocket(socket, "localhost", port(listener), true);
    }

    private void append(Client client, String user, String password) throws IOException {
        client.ask("a1 LOGIN " + user + " " + password, "a1 OK");
        client.ask("a2 APPEND INBOX {" + MAIL.length() + "}", "+");
        client.ask(MAIL, "a2 OK");
        client.ask("a3 LOGOUT", "a3 OK");
    }

    @Test
    void users_of_two_domains_reach_their_own_imap_server() throws Exception {
        try (Client client = client(0)) {
            client.until("* OK [CAPABILITY IMAP4rev1");
            append(client, "u1@other.test", "geheim");
        }
        try (Client client = client(0)) {
            client.until("* OK [CAPABILITY IMAP4rev1");
            append(client, "u1@acme.test", "secret");
        }
        assertThat(journal.entries()).hasSize(2);
        assertThat(journal.entries().get(0).octets()).isEqualTo(MAIL);
        assertThat(journal.entries())
                .extracting(entry -> entry.observation().mailbox().user())
                .containsExactly("u1@other.test", "u1@acme.test");
        assertThat(journal.entries())
                .extracting(entry -> entry.observation().mailbox().upstream())
                .containsExactly("other.test", "default");
    }

    @Test
    void users_of_two_domains_reach_their_own_submission_server() throws Exception {
        submit("u1@other.test", "geheim");
        assertThat(other.getReceivedMessages()).hasSize(1);
        assertThat(acme.getReceivedMessages()).isEmpty();
        submit("u1@acme.test", "secret");
        assertThat(acme.getReceivedMessages()).hasSize(1);
        assertThat(other.getReceivedMessages()).hasSize(1);
        assertThat(journal.entries())
                .extracting(entry -> entry.observation().mailbox().upstream())
                .containsExactly("other.test", "default");
    }

    private void submit(String user, String password) throws IOException {
        String plain = "\0" + user + "\0" + password;
        try (Client client = client(1)) {
            client.until("220 ");
            client.ask("EHLO client.test", "250 ");
            client.ask("AUTH PLAIN " + Base64.getEncoder().encodeToString(octets(plain)), "235 ");
            client.ask("MAIL FROM:<" + user + ">", "250 ");
            client.ask("RCPT TO:<" + user + ">", "250 ");
            client.ask("DATA", "354 ");
            client.ask(MAIL + ".", "250 ");
            client.ask("QUIT", "221 ");
        }
    }

    @Test
    void a_client_may_try_another_user_after_a_wrong_password() throws Exception {
        try (Client client = client(0)) {
            client.until("* OK");
            client.ask("a0 LOGIN u1@acme.test wrong", "a0 NO");
            client.ask("a00 LOGIN u1@acme.test wrong", "a00 NO");
            append(client, "u1@other.test", "geheim");
        }
        assertThat(journal.entries()).hasSize(1);
    }

    @Test
    void a_session_outlives_an_upstream_that_is_down() throws Exception {
        acme.stop();
        try (Client client = client(0)) {
            client.until("* OK");
            client.ask("a0 LOGIN u1@acme.test secret", "a0 NO [UNAVAILABLE]");
            client.ask("a00 NOOP", "a00 OK");
            append(client, "u1@other.test", "geheim");
        }
        try (Client client = client(1)) {
            client.until("220 ");
            client.ask("EHLO client.test", "250 ");
            String plain = Base64.getEncoder().encodeToString(octets("\0u1@acme.test\0secret"));
            client.ask("AUTH PLAIN " + plain, "454 4.3.0 ");
            client.ask("NOOP", "250 ");
        }
    }

    @Test
    void a_client_starts_tls_before_its_upstream_is_known() throws Exception {
        Socket clear = new Socket(InetAddress.getLoopbackAddress(), port(2));
        try (Client client = new Client(clear)) {
            assertThat(client.until("* OK")).contains("STARTTLS LOGINDISABLED");
            client.ask("a0 STARTTLS", "a0 OK");
            try (Client secured = new Client(secure(clear, 2))) {
                append(secured, "u1@other.test", "geheim");
            }
        }
        assertThat(journal.entries()).hasSize(1);
    }

    @Test
    void a_client_with_tls_from_the_start_is_greeted_inside_it() throws Exception {
        Socket clear = new Socket(InetAddress.getLoopbackAddress(), port(3));
        try (Client client = new Client(secure(clear, 3))) {
            client.until("* OK");
            append(client, "u1@acme.test", "secret");
        }
        assertThat(journal.entries()).hasSize(1);
    }

    @Test
    void the_greeting_promises_what_the_upstreams_were_found_to_offer() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> {
                            try (Client client = client(0)) {
                                assertThat(client.until("* OK")).contains(" LITERAL+");
                            }
                        });
    }

    @Test
    void commands_sent_behind_the_sign_in_are_answered_by_the_upstream_in_order() throws Exception {
        try (Client client = client(0)) {
            client.until("* OK");
            String answers =
                    client.ask(
                            "a1 LOGIN u1@other.test geheim\r\na2 SELECT INBOX\r\na3 LOGOUT",
                            "a3 OK");
            assertThat(answers.indexOf("a1 OK")).isBetween(0, answers.indexOf("a2 OK"));
        }
    }
}
