package org.tapline.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.cli.configuration.Configuration;
import org.tapline.cli.configuration.ConfigurationReader;
import org.tapline.cli.configuration.ConfigurationSource;

/// The listener for the CRM's own domain, started as `tapline start` does it, without a configured
/// certificate.
class IngestStartTlsTest {
    private static final int PATIENCE_MILLIS = 60_000;

    @TempDir Path folder;

    private Configuration configuration(int imap, int bcc, int http) throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("tapline.yaml"),
                        """
                        data: %s
                        organisation: { name: Acme, domains: [acme.test] }
                        listen:
                          imap: [ { address: "127.0.0.1:%d", tls: implicit } ]
                          smtp: []
                          bcc:  { address: "127.0.0.1:%d", protocol: smtp, domain: crm.acme.test }
                          http: { address: "127.0.0.1:%d" }
                        upstream: { default: { imap: { host: 127.0.0.1, port: 9, tls: none } } }
                        """
                                .formatted(folder.resolve("data"), imap, bcc, http));
        return ConfigurationReader.read(
                ConfigurationSource.find(Optional.of(file), Map.of(), folder));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Trusts the certificate in a file and no other.
    private static SSLContext trusting(Certificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("self-signed", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /// One side of an SMTP conversation.
    private record Talk(Socket socket, BufferedReader in) {
        static Talk over(Socket socket) throws IOException {
            socket.setSoTimeout(PATIENCE_MILLIS);
            return new Talk(
                    socket,
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII)));
        }

        /// All lines of the next reply, joined.
        String reply() throws IOException {
            StringBuilder reply = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                reply.append(line).append('\n');
                if (line.length() < 4 || line.charAt(3) != '-') {
                    break;
                }
            }
            return reply.toString();
        }

        String ask(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return reply();
        }
    }

    @Test
    void the_ingest_listener_encrypts_with_the_self_signed_certificate_that_imap_shows()
            throws Exception {
        assumeThat(System.getProperty("os.name")).as("the embedded database").isEqualTo("Linux");
        int bcc = freePort();
        int imap = freePort();
        try (Roles roles = Roles.start(configuration(imap, bcc, freePort()), Role.ALL);
                Socket plain = new Socket(InetAddress.getLoopbackAddress(), bcc)) {
            assertThat(roles).isNotNull();
            Path file = folder.resolve("data/tls/self-signed.pem");
            Certificate own;
            try (var pem = Files.newInputStream(file)) {
                own = CertificateFactory.getInstance("X.509").generateCertificate(pem);
            }
            SSLContext context = trusting(own);
            Talk before = Talk.over(plain);
            assertThat(before.reply()).startsWith("220 ");
            assertThat(before.ask("EHLO client.test")).contains("STARTTLS");
            assertThat(before.ask("STARTTLS")).startsWith("220 ");

            SSLSocket encrypted =
                    (SSLSocket)
                            context.getSocketFactory().createSocket(plain, "localhost", bcc, false);
            Talk after = Talk.over(encrypted);
            assertThat(after.ask("EHLO client.test")).startsWith("250").doesNotContain("STARTTLS");
            assertThat(after.ask("MAIL FROM:<anna@acme.test>")).startsWith("250 ");

            try (SSLSocket mail =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(InetAddress.getLoopbackAddress(), imap)) {
                mail.setSoTimeout(PATIENCE_MILLIS);
                mail.startHandshake();
                assertThat(List.of(mail.getSession().getPeerCertificates()))
                        .isEqualTo(List.of(encrypted.getSession().getPeerCertificates()))
                        .containsExactly(own);
            }
        }
    }
}
