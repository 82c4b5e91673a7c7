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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.journal.Sighting;
import org.tapline.journal.Way;
import org.tapline.proxy.Proxy;
import org.tapline.proxy.ProxySettings;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.directory.OwnDomains;

/// The whole proxy as production starts it, in front of GreenMail.
class GreenMailTest {
    private static final String MAIL =
            "From: u1@acme.test\r\nTo: jane@other.test\r\nSubject: offer\r\n\r\nDear Jane\r\n";

    @TempDir Path folder;
    private final FakeJournal journal = new FakeJournal();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final GreenMail mailServer =
            new GreenMail(
                    new ServerSetup[] {
                        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP).dynamicPort(),
                        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP).dynamicPort()
                    });
    private Proxy proxy;

    @SuppressWarnings("NullAway.Init") // `proxy` is there after start()
    GreenMailTest() {}

    @BeforeEach
    void start() {
        mailServer.start();
        mailServer.setUser("u1@acme.test", "u1@acme.test", "secret");
        ProxySettings settings =
                new ProxySettings(
                        folder,
                        List.of(listener(Protocol.IMAP), listener(Protocol.SMTP)),
                        Optional.empty(),
                        new ProxySettings.Upstreams(
                                new ProxySettings.ServerPair(
                                        Optional.of(server(mailServer.getImap().getPort())),
                                        Optional.of(server(mailServer.getSmtp().getPort()))),
                                Map.of()),
                        Set.of("acme.test"),
                        ProxySettings.Enrol.ALL_OWN_DOMAINS,
                        Optional.empty(),
                        TestRelay.limits(Duration.ofSeconds(30), Duration.ofMillis(100)));
        proxy = Proxy.start(settings, journal, new OwnDomains(settings.ownDomains()), meters);
    }

    @AfterEach
    void stop() {
        proxy.close();
        mailServer.stop();
    }

    private static ProxySettings.Listener listener(Protocol protocol) {
        return new ProxySettings.Listener(
                protocol, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Tls.NONE);
    }

    private static ProxySettings.Server server(int port) {
        return new ProxySettings.Server("127.0.0.1", port, Tls.NONE, Optional.empty());
    }

    /// A client that speaks lines.
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Client(Proxy proxy, int listener) throws IOException {
            int port = proxy.addresses().get(listener).address().getPort();
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(30_000);
            in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
        }

        void say(String line) throws IOException {
            socket.getOutputStream().write(octets(line + "\r\n"));
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

    private void submit() throws Exception {
        try (Client client = new Client(proxy, 1)) {
            client.until("220 ");
            client.say("EHLO client.test");
            client.until("250 ");
            client.say(
                    "AUTH PLAIN "
                            + Base64.getEncoder().encodeToString(octets("\0u1@acme.test\0secret")));
            client.until("235 ");
            client.say("MAIL FROM:<u1@acme.test>");
            client.until("250 ");
            client.say("RCPT TO:<u1@acme.test>");
            client.until("250 ");
            client.say("DATA");
            client.until("354 ");
            client.say(MAIL + ".");
            client.until("250 ");
            client.say("QUIT");
            client.until("221 ");
        }
    }

    @Test
    void a_message_submitted_is_captured_with_its_envelope() throws Exception {
        submit();
        FakeJournal.Entry entry = journal.entries().getFirst();
        assertThat(entry.octets()).isEqualTo(MAIL);
        assertThat(entry.observation().way()).isEqualTo(Way.SMTP_SUBMISSION);
        Sighting.Message seen = (Sighting.Message) entry.observation().sighting();
        assertThat(seen.envelope().orElseThrow().sender()).isEqualTo("u1@acme.test");
        assertThat(mailServer.getReceivedMessages()).hasSize(1);
    }

    @Test
    void a_message_fetched_is_captured_octet_for_octet() throws Exception {
        submit();
        try (Client client = new Client(proxy, 0)) {
            client.until("* OK");
            client.say("a1 LOGIN u1@acme.test secret");
            client.until("a1 OK");
            client.say("a2 SELECT INBOX");
            client.until("a2 OK");
            client.say("a3 UID FETCH 1:* (UID FLAGS BODY.PEEK[])");
            String answer = client.until("a3 OK");
            assertThat(answer).contains("Dear Jane");
            Awaitility.await().until(() -> journal.entries().size() == 2);
            FakeJournal.Entry fetched = journal.entries().get(1);
            assertThat(fetched.observation().way()).isEqualTo(Way.IMAP_FETCH);
            assertThat(fetched.octets()).endsWith("Dear Jane");
            assertThat(answer).contains(fetched.octets());
            client.say("a4 LOGOUT");
            client.until("a4 OK");
        }
    }

    @Test
    void a_message_appended_is_captured() throws Exception {
        try (Client client = new Client(proxy, 0)) {
            client.until("* OK");
            client.say("a1 LOGIN u1@acme.test secret");
            client.until("a1 OK");
            client.say("a2 APPEND INBOX (\\Seen) {" + MAIL.length() + "}");
            client.until("+");
            client.say(MAIL);
            client.until("a2 OK");
            assertThat(journal.entries().getFirst().octets()).isEqualTo(MAIL);
            assertThat(journal.entries().getFirst().observation().way()).isEqualTo(Way.IMAP_APPEND);
        }
    }
}
