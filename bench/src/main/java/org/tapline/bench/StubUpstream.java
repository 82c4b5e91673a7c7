package org.tapline.bench;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/// An IMAP server that does just enough for the harness: any sign-in succeeds, FETCH of UID n
/// yields a literal of n KiB, IDLE waits. Its own process, so that its cost is nobody's.
///
/// Arguments: port with TLS, port without, folder with `server.p12`.
public final class StubUpstream {
    private static final byte[] MIB = mebibyte();

    private StubUpstream() {}

    public static void main(String[] words) throws Exception {
        Path tls = Path.of(words[2]);
        ServerSocket secured =
                Tls.server(tls)
                        .getServerSocketFactory()
                        .createServerSocket(
                                Integer.parseInt(words[0]), 4096, InetAddress.getLoopbackAddress());
        ServerSocket plain =
                new ServerSocket(
                        Integer.parseInt(words[1]), 4096, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().start(() -> accept(plain));
        System.out.println("ready");
        accept(secured);
    }

    private static void accept(ServerSocket listener) {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            throw new IllegalStateException("the listener of the stub upstream failed", e);
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    new BufferedInputStream(socket.getInputStream(), 512),
                                    StandardCharsets.ISO_8859_1),
                            256);
            say(out, "* OK [CAPABILITY IMAP4rev1 SASL-IR LITERAL+ IDLE AUTH=PLAIN] stub");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answer(in, out, line);
            }
        } catch (SocketException theOtherSideLeft) {
            // The driver closes its connections when a measurement is over.
            socket.isClosed();
        } catch (IOException e) {
            System.err.println("stub upstream: " + e);
        }
    }

    private static void answer(BufferedReader in, OutputStream out, String line)
            throws IOException {
        String[] words = line.split(" ", -1);
        String tag = words[0];
        switch (words[1].toUpperCase(Locale.ROOT)) {
            case "IDLE" -> {
                say(out, "+ idling");
                String done = in.readLine();
                say(out, tag + (done == null ? " BAD no DONE" : " OK idle is over"));
            }
            case "LOGIN" -> {
                // nginx signs in with synchronising literals.
                String rest = line;
                while (rest != null && rest.endsWith("}")) {
                    say(out, "+ go on");
                    rest = in.readLine();
                }
                say(out, tag + " OK signed in");
            }
            case "AUTHENTICATE" -> {
                if (words.length < 4) {
                    say(out, "+ ");
                    in.readLine();
                }
                say(out, tag + " OK signed in");
            }
            case "SELECT" -> {
                say(out, "* 100000 EXISTS");
                say(out, "* OK [UIDVALIDITY 1] valid");
                say(out, tag + " OK [READ-WRITE] selected");
            }
            case "UID" -> fetch(out, tag, Integer.parseInt(words[3]), words[4]);
            case "CAPABILITY" -> {
                say(out, "* CAPABILITY IMAP4rev1 SASL-IR LITERAL+ IDLE AUTH=PLAIN");
                say(out, tag + " OK done");
            }
            default -> say(out, tag + " OK done");
        }
    }

    /// `UID FETCH n BODY.PEEK[]`: a message of n KiB.
    private static void fetch(OutputStream out, String tag, int kibibytes, String item)
            throws IOException {
        String name = item.replace(".PEEK", "").replaceAll("[()]", "");
        long left = (long) kibibytes << 10;
        say(out, "* %d FETCH (UID %d %s {%d}".formatted(kibibytes, kibibytes, name, left));
        while (left > 0) {
            int some = (int) Math.min(left, MIB.length);
            out.write(MIB, 0, some);
            left -= some;
        }
        say(out, ")");
        say(out, tag + " OK fetched");
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static byte[] mebibyte() {
        String line = "A line of a message that nobody reads, sixty-two octets long.\r\n";
        return line.repeat((1 << 20) / line.length() + 1)
                .substring(0, 1 << 20)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
