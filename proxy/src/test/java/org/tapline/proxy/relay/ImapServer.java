package org.tapline.proxy.relay;

import static org.tapline.proxy.relay.ScriptedConversation.octets;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A few lines of IMAP: greets, takes every sign-in, and remembers what it was told.
final class ImapServer implements FakeUpstream.Behaviour {
    private final String capabilities;
    private final boolean expectsHeader;

    /// Lines of all connections, in the order they came.
    final List<String> heard = new CopyOnWriteArrayList<>();

    /// The PROXY headers that came first.
    final List<byte[]> headers = new CopyOnWriteArrayList<>();

    /// @param expectsHeader whether each connection begins with a PROXY header of version 2
    ImapServer(String capabilities, boolean expectsHeader) {
        this.capabilities = capabilities;
        this.expectsHeader = expectsHeader;
    }

    @Override
    public void serve(Socket socket) throws IOException {
        if (expectsHeader) {
            byte[] fixed = socket.getInputStream().readNBytes(16);
            int more = ((fixed[14] & 0xff) << 8) + (fixed[15] & 0xff);
            byte[] header = new byte[16 + more];
            System.arraycopy(fixed, 0, header, 0, 16);
            socket.getInputStream().readNBytes(header, 16, more);
            headers.add(header);
        }
        say(socket, "* OK [CAPABILITY " + capabilities + "] ready");
        BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                socket.getInputStream(), StandardCharsets.ISO_8859_1));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            heard.add(line);
            answer(socket, in, line);
        }
    }

    private void answer(Socket socket, BufferedReader in, String line) throws IOException {
        String[] words = line.split(" ", 3);
        String command = words.length < 2 ? "" : words[1];
        switch (command) {
            case "CAPABILITY" -> say(socket, "* CAPABILITY " + capabilities);
            case "ID" -> say(socket, "* ID NIL");
            case "AUTHENTICATE" -> {
                if (words[2].indexOf(' ') < 0) {
                    say(socket, "+ ");
                    heard.add(String.valueOf(in.readLine()));
                }
            }
            default -> {}
        }
        say(socket, words[0] + " OK " + command + " done");
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write(octets(line + "\r\n"));
    }
}
