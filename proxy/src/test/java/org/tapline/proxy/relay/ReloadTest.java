package org.tapline.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.StartFailure;

/// The configuration read again: new sessions live under it, running ones go on as they began.
class ReloadTest {
    @TempDir Path folder;

    /// Greets with one octet, then echoes.
    private static FakeUpstream upstream(char greeting) throws Exception {
        return FakeUpstream.plain(
                socket -> {
                    socket.getOutputStream().write(greeting);
                    socket.getInputStream().transferTo(socket.getOutputStream());
                });
    }

    private static void echoes(Socket client) throws Exception {
        client.getOutputStream().write('!');
        assertThat(client.getInputStream().read()).isEqualTo('!');
    }

    @Test
    void new_sessions_go_to_the_new_upstream_and_running_ones_stay() throws Exception {
        try (FakeUpstream first = upstream('1');
                FakeUpstream second = upstream('2');
                TestRelay relay = TestRelay.before(first, folder).start();
                Socket running = relay.connect()) {
            assertThat(running.getInputStream().read()).isEqualTo('1');
            assertThat(relay.reload(second.port())).isEmpty();
            try (Socket fresh = relay.connect()) {
                assertThat(fresh.getInputStream().read()).isEqualTo('2');
                echoes(fresh);
            }
            echoes(running);
        }
    }

    @Test
    void a_running_session_keeps_its_tls_towards_the_upstream() throws Exception {
        TestCertificate certificate = TestCertificate.forName(folder, "dns:localhost");
        try (FakeUpstream upstream =
                        FakeUpstream.tls(
                                certificate.serverContext(),
                                socket -> {
                                    socket.getOutputStream().write('+');
                                    socket.getInputStream().transferTo(socket.getOutputStream());
                                });
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withUpstreamTls(Tls.IMPLICIT, certificate.chainFile(folder))
                                .start();
                Socket running = relay.connect()) {
            assertThat(running.getInputStream().read()).isEqualTo('+');
            for (int i = 0; i < 3; i++) {
                assertThat(relay.reload(upstream.port())).isEmpty();
            }
            echoes(running);
        }
    }

    @Test
    void new_limits_hold_for_new_sessions() throws Exception {
        try (FakeUpstream upstream = upstream('+');
                TestRelay relay = TestRelay.before(upstream, folder).start();
                Socket running = relay.connect()) {
            assertThat(running.getInputStream().read()).isEqualTo('+');
            relay.withAdmission(TestRelay.admission(Duration.ofMinutes(3), 100, 10, 1, 100));
            assertThat(relay.reload(upstream.port())).isEmpty();
            try (Socket refused = relay.connect()) {
                assertThat(
                                new String(
                                        refused.getInputStream().readAllBytes(),
                                        StandardCharsets.US_ASCII))
                        .startsWith("* BYE [LIMIT]");
            }
            echoes(running);
        }
    }

    @Test
    void a_listener_that_changed_is_named_and_stays() throws Exception {
        try (FakeUpstream upstream = upstream('+');
                TestRelay relay = TestRelay.before(upstream, folder).start()) {
            relay.withPort(1);
            assertThat(relay.reload(upstream.port())).containsExactly("listen");
            try (Socket client = relay.connect()) {
                assertThat(client.getInputStream().read()).isEqualTo('+');
            }
        }
    }

    @Test
    void what_does_not_load_changes_nothing() throws Exception {
        Path rubbish = Files.writeString(folder.resolve("rubbish.pem"), "rubbish");
        try (FakeUpstream first = upstream('1');
                FakeUpstream second = upstream('2');
                TestRelay relay = TestRelay.before(first, folder).start()) {
            relay.withCertificate(rubbish, rubbish);
            assertThatThrownBy(() -> relay.reload(second.port()))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("rubbish.pem");
            try (Socket client = relay.connect()) {
                assertThat(client.getInputStream().read()).isEqualTo('1');
            }
        }
    }
}
