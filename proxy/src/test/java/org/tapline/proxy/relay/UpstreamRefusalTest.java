package org.tapline.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.Phase;

/// What clients are told when there is no upstream for them.
class UpstreamRefusalTest {
    private static final String BYE =
            "* BYE [UNAVAILABLE] The mail server cannot be reached, try again later\r\n";
    private static final String SERVICE_NOT_AVAILABLE =
            "421 4.3.0 The mail server cannot be reached, try again later\r\n";

    @TempDir Path folder;

    private static String all(Socket client) throws Exception {
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void an_upstream_with_a_certificate_of_an_unknown_authority_is_refused() throws Exception {
        TestCertificate shown = TestCertificate.forName(folder, "dns:localhost");
        TestCertificate trusted = TestCertificate.forName(folder, "dns:localhost");
        try (FakeUpstream upstream =
                        FakeUpstream.tls(
                                shown.serverContext(), socket -> socket.getInputStream().read());
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withUpstreamTls(Tls.IMPLICIT, trusted.chainFile(folder))
                                .start();
                Socket client = relay.connect()) {
            assertThat(all(client)).isEqualTo(BYE);
            relay.awaitNoSessions();
        }
    }

    @Test
    void an_upstream_with_a_certificate_for_another_name_is_refused() throws Exception {
        TestCertificate certificate = TestCertificate.forName(folder, "dns:other.test");
        try (FakeUpstream upstream =
                        FakeUpstream.tls(
                                certificate.serverContext(),
                                socket -> socket.getInputStream().read());
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withProtocol(Protocol.SMTP)
                                .withClientTls(Tls.IMPLICIT)
                                .withUpstreamTls(Tls.IMPLICIT, certificate.chainFile(folder))
                                .start();
                Socket client = relay.connectTls()) {
            assertThat(all(client)).isEqualTo(SERVICE_NOT_AVAILABLE);
            relay.awaitNoSessions();
        }
    }

    @Test
    void an_upstream_that_nobody_listens_at_is_refused() throws Exception {
        int port;
        try (FakeUpstream gone = FakeUpstream.plain(socket -> {})) {
            port = gone.port();
        }
        try (TestRelay relay = TestRelay.beforePort(port, folder).start();
                Socket client = relay.connect()) {
            assertThat(all(client)).isEqualTo(BYE);
            relay.awaitNoSessions();
        }
    }

    @Test
    void an_upstream_that_closes_before_it_said_anything_is_refused() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.plain(socket -> {});
                TestRelay relay =
                        TestRelay.before(upstream, folder).withProtocol(Protocol.SMTP).start();
                Socket client = relay.connect()) {
            assertThat(all(client)).isEqualTo(SERVICE_NOT_AVAILABLE);
            relay.awaitNoSessions();
        }
    }

    @Test
    void an_upstream_whose_starttls_fails_is_refused_and_nothing_passes_in_the_clear()
            throws Exception {
        TestCertificate trusted = TestCertificate.forName(folder, "dns:localhost");
        TestCertificate shown = TestCertificate.forName(folder, "dns:localhost");
        try (FakeUpstream upstream =
                        FakeUpstream.plain(
                                socket ->
                                        shown.serverContext()
                                                .getSocketFactory()
                                                .createSocket(socket, socket.getInputStream(), true)
                                                .getInputStream()
                                                .read());
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withUpstreamTls(Tls.STARTTLS, trusted.chainFile(folder))
                                .withConversation(StartsTls::new)
                                .start();
                Socket client = relay.connect()) {
            assertThat(all(client)).isEqualTo(BYE);
            relay.awaitNoSessions();
        }
    }

    /// Asks for TLS towards the upstream at once.
    private static final class StartsTls extends ScriptedConversation {
        StartsTls() {
            enter(Phase.OPENING);
        }

        @Override
        public void opened(Effects effects) {
            effects.startTls(Leg.UPSTREAM);
        }
    }
}
