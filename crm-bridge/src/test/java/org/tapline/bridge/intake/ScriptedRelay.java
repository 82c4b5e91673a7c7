package org.tapline.bridge.intake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A relay that answers badly: the reply to a command, by its first word, `.` for the end of a
/// letter. An empty reply closes the connection.
final class ScriptedRelay implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final Map<String, String> replies;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    ScriptedRelay(Map<String, String> replies) throws IOException {
        this.replies = replies;
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    /// Commands of all connections, in order.
    List<String> heard() {
        return heard;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                talk(socket);
            } catch (IOException closed) {
                heard.add("closed");
            }
        }
    }

    private void talk(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = socket.getOutputStream();
        say(out, "220 relay");
        boolean letter = false;
        String line = in.readLine();
        while (line != null) {
            String word = line.split("[ :]", 2)[0].toUpperCase(java.util.Locale.ROOT);
            if (!letter || line.equals(".")) {
                heard.add(line);
                String usual = word.equals("DATA") ? "354 go on" : "250 ok";
                String reply = replies.getOrDefault(word, usual);
                letter = word.equals("DATA") && reply.startsWith("354");
                if (reply.isEmpty()) {
                    return;
                }
                say(out, reply);
            }
            line = in.readLine();
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
