package org.tapline.bench;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The smallest SMTP client that can load a server: blocking, in the clear, one command at a time.
final class SmtpClient implements AutoCloseable {
    private static final int BLOCK = 64 << 10;

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    SmtpClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(120_000);
        in =
                new BufferedReader(
                        new InputStreamReader(
                                socket.getInputStream(), StandardCharsets.ISO_8859_1));
        out = new BufferedOutputStream(socket.getOutputStream(), BLOCK);
        expect("220");
        command("EHLO bench.test", "250");
    }

    void signIn(String user) throws IOException {
        byte[] plain = ("\0" + user + "\0pw").getBytes(StandardCharsets.US_ASCII);
        command("AUTH PLAIN " + Base64.getEncoder().encodeToString(plain), "235");
    }

    /// Submits one message of lines of 78 octets.
    void submit(String from, String to, String subject, long octets) throws IOException {
        command("MAIL FROM:<" + from + ">", "250");
        command("RCPT TO:<" + to + ">", "250");
        command("DATA", "354");
        String head =
                "From: <%s>%nTo: <%s>%nSubject: %s%nMessage-ID: <%s@bench.test>%n%n"
                        .formatted(from, to, subject, subject)
                        .replace("\n", "\r\n");
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        byte[] block = lines();
        long left = octets - head.length();
        while (left > 0) {
            int some = (int) Math.min(left, block.length);
            out.write(block, 0, some);
            left -= some;
        }
        out.write("\r\n.\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        expect("250");
    }

    private static byte[] lines() {
        String line = "x".repeat(76) + "\r\n";
        return line.repeat(BLOCK / line.length()).getBytes(StandardCharsets.US_ASCII);
    }

    private void command(String text, String reply) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        expect(reply);
    }

    private void expect(String reply) throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        if (line == null || !line.startsWith(reply)) {
            throw new IOException("expected " + reply + " but got " + line);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
