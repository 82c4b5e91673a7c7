package org.tapline.bridge.mime;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Identity of a body: a hash over its parts as they mean, not as they were sent. Line ends, white
/// space at line ends, runs of white space, blank lines at the end and the transfer encoding do
/// not count; headers of parts do not count.
final class BodyDigest {
    private final MessageDigest whole = Digests.sha256();
    private final byte[] out = new byte[8 << 10];
    private MessageDigest part = Digests.sha256();
    private boolean textual;
    private boolean space;
    private boolean newline;
    private boolean empty = true;
    private int filled;

    /// Starts a part.
    ///
    /// @param textual whether its octets are lines of text
    void begin(boolean textual) {
        this.textual = textual;
        part = Digests.sha256();
        space = false;
        newline = false;
        empty = true;
        filled = 0;
    }

    void update(byte[] octets, int from, int length) {
        if (!textual) {
            empty &= length == 0;
            part.update(octets, from, length);
            return;
        }
        for (int i = from; i < from + length; i++) {
            byte octet = octets[i];
            switch (octet) {
                case '\n' -> {
                    newline = true;
                    space = false;
                }
                case ' ', '\t', '\r' -> space = true;
                default -> {
                    if (!empty && (newline || space)) {
                        put(newline ? (byte) '\n' : (byte) ' ');
                    }
                    newline = false;
                    space = false;
                    empty = false;
                    put(octet);
                }
            }
        }
    }

    private void put(byte octet) {
        if (filled == out.length) {
            part.update(out, 0, filled);
            filled = 0;
        }
        out[filled++] = octet;
    }

    /// Ends a part; one without content does not count.
    void end() {
        part.update(out, 0, filled);
        if (!empty) {
            whole.update(part.digest());
            whole.update((textual ? "text" : "data").getBytes(StandardCharsets.US_ASCII));
        }
    }

    String hex() {
        return Digests.hex(whole);
    }
}
