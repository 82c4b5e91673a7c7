package org.tapline.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocketFactory;

/// The smallest IMAP client that can load a server: blocking, lines and literals, nothing kept.
final class ImapClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer;
    private int position;
    private int limit;
    private int tag;

    ImapClient(SSLSocketFactory tls, int port, int bufferSize) throws IOException {
        this(tls, InetAddress.getLoopbackAddress(), port, bufferSize);
    }

    /// @param from the address to connect from
    ImapClient(SSLSocketFactory tls, InetAddress from, int port, int bufferSize)
            throws IOException {
        Socket tcp = new Socket();
        tcp.bind(new InetSocketAddress(from, 0));
        tcp.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 20_000);
        tcp.setTcpNoDelay(true);
        tcp.setSoTimeout(120_000);
        socket = tls.createSocket(tcp, "localhost", port, true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
        buffer = new byte[bufferSize];
        expect(line(), "* OK");
    }

    void signIn(String user) throws IOException {
        command("LOGIN " + user + " pw");
    }

    /// Sends a command and reads on to its tagged OK; literals are counted and dropped.
    ///
    /// @return octets of literals
    long command(String text) throws IOException {
        String name = send(text);
        long octets = 0;
        while (true) {
            String line = line();
            if (line.startsWith(name + " ")) {
                expect(line, name + " OK");
                return octets;
            }
            if (line.endsWith("}")) {
                long literal =
                        Long.parseLong(
                                line.substring(line.lastIndexOf('{') + 1, line.length() - 1));
                skip(literal);
                octets += literal;
            }
        }
    }

    void idle() throws IOException {
        send("IDLE");
        expect(line(), "+");
    }

    /// Sends a command and reads nothing.
    ///
    /// @return its tag
    String send(String command) throws IOException {
        String name = "a" + ++tag;
        out.write((name + " " + command + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return name;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        while (true) {
            if (position == limit) {
                fill();
            }
            byte octet = buffer[position++];
            if (octet == '\n') {
                line.setLength(line.length() - 1);
                return line.toString();
            }
            line.append((char) octet);
        }
    }

    private void skip(long octets) throws IOException {
        long left = octets;
        while (left > 0) {
            if (position == limit) {
                fill();
            }
            int some = (int) Math.min(left, limit - position);
            position += some;
            left -= some;
        }
    }

    private void fill() throws IOException {
        limit = in.read(buffer);
        position = 0;
        if (limit < 0) {
            throw new EOFException("the server closed the connection");
        }
    }

    private static void expect(String line, String start) throws IOException {
        if (!line.startsWith(start)) {
            throw new IOException("expected " + start + " but got " + line);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
