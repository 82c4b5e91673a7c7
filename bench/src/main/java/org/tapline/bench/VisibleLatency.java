package org.tapline.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// How long after the final 250 of a submission a message is on the contact's timeline, asked over
/// HTTP.
///
/// Arguments: submission port (implicit TLS), user, password, contact, URL of Tapline's HTTP
/// listener, token, number of messages.
public final class VisibleLatency {
    private VisibleLatency() {}

    public static void main(String[] words) throws Exception {
        int messages = Integer.parseInt(words[6]);
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest timeline =
                HttpRequest.newBuilder(
                                URI.create(words[4] + "/api/v1/timeline/" + words[3] + "?limit=5"))
                        .header("Authorization", "Bearer " + words[5])
                        .build();
        double[] millis = new double[messages];
        String run = Long.toHexString(System.nanoTime());
        try (Smtp smtp = new Smtp(Integer.parseInt(words[0]))) {
            smtp.command("EHLO bench", "250");
            String plain = "\0" + words[1] + "\0" + words[2];
            smtp.command(
                    "AUTH PLAIN "
                            + Base64.getEncoder()
                                    .encodeToString(plain.getBytes(StandardCharsets.UTF_8)),
                    "235");
            for (int i = 0; i < messages; i++) {
                String id = "visible-" + run + "-" + i + "@bench.test";
                smtp.command("MAIL FROM:<" + words[1] + ">", "250");
                smtp.command("RCPT TO:<" + words[3] + ">", "250");
                smtp.command("DATA", "354");
                smtp.command(letter(words[1], words[3], id), "250");
                long accepted = System.nanoTime();
                while (!http.send(timeline, HttpResponse.BodyHandlers.ofString())
                        .body()
                        .contains(id)) {
                    if (System.nanoTime() - accepted > 30_000_000_000L) {
                        throw new IOException(id + " is not on the timeline after 30 s");
                    }
                    Thread.sleep(1);
                }
                millis[i] = (System.nanoTime() - accepted) / 1e6;
            }
        }
        Arrays.sort(millis);
        System.out.printf(
                "%d messages: p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
                messages, millis[messages / 2], millis[messages * 99 / 100], millis[messages - 1]);
    }

    private static String letter(String from, String to, String id) {
        String body =
                "Twenty kilobytes of words, so that there is something to read and to file.\r\n";
        return """
        From: <%s>\r
        To: <%s>\r
        Subject: How long until it is visible\r
        Date: Sat, 21 Nov 2026 18:00:00 +0000\r
        Message-ID: <%s>\r
        \r
        %s."""
                .formatted(from, to, id, body.repeat(20_000 / body.length()));
    }

    /// One submission connection; trusts any certificate, because it measures and does not keep
    /// secrets.
    private static final class Smtp implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Smtp(int port) throws Exception {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, new SecureRandom());
            socket =
                    context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            in = socket.getInputStream();
            out = socket.getOutputStream();
            expect("220");
        }

        void command(String text, String code) throws IOException {
            out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            expect(code);
        }

        private void expect(String code) throws IOException {
            String line = line();
            while (line.length() > 3 && line.charAt(3) == '-') {
                line = line();
            }
            if (!line.startsWith(code)) {
                throw new IOException("expected " + code + " but got " + line);
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            int octet = in.read();
            while (octet >= 0 && octet != '\n') {
                line.append((char) octet);
                octet = in.read();
            }
            return line.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
