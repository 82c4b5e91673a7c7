package org.tapline.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.StartFailure;

/// Certificates, and what an administrator is told when something cannot be had.
class StartingTest {
    @TempDir Path folder;

    private static FakeUpstream silent() throws Exception {
        return FakeUpstream.plain(
                socket -> {
                    socket.getOutputStream().write('+');
                    int end = socket.getInputStream().read();
                    assertThat(end).isLessThan(256);
                });
    }

    @Test
    void a_self_signed_certificate_is_made_once_and_its_key_is_for_the_owner_only()
            throws Exception {
        Path key = folder.resolve("tls").resolve("self-signed-key.pem");
        try (FakeUpstream upstream = silent()) {
            try (TestRelay relay =
                            TestRelay.before(upstream, folder).withClientTls(Tls.IMPLICIT).start();
                    Socket client = relay.connectTls()) {
                assertThat(client.getInputStream().read()).isEqualTo('+');
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
            String made = Files.readString(key);
            try (TestRelay again =
                    TestRelay.before(upstream, folder).withClientTls(Tls.IMPLICIT).start()) {
                assertThat(again.port()).isPositive();
            }
            assertThat(Files.readString(key)).isEqualTo(made);
        }
    }

    @Test
    void a_new_certificate_serves_new_sessions_and_leaves_running_ones_alone() throws Exception {
        TestCertificate first = TestCertificate.forName(folder, "dns:localhost");
        TestCertificate second = TestCertificate.forName(folder, "dns:localhost");
        Path chain = first.chainFile(folder);
        Path key = first.keyFile(folder);
        Path both =
                Files.writeString(folder.resolve("both.pem"), first.chainPem() + second.chainPem());
        SSLContext trusting = TestCertificate.trusting(both);
        try (FakeUpstream upstream =
                        FakeUpstream.plain(
                                socket -> {
                                    socket.getOutputStream().write('+');
                                    socket.getInputStream().transferTo(socket.getOutputStream());
                                });
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withClientTls(Tls.IMPLICIT)
                                .withCertificate(chain, key)
                                .start();
                SSLSocket running = tls(relay, trusting)) {
            assertThat(running.getInputStream().read()).isEqualTo('+');
            assertThat(shown(running)).isEqualTo(first.store().getCertificate("test"));
            Files.writeString(chain, second.chainPem());
            Files.writeString(key, second.keyPem());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> {
                                try (SSLSocket fresh = tls(relay, trusting)) {
                                    assertThat(shown(fresh))
                                            .isEqualTo(second.store().getCertificate("test"));
                                }
                            });
            running.getOutputStream().write('!');
            assertThat(running.getInputStream().read()).isEqualTo('!');
        }
    }

    private static SSLSocket tls(TestRelay relay, SSLContext trusting) throws Exception {
        SSLSocket socket =
                (SSLSocket)
                        trusting.getSocketFactory()
                                .createSocket(relay.connect(), "localhost", relay.port(), true);
        socket.startHandshake();
        return socket;
    }

    private static Certificate shown(SSLSocket socket) throws Exception {
        return socket.getSession().getPeerCertificates()[0];
    }

    @Test
    void a_key_of_another_certificate_is_named() throws Exception {
        TestCertificate one = TestCertificate.forName(folder, "dns:localhost");
        TestCertificate other = TestCertificate.forName(folder, "dns:localhost");
        TestRelay relay =
                TestRelay.beforePort(1, folder)
                        .withCertificate(one.chainFile(folder), other.keyFile(folder));
        assertThatThrownBy(relay::start)
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("does not belong to the certificate");
    }

    @Test
    void a_certificate_that_is_missing_or_no_certificate_is_named() throws Exception {
        TestCertificate one = TestCertificate.forName(folder, "dns:localhost");
        Path missing = folder.resolve("missing.pem");
        TestRelay without =
                TestRelay.beforePort(1, folder).withCertificate(missing, one.keyFile(folder));
        assertThatThrownBy(without::start)
                .isInstanceOf(StartFailure.class)
                .hasMessage("the certificate " + missing + " does not exist: correct its path");
        Path rubbish = Files.writeString(folder.resolve("rubbish.pem"), "rubbish");
        TestRelay wrong =
                TestRelay.beforePort(1, folder).withCertificate(rubbish, one.keyFile(folder));
        assertThatThrownBy(wrong::start)
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("holds no certificate in PEM form");
        TestRelay keyless =
                TestRelay.beforePort(1, folder).withCertificate(one.chainFile(folder), rubbish);
        assertThatThrownBy(keyless::start)
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("holds no private key in PEM form");
    }

    @Test
    void a_port_that_is_taken_is_named() throws Exception {
        try (FakeUpstream upstream = silent();
                TestRelay first = TestRelay.before(upstream, folder).start()) {
            TestRelay second =
                    TestRelay.before(upstream, folder.resolve("second")).withPort(first.port());
            assertThatThrownBy(second::start)
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining(first.port() + " is in use by another program");
        }
    }
}
