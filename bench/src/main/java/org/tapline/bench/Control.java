package org.tapline.bench;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// The driver's end of the control port, see [ProxyUnderTest].
record Control(int port) {

    /// What was captured so far, and what was not.
    record Captures(long captured, long lost) {
        static final Captures NONE = new Captures(0, 0);

        Captures since(Captures before) {
            return new Captures(captured - before.captured, lost - before.lost);
        }
    }

    /// Returns when nothing waits for the journal any more.
    Captures settle() throws IOException {
        return say("settle");
    }

    /// Returns when the journal is empty.
    Captures drain() throws IOException {
        return say("drain");
    }

    /// MiB of heap at the fullest moment since the process began; `-` where it has none.
    String peakHeap() throws IOException {
        return port == 0 ? "-" : answer("heap");
    }

    private Captures say(String word) throws IOException {
        if (port == 0) {
            return Captures.NONE;
        }
        String[] counts = answer(word).split(" ", -1);
        return new Captures(Long.parseLong(counts[0]), Long.parseLong(counts[1]));
    }

    private String answer(String word) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream().write((word + "\n").getBytes(StandardCharsets.US_ASCII));
            String answer = in.readLine();
            if (answer == null) {
                throw new EOFException("the proxy under test hung up");
            }
            return answer;
        }
    }
}
