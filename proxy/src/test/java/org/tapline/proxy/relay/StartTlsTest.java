package org.tapline.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tapline.proxy.relay.ScriptedConversation.octets;

import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.Leg;

/// STARTTLS carried out on both legs, and octets smuggled in before it.
class StartTlsTest {
    @TempDir Path folder;

    /// Answers `STARTTLS` of the client itself, and asks the upstream for it first.
    private static final class Upgrading extends ScriptedConversation {
        @Override
        public void opened(Effects effects) {
            effects.send(Leg.UPSTREAM, octets("s STARTTLS\r\n"));
        }

        @Override
        public void received(Leg from, ByteBuffer octets, Effects effects) {
            String line = text(octets);
            if (from == Leg.UPSTREAM && line.equals("s OK\r\n")) {
                effects.startTls(Leg.UPSTREAM);
            } else if (from == Leg.CLIENT && line.startsWith("a STARTTLS\r\n")) {
                effects.send(Leg.CLIENT, octets("a OK\r\n"));
                if (line.length() > 12) {
                    effects.close(CloseReason.TLS_INJECTION);
                } else {
                    effects.startTls(Leg.CLIENT);
                }
            } else {
                super.received(from, octets, effects);
            }
        }

        @Override
        public void secured(Leg leg, Effects effects) {
            if (leg == Leg.UPSTREAM) {
                effects.send(Leg.CLIENT, octets("* OK ready\r\n"));
            }
        }
    }

    private static String line(InputStream in) throws Exception {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            line.append((char) octet);
            if (octet == '\n') {
                break;
            }
        }
        return line.toString();
    }

    private FakeUpstream upstream(TestCertificate certificate, CompletableFuture<String> heard)
            throws Exception {
        return FakeUpstream.plain(
                socket -> {
                    assertThat(line(socket.getInputStream())).isEqualTo("s STARTTLS\r\n");
                    socket.getOutputStream().write(octets("s OK\r\n"));
                    SSLSocketFactory factory = certificate.serverContext().getSocketFactory();
                    SSLSocket secure = (SSLSocket) factory.createSocket(socket, null, true);
                    secure.setUseClientMode(false);
                    heard.complete(line(secure.getInputStream()));
                    secure.getOutputStream().write(octets("b OK\r\n"));
                });
    }

    private TestRelay relay(FakeUpstream upstream, TestCertificate certificate) throws Exception {
        return TestRelay.before(upstream, folder)
                .withClientTls(Tls.STARTTLS)
                .withUpstreamTls(Tls.STARTTLS, certificate.chainFile(folder))
                .withConversation(Upgrading::new)
                .start();
    }

    @Test
    void both_legs_are_secured_and_then_relay() throws Exception {
        TestCertificate certificate = TestCertificate.forName(folder, "dns:localhost");
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (FakeUpstream upstream = upstream(certificate, heard);
                TestRelay relay = relay(upstream, certificate);
                Socket client = relay.connect()) {
            assertThat(line(client.getInputStream())).isEqualTo("* OK ready\r\n");
            client.getOutputStream().write(octets("a STARTTLS\r\n"));
            assertThat(line(client.getInputStream())).isEqualTo("a OK\r\n");
            try (Socket secure = relay.secure(client)) {
                secure.getOutputStream().write(octets("b NOOP\r\n"));
                assertThat(line(secure.getInputStream())).isEqualTo("b OK\r\n");
                assertThat(heard.join()).isEqualTo("b NOOP\r\n");
            }
            relay.awaitNoSessions();
        }
    }

    @Test
    void octets_that_follow_the_request_in_the_clear_never_reach_the_upstream() throws Exception {
        TestCertificate certificate = TestCertificate.forName(folder, "dns:localhost");
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (FakeUpstream upstream = upstream(certificate, heard);
                TestRelay relay = relay(upstream, certificate);
                Socket client = relay.connect()) {
            assertThat(line(client.getInputStream())).isEqualTo("* OK ready\r\n");
            client.getOutputStream().write(octets("a STARTTLS\r\nb DELETE INBOX\r\n"));
            assertThat(
                            new String(
                                    client.getInputStream().readAllBytes(),
                                    StandardCharsets.US_ASCII))
                    .isEqualTo("a OK\r\n");
            assertThat(heard.join()).isEmpty();
            relay.awaitNoSessions();
        }
    }

    @Test
    void text_where_a_handshake_must_start_ends_the_session() throws Exception {
        TestCertificate certificate = TestCertificate.forName(folder, "dns:localhost");
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (FakeUpstream upstream = upstream(certificate, heard);
                TestRelay relay = relay(upstream, certificate);
                Socket client = relay.connect()) {
            assertThat(line(client.getInputStream())).isEqualTo("* OK ready\r\n");
            client.getOutputStream().write(octets("a STARTTLS\r\n"));
            assertThat(line(client.getInputStream())).isEqualTo("a OK\r\n");
            client.getOutputStream().write(octets("b DELETE INBOX\r\n"));
            Assertions.assertThatCode(() -> client.getInputStream().readAllBytes())
                    .satisfiesAnyOf(
                            nothing -> assertThat(nothing).isNull(),
                            reset -> assertThat(reset).hasMessageContaining("reset"));
            assertThat(heard.join()).isEmpty();
            relay.awaitNoSessions();
        }
    }
}
