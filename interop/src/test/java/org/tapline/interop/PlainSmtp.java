package org.tapline.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Base64;
import java.util.List;

/// SMTP without a library between, so that the octets are those of the test.
final class PlainSmtp implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    PlainSmtp(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        in = new BufferedInputStream(socket.getInputStream());
        out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
        expect(220);
        say("EHLO client.test", 250);
    }

    PlainSmtp signIn(String user) throws IOException {
        byte[] secret = ("\0" + user + "\0pw").getBytes(US_ASCII);
        say("AUTH PLAIN " + Base64.getEncoder().encodeToString(secret), 235);
        return this;
    }

    /// Pretends to come from elsewhere (Postfix' XCLIENT).
    PlainSmtp from(String address) throws IOException {
        say("XCLIENT NAME=[UNAVAILABLE] ADDR=" + address, 220);
        say("EHLO client.test", 250);
        return this;
    }

    /// Sends a message; the octets are stuffed with dots, and nothing else happens to them.
    void send(String sender, List<String> recipients, byte[] message) throws IOException {
        say("MAIL FROM:<" + sender + "> BODY=8BITMIME", 250);
        for (String recipient : recipients) {
            say("RCPT TO:<" + recipient + ">", 250);
        }
        say("DATA", 354);
        boolean start = true;
        for (byte octet : message) {
            if (start && octet == '.') {
                out.write('.');
            }
            out.write(octet);
            start = octet == '\n';
        }
        out.write(".\r\n".getBytes(US_ASCII));
        out.flush();
        expect(250);
    }

    private void say(String line, int code) throws IOException {
        out.write((line + "\r\n").getBytes(ISO_8859_1));
        out.flush();
        expect(code);
    }

    private void expect(int code) throws IOException {
        String line = line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = line();
        }
        if (!line.startsWith(Integer.toString(code))) {
            throw new AssertionError("expected " + code + ", but the server said: " + line);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = in.read();
        while (octet >= 0 && octet != '\n') {
            line.write(octet);
            octet = in.read();
        }
        return line.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
