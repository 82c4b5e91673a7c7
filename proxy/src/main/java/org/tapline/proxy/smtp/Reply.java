package org.tapline.proxy.smtp;

import java.util.Arrays;

/// One complete reply, RFC 5321 §4.2, all its lines.
final class Reply {
    private final int code;
    private final byte[] octets;

    Reply(int code, byte[] octets) {
        this.code = code;
        this.octets = octets;
    }

    int code() {
        return code;
    }

    boolean positive() {
        return code >= 200 && code < 300;
    }

    /// The upstream closes the connection now: RFC 5321 §3.8.
    boolean closing() {
        return code == 421;
    }

    /// All lines as received; not a copy.
    byte[] octets() {
        return octets;
    }

    /// Text of the only line, without code and line end.
    byte[] text() {
        int end = octets.length;
        while (end > 0 && (octets[end - 1] == '\n' || octets[end - 1] == '\r')) {
            end--;
        }
        return Arrays.copyOfRange(octets, Math.min(4, end), end);
    }
}
