package org.tapline.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tapline.proxy.relay.ScriptedConversation.octets;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tapline.proxy.Network;
import org.tapline.proxy.ProxySettings.Server;
import org.tapline.proxy.ProxySettings.Tls;

/// Sessions whose upstream is chosen by the user: what that upstream is told, and what it is
/// asked beforehand.
class RoutedUpstreamsTest {
    private static final List<Network> TRUSTED =
            List.of(Network.parse("127.0.0.0/8").orElseThrow());

    @TempDir Path folder;

    private static Server server(FakeUpstream upstream, boolean header, boolean id) {
        return new Server("localhost", upstream.port(), Tls.NONE, Optional.empty(), header, id);
    }

    private static BufferedReader reader(Socket socket) throws Exception {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    private static void send(Socket client, String line) throws Exception {
        client.getOutputStream().write(octets(line + "\r\n"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(octets(text));
    }

    private static String greeting(TestRelay relay) throws Exception {
        try (Socket client = relay.connect()) {
            return reader(client).readLine();
        }
    }

    private static void awaitGreeting(TestRelay relay, String greeting) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(greeting(relay)).isEqualTo(greeting));
    }

    @Test
    void upstreams_that_a_reload_brings_are_asked_and_what_is_known_of_others_stays()
            throws Exception {
        try (FakeUpstream first = FakeUpstream.plain(new ImapServer("IMAP4rev1 IDLE MOVE", false));
                FakeUpstream other = FakeUpstream.plain(new ImapServer("IMAP4rev1 IDLE", false));
                FakeUpstream later = FakeUpstream.plain(new ImapServer("IMAP4rev1 MOVE", false));
                TestRelay relay =
                        TestRelay.before(first, folder)
                                .withRealConversations()
                                .withDomain("other.test", server(other, false, false))
                                .start()) {
            awaitGreeting(relay, "* OK [CAPABILITY IMAP4rev1 IDLE] Ready");
            relay.withDomain("other.test", server(later, false, false));
            assertThat(relay.reload(first.port())).isEmpty();
            assertThat(greeting(relay)).as("of the first one, at once").contains("IMAP4rev1");
            awaitGreeting(relay, "* OK [CAPABILITY IMAP4rev1 MOVE] Ready");
            assertThat(later.connections()).isPositive();
        }
    }

    @Test
    void a_restart_with_every_upstream_down_greets_as_before() throws Exception {
        int port;
        Server gone;
        try (FakeUpstream first = FakeUpstream.plain(new ImapServer("IMAP4rev1 IDLE MOVE", false));
                FakeUpstream other = FakeUpstream.plain(new ImapServer("IMAP4rev1 IDLE", false))) {
            port = first.port();
            gone = server(other, false, false);
            try (TestRelay relay =
                    TestRelay.before(first, folder)
                            .withRealConversations()
                            .withDomain("other.test", gone)
                            .start()) {
                awaitGreeting(relay, "* OK [CAPABILITY IMAP4rev1 IDLE] Ready");
            }
        }
        try (TestRelay relay =
                TestRelay.beforePort(port, folder)
                        .withRealConversations()
                        .withDomain("other.test", gone)
                        .start()) {
            assertThat(greeting(relay)).isEqualTo("* OK [CAPABILITY IMAP4rev1 IDLE] Ready");
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void dialled_and_probed_upstreams_get_a_header_of_version_2(boolean text) throws Exception {
        ImapServer imap = new ImapServer("IMAP4rev1", true);
        byte[] announced =
                ProxyHeader.version2(
                        new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 51234),
                        new InetSocketAddress(InetAddress.ofLiteral("192.0.2.8"), 993));
        try (FakeUpstream first = FakeUpstream.plain(new ImapServer("IMAP4rev1", false));
                FakeUpstream other = FakeUpstream.plain(imap);
                TestRelay relay =
                        TestRelay.before(first, folder)
                                .withRealConversations()
                                .withProxies(TRUSTED)
                                .withDomain("other.test", server(other, true, false))
                                .start()) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !imap.headers.isEmpty());
            assertThat(imap.headers.getFirst()).as("the probe's").isEqualTo(ProxyHeader.local());
            try (Socket client = relay.connect()) {
                client.getOutputStream()
                        .write(
                                text
                                        ? octets("PROXY TCP4 192.0.2.7 192.0.2.8 51234 993\r\n")
                                        : announced);
                BufferedReader in = reader(client);
                assertThat(in.readLine()).startsWith("* OK");
                send(client, "a1 LOGIN u1@other.test secret");
                assertThat(in.readLine()).isEqualTo("a1 OK LOGIN done");
            }
            assertThat(imap.headers).hasSize(2);
            assertThat(imap.headers.getLast()).as("the client's").isEqualTo(announced);
        }
    }

    @Test
    void an_upstream_learns_the_client_s_address_and_the_client_s_own_id_is_answered_here()
            throws Exception {
        ImapServer imap = new ImapServer("IMAP4rev1 ID", false);
        ImapServer quiet = new ImapServer("IMAP4rev1 ID", false);
        try (FakeUpstream first = FakeUpstream.plain(quiet);
                FakeUpstream other = FakeUpstream.plain(imap);
                TestRelay relay =
                        TestRelay.before(first, folder)
                                .withRealConversations()
                                .withDomain("other.test", server(other, false, true))
                                .start();
                Socket client = relay.connect()) {
            BufferedReader in = reader(client);
            assertThat(in.readLine()).startsWith("* OK");
            send(client, "a1 ID (\"name\" \"Mail App\")");
            assertThat(in.readLine()).isEqualTo("* ID NIL");
            assertThat(in.readLine()).isEqualTo("a1 OK ID completed");
            send(client, "a2 LOGIN u1@other.test secret");
            assertThat(in.readLine()).isEqualTo("a2 OK LOGIN done");
            assertThat(imap.heard)
                    .containsSubsequence(
                            "TAPLINE3 ID (\"x-originating-ip\" \"127.0.0.1\")",
                            "a2 LOGIN u1@other.test secret");
            send(client, "a3 ID (\"name\" \"Mail App\")");
            assertThat(in.readLine()).isEqualTo("* ID NIL");
            assertThat(in.readLine()).isEqualTo("a3 OK ID done");
            assertThat(imap.heard).contains("a3 ID (\"name\" \"Mail App\")");
            assertThat(quiet.heard).noneMatch(line -> line.contains("x-originating-ip"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "XOAUTH2, 'user=u1@other.test\001auth=Bearer TOKEN\001\001', true",
        "XOAUTH2, 'user=u1@other.test\001auth=Bearer TOKEN\001\001', false",
        "OAUTHBEARER, 'n,a=u1@other.test,\001auth=Bearer TOKEN\001\001', true",
        "OAUTHBEARER, 'n,a=u1@other.test,\001auth=Bearer TOKEN\001\001', false"
    })
    void a_token_reaches_the_upstream_of_its_user(String mechanism, String said, boolean initial)
            throws Exception {
        ImapServer imap = new ImapServer("IMAP4rev1 SASL-IR AUTH=" + mechanism, false);
        ImapServer idle = new ImapServer("IMAP4rev1 SASL-IR AUTH=" + mechanism, false);
        String response = base64(said.replace("\\001", "\1").replace("TOKEN", "x".repeat(3000)));
        try (FakeUpstream first = FakeUpstream.plain(idle);
                FakeUpstream other = FakeUpstream.plain(imap);
                TestRelay relay =
                        TestRelay.before(first, folder)
                                .withRealConversations()
                                .withDomain("other.test", server(other, false, false))
                                .start();
                Socket client = relay.connect()) {
            BufferedReader in = reader(client);
            assertThat(in.readLine()).startsWith("* OK");
            if (initial) {
                send(client, "a1 AUTHENTICATE " + mechanism + " " + response);
            } else {
                send(client, "a1 AUTHENTICATE " + mechanism);
                assertThat(in.readLine()).isEqualTo("+ ");
                send(client, response);
            }
            assertThat(in.readLine()).isEqualTo("a1 OK AUTHENTICATE done");
            if (initial) {
                assertThat(imap.heard).contains("a1 AUTHENTICATE " + mechanism + " " + response);
            } else {
                assertThat(imap.heard)
                        .containsSubsequence("a1 AUTHENTICATE " + mechanism, response);
            }
            send(client, "a2 NOOP");
            assertThat(in.readLine()).isEqualTo("a2 OK NOOP done");
            assertThat(idle.heard).noneMatch(line -> line.contains(response));
        }
    }

    @Test
    void an_upstream_with_implicit_tls_is_routed_to() throws Exception {
        TestCertificate certificate = TestCertificate.forName(folder, "dns:localhost");
        ImapServer imap = new ImapServer("IMAP4rev1", false);
        try (FakeUpstream first = FakeUpstream.plain(new ImapServer("IMAP4rev1", false));
                FakeUpstream other = FakeUpstream.tls(certificate.serverContext(), imap);
                TestRelay relay =
                        TestRelay.before(first, folder)
                                .withRealConversations()
                                .withDomain(
                                        "other.test",
                                        new Server(
                                                "localhost",
                                                other.port(),
                                                Tls.IMPLICIT,
                                                Optional.of(certificate.chainFile(folder))))
                                .start();
                Socket client = relay.connect()) {
            BufferedReader in = reader(client);
            assertThat(in.readLine()).startsWith("* OK");
            send(client, "a1 LOGIN u1@other.test secret");
            assertThat(in.readLine()).isEqualTo("a1 OK LOGIN done");
            send(client, "a2 NOOP");
            assertThat(in.readLine()).isEqualTo("a2 OK NOOP done");
        }
    }

    @Test
    void a_routed_session_is_drained_before_its_upstream_is_known_and_behind() throws Exception {
        try (FakeUpstream first = FakeUpstream.plain(new ImapServer("IMAP4rev1", false));
                FakeUpstream other = FakeUpstream.plain(new ImapServer("IMAP4rev1", false));
                TestRelay relay =
                        TestRelay.before(first, folder)
                                .withRealConversations()
                                .withDomain("other.test", server(other, false, false))
                                .withLimits(
                                        TestRelay.limits(
                                                Duration.ofSeconds(30), Duration.ofSeconds(60)))
                                .start();
                Socket asking = relay.connect();
                Socket signedIn = relay.connect()) {
            BufferedReader before = reader(asking);
            assertThat(before.readLine()).startsWith("* OK");
            BufferedReader behind = reader(signedIn);
            assertThat(behind.readLine()).startsWith("* OK");
            send(signedIn, "a1 LOGIN u1@acme.test secret");
            assertThat(behind.readLine()).isEqualTo("a1 OK LOGIN done");

            Thread stopping = Thread.ofPlatform().start(relay::stop);

            assertThat(before.readLine()).startsWith("* BYE [UNAVAILABLE] Going down");
            assertThat(before.readLine()).isNull();
            assertThat(behind.readLine()).startsWith("* BYE [UNAVAILABLE] Going down");
            assertThat(behind.readLine()).isNull();
            stopping.join();
        }
    }
}
