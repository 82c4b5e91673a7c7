package org.tapline.bridge.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/// A client that sends exactly the octets it is told to.
final class Talk implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    Talk(InetSocketAddress to) throws IOException {
        socket = new Socket(to.getAddress(), to.getPort());
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
        out = socket.getOutputStream();
    }

    Talk send(String octets) throws IOException {
        return send(octets.getBytes(ISO_8859_1));
    }

    Talk send(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
        return this;
    }

    /// The next reply, its lines joined; `closed` when the other side closed.
    String reply() throws IOException {
        StringBuilder reply = new StringBuilder();
        while (true) {
            String line;
            try {
                line = in.readLine();
            } catch (java.net.SocketException reset) {
                line = null;
            }
            if (line == null) {
                return "closed";
            }
            reply.append(reply.isEmpty() ? "" : "\n").append(line);
            if (line.length() < 4 || line.charAt(3) != '-') {
                return reply.toString();
            }
        }
    }

    /// Sends a line and gives its reply.
    String ask(String line) throws IOException {
        return send(line + "\r\n").reply();
    }

    /// Greets, and begins a mail of Anna's.
    ///
    /// @return the reply to DATA
    String begin(String from, String... recipients) throws IOException {
        reply();
        ask("EHLO client.test");
        ask("MAIL FROM:<" + from + ">");
        for (String recipient : recipients) {
            ask("RCPT TO:<" + recipient + ">");
        }
        return ask("DATA");
    }

    /// A whole mail; the final reply.
    String mail(String from, String to, String text) throws IOException {
        begin(from, to);
        return send(text + "\r\n.\r\n").reply();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
