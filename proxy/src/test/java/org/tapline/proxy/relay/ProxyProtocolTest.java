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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapline.proxy.Network;
import org.tapline.proxy.ProxySettings.Admission;
import org.tapline.proxy.ProxySettings.Tls;

/// Who the client is: told by a trusted balancer, told to the upstream, and claimed by nobody else.
class ProxyProtocolTest {
    private static final List<Network> TRUSTED =
            List.of(Network.parse("127.0.0.0/8").orElseThrow());
    private static final List<Network> ELSEWHERE =
            List.of(Network.parse("192.0.2.1").orElseThrow());

    @TempDir Path folder;

    private static byte[] version2() {
        return ProxyHeader.version2(
                new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 51234),
                new InetSocketAddress(InetAddress.ofLiteral("192.0.2.8"), 993));
    }

    private static FakeUpstream echo() throws Exception {
        return FakeUpstream.plain(
                socket -> socket.getInputStream().transferTo(socket.getOutputStream()));
    }

    private static void passes(TestRelay relay, byte[] header) throws Exception {
        try (Socket client = relay.connect()) {
            for (byte octet : header) {
                client.getOutputStream().write(octet);
            }
            client.getOutputStream().write(octets("a1 NOOP\r\n"));
            assertThat(client.getInputStream().readNBytes(9)).isEqualTo(octets("a1 NOOP\r\n"));
        }
    }

    private static String closed(TestRelay relay, byte[] sent) throws Exception {
        try (Socket client = relay.connect()) {
            client.getOutputStream().write(sent);
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void a_header_of_a_listed_peer_is_taken_in_either_version_octet_by_octet() throws Exception {
        try (FakeUpstream upstream = echo();
                TestRelay relay = TestRelay.before(upstream, folder).withProxies(TRUSTED).start()) {
            passes(relay, version2());
            passes(relay, octets("PROXY TCP4 192.0.2.7 192.0.2.8 51234 993\r\n"));
            passes(relay, octets("PROXY UNKNOWN\r\n"));
            relay.awaitNoSessions();
        }
    }

    @Test
    void tls_begins_behind_the_header() throws Exception {
        try (FakeUpstream upstream = echo();
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withProxies(TRUSTED)
                                .withClientTls(Tls.IMPLICIT)
                                .start();
                Socket plain = relay.connect()) {
            plain.getOutputStream().write(version2());
            try (Socket client = relay.secure(plain)) {
                client.getOutputStream().write(octets("a1"));
                assertThat(client.getInputStream().readNBytes(2)).isEqualTo(octets("a1"));
            }
        }
    }

    @Test
    void a_listed_peer_without_a_header_is_closed() throws Exception {
        try (FakeUpstream upstream = echo();
                TestRelay relay = TestRelay.before(upstream, folder).withProxies(TRUSTED).start()) {
            String sent = "a1 LOGIN somebody secret\r\n" + "x".repeat(120) + "\r\n";
            assertThat(closed(relay, octets(sent))).isEmpty();
            assertThat(relay.counter("tapline.session.ends", "reason", "proxy-header"))
                    .isEqualTo(1);
            assertThat(upstream.connections()).isZero();
        }
    }

    @Test
    void a_listed_peer_that_says_nothing_is_closed_when_its_time_is_over() throws Exception {
        try (FakeUpstream upstream = echo();
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withProxies(TRUSTED)
                                .withHandshake(Duration.ofMillis(100))
                                .start()) {
            assertThat(closed(relay, octets("PROX"))).isEmpty();
            assertThat(relay.counter("tapline.session.ends", "reason", "proxy-header-time"))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_header_of_anybody_else_is_refused(boolean binary) throws Exception {
        byte[] header =
                binary ? version2() : octets("PROXY TCP4 192.0.2.7 192.0.2.8 51234 993\r\n");
        CompletableFuture<byte[]> heard = new CompletableFuture<>();
        try (FakeUpstream upstream =
                        FakeUpstream.plain(
                                socket -> heard.complete(socket.getInputStream().readAllBytes()));
                TestRelay relay =
                        TestRelay.before(upstream, folder).withProxies(ELSEWHERE).start()) {
            assertThat(closed(relay, header)).isEmpty();
            assertThat(heard.join()).isEmpty();
            assertThat(relay.counter("tapline.session.ends", "reason", "proxy-header-refused"))
                    .isEqualTo(1);
        }
    }

    @Test
    void the_upstream_is_told_the_client_that_the_balancer_named_before_tls() throws Exception {
        TestCertificate certificate = TestCertificate.forName(folder, "dns:localhost");
        CompletableFuture<byte[]> heard = new CompletableFuture<>();
        try (FakeUpstream upstream =
                        FakeUpstream.plain(
                                socket -> {
                                    heard.complete(socket.getInputStream().readNBytes(29));
                                    socket.close();
                                });
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withProxies(TRUSTED)
                                .withUpstreamTls(Tls.IMPLICIT, certificate.chainFile(folder))
                                .withUpstreamIntroduction(true, false)
                                .start();
                Socket client = relay.connect()) {
            client.getOutputStream().write(version2());
            byte[] first = heard.join();
            assertThat(java.util.Arrays.copyOf(first, 28)).isEqualTo(version2());
            assertThat(first[28]).as("the handshake follows").isEqualTo((byte) 0x16);
        }
    }

    @Test
    void an_imap_upstream_is_told_the_client_by_id() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (FakeUpstream upstream =
                        FakeUpstream.plain(
                                socket -> {
                                    socket.getOutputStream().write(octets("* OK hi\r\n"));
                                    heard.complete(
                                            new BufferedReader(
                                                            new InputStreamReader(
                                                                    socket.getInputStream(),
                                                                    StandardCharsets.US_ASCII))
                                                    .readLine());
                                });
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withProxies(TRUSTED)
                                .withRealConversations()
                                .withUpstreamIntroduction(false, true)
                                .start();
                Socket client = relay.connect()) {
            client.getOutputStream().write(version2());
            assertThat(heard.join()).contains("ID (\"x-originating-ip\" \"192.0.2.7\")");
        }
    }

    @Test
    void connections_are_counted_by_the_client_that_the_balancer_names() throws Exception {
        Admission one = TestRelay.admission(Duration.ofMinutes(3), 100, 10, 1, 100);
        try (FakeUpstream upstream = echo();
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withProxies(TRUSTED)
                                .withAdmission(one)
                                .start();
                Socket first = relay.connect()) {
            first.getOutputStream().write(version2());
            first.getOutputStream().write('x');
            assertThat(first.getInputStream().read()).isEqualTo('x');
            assertThat(closed(relay, version2())).startsWith("* BYE [LIMIT] Too many connections");
            passes(relay, octets("PROXY TCP4 192.0.2.9 192.0.2.8 51234 993\r\n"));
        }
    }
}
