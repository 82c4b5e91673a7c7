package org.tapline.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tapline start` as a process of its own, in front of a mail server of a few lines.
class StartProcessTest {
    private static final String PASSWORD = "changeit";

    @TempDir Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    // --- the process

    private record Started(Process process, BufferedReader out, Path err) implements AutoCloseable {
        String line() throws IOException {
            return String.valueOf(out.readLine());
        }

        String log() throws IOException {
            return Files.readString(err);
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
        }
    }

    private Started start(String role, String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("tapline.yaml"), yaml);
        Path err = folder.resolve("err");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx256m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "org.tapline.cli.Tapline",
                                "start",
                                "--role",
                                role,
                                "-c",
                                file.toString())
                        .redirectError(err.toFile())
                        .start();
        Started started =
                new Started(
                        process,
                        new BufferedReader(
                                new InputStreamReader(
                                        process.getInputStream(), StandardCharsets.UTF_8)),
                        err);
        open.add(started);
        return started;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    // --- a mail server

    /// Greets with a name, and says OK to every command.
    private int mailServer(String name) throws IOException {
        ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.add(socket);
        Thread.ofVirtual().start(() -> accept(socket, name));
        return socket.getLocalPort();
    }

    private static void accept(ServerSocket socket, String name) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client, name));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(Socket client, String name) {
        try (client) {
            say(client, "* OK " + name);
            BufferedReader in = reader(client);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                say(client, line.substring(0, line.indexOf(' ')) + " OK done");
            }
        } catch (IOException gone) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    // --- certificates

    private record Pem(Path chain, Path key, X509Certificate certificate) {}

    private Pem certificate(String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "test",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=" + name,
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD)
                        .redirectErrorStream(true)
                        .start();
        try (InputStream output = keytool.getInputStream()) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(keytool.waitFor()).as(said).isZero();
        }
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        X509Certificate certificate = (X509Certificate) keys.getCertificate("test");
        return new Pem(
                pem(name + ".pem", "CERTIFICATE", certificate.getEncoded()),
                pem(
                        name + ".key",
                        "PRIVATE KEY",
                        keys.getKey("test", PASSWORD.toCharArray()).getEncoded()),
                certificate);
    }

    private Path pem(String file, String label, byte[] der) throws IOException {
        return Files.writeString(
                folder.resolve(file),
                "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                        .formatted(label, Base64.getMimeEncoder().encodeToString(der), label));
    }

    /// Connects with TLS; whose certificate it is, the test asks.
    private SSLSocket connect(int port) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port);
        open.add(socket);
        socket.setSoTimeout(60_000);
        socket.startHandshake();
        return socket;
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    // --- tests

    @Test
    void a_hang_up_brings_certificate_and_upstream_to_new_sessions_and_leaves_running_ones()
            throws Exception {
        assumeThat(ignoresHangUp()).as("SIGHUP is ignored here, as nohup makes it").isFalse();
        int port = freePort();
        Pem before = certificate("before");
        Pem after = certificate("after");
        String yaml =
                """
                data: data
                organisation: { domains: [acme.test] }
                listen: { imap: [ { address: "127.0.0.1:%d", tls: implicit } ], smtp: [] }
                tls: { certificate: %s, key: %s }
                upstream: { default: { imap: { host: 127.0.0.1, port: %d, tls: none } } }
                journal: { forward-to: "tcp://127.0.0.1:%d" }
                """;
        int broker = freePort();
        Started tapline =
                start(
                        "proxy",
                        yaml.formatted(
                                port, before.chain(), before.key(), mailServer("first"), broker));
        assertThat(tapline.line()).as(tapline.log()).isEqualTo("ready");
        SSLSocket running = connect(port);
        BufferedReader in = reader(running);
        assertThat(in.readLine()).isEqualTo("* OK first");
        assertThat(running.getSession().getPeerCertificates()[0]).isEqualTo(before.certificate());
        say(running, "a1 LOGIN u1@acme.test secret");
        assertThat(in.readLine()).isEqualTo("a1 OK done");

        Files.writeString(
                folder.resolve("tapline.yaml"),
                yaml.formatted(port, after.chain(), after.key(), mailServer("second"), broker));
        hangUp(tapline.process());

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> {
                            SSLSocket fresh = connect(port);
                            assertThat(fresh.getSession().getPeerCertificates()[0])
                                    .isEqualTo(after.certificate());
                            assertThat(reader(fresh).readLine()).isEqualTo("* OK second");
                        });
        say(running, "a2 NOOP");
        assertThat(in.readLine()).isEqualTo("a2 OK done");
        Files.writeString(folder.resolve("tapline.yaml"), "upstreem: {}\n");
        hangUp(tapline.process());
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(tapline.log()).contains("outcome=refused"));
        say(running, "a3 NOOP");
        assertThat(in.readLine()).isEqualTo("a3 OK done");
        assertThat(reader(connect(port)).readLine()).isEqualTo("* OK second");
    }

    private static void hangUp(Process process) throws Exception {
        Process kill =
                new ProcessBuilder("/bin/kill", "-HUP", Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /// A process keeps ignoring what its parent ignored: the lowest bit of SigIgn is SIGHUP's,
    /// proc(5).
    private static boolean ignoresHangUp() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(
                                line ->
                                        (Character.digit(line.charAt(line.length() - 1), 16) & 1)
                                                == 1);
    }

    private String withDatabase(String url, int imap, int http) throws IOException {
        return """
        data: data
        organisation: { domains: [acme.test] }
        listen:
          imap: [ { address: "127.0.0.1:%d", tls: none } ]
          smtp: []
          http: { address: "127.0.0.1:%d" }
        upstream: { default: { imap: { host: 127.0.0.1, port: %d, tls: none } } }
        database: { url: "%s" }
        """
                .formatted(imap, http, mailServer("mail"), url);
    }

    @Test
    void mail_flows_while_the_database_is_not_there() throws Exception {
        int imap = freePort();
        int http = freePort();
        Started tapline =
                start(
                        "all",
                        withDatabase(
                                "jdbc:postgresql://127.0.0.1:" + freePort() + "/tapline",
                                imap,
                                http));
        assertThat(tapline.line()).as(tapline.log()).isEqualTo("ready");
        assertThat(tapline.log()).contains("the database is not there yet").doesNotContain("\tat ");
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), imap)) {
            BufferedReader in = reader(client);
            assertThat(in.readLine()).isEqualTo("* OK mail");
            say(client, "a1 LOGIN u1@acme.test secret");
            assertThat(in.readLine()).isEqualTo("a1 OK done");
        }
        HttpResponse<String> ready =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        "http://127.0.0.1:"
                                                                + http
                                                                + "/health/ready"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("\"database\":\"down\"");
        tapline.process().destroy();
        assertThat(tapline.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(tapline.process().exitValue()).isZero();
    }

    @Test
    void a_database_url_that_is_none_ends_the_start_with_one_line() throws Exception {
        Started tapline =
                start(
                        "all",
                        withDatabase(
                                "jdbc:postgresql://localhost:notaport/x", freePort(), freePort()));
        assertThat(tapline.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(tapline.process().exitValue()).isNotZero();
        assertThat(tapline.log().lines().filter(line -> line.startsWith("tapline:")))
                .singleElement()
                .asString()
                .contains("database.url");
        assertThat(tapline.log()).doesNotContain("\tat ");
    }
}
