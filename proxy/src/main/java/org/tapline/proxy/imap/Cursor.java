package org.tapline.proxy.imap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Reads along one line in place: a position between two ends of a buffer. Reused for every line,
/// so that reading allocates nothing.
final class Cursor {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer octets = NOTHING;
    private int at;
    private int end;

    /// Starts over on `[from, to)`.
    Cursor over(ByteBuffer buffer, int from, int to) {
        octets = buffer;
        at = from;
        end = to;
        return this;
    }

    ByteBuffer octets() {
        return octets;
    }

    boolean done() {
        return at >= end;
    }

    int position() {
        return at;
    }

    int end() {
        return end;
    }

    void moveTo(int position) {
        at = position;
    }

    /// The octet here, or -1 at the end.
    int peek() {
        return at < end ? octets.get(at) & 0xff : -1;
    }

    /// The octet here, and past it; -1 at the end.
    int next() {
        return at < end ? octets.get(at++) & 0xff : -1;
    }

    /// Past the octet, if it is here.
    boolean take(char octet) {
        if (peek() != octet) {
            return false;
        }
        at++;
        return true;
    }

    /// Past an atom and the space or end behind it, if it is here in either case.
    ///
    /// @param atom in capitals
    boolean takeWord(String atom) {
        int behind = at + atom.length();
        if (!startsWith(atom) || (behind < end && octets.get(behind) != ' ')) {
            return false;
        }
        at = Math.min(end, behind + 1);
        return true;
    }

    /// Whether these octets are here in either case.
    ///
    /// @param text in capitals
    boolean startsWith(String text) {
        if (end - at < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (capital(octets.get(at + i)) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Past a number of at most 18 digits, or -1 when there is none.
    long takeNumber() {
        int start = at;
        long number = 0;
        while (at < end && isDigit(octets.get(at))) {
            if (at - start == 18) {
                return -1;
            }
            number = number * 10 + (octets.get(at++) - '0');
        }
        return at == start ? -1 : number;
    }

    /// Past everything up to one of the delimiters.
    ///
    /// @return where it ended
    int takeUntil(String delimiters) {
        while (at < end && delimiters.indexOf(octets.get(at) & 0xff) < 0) {
            at++;
        }
        return at;
    }

    /// Past a quoted string; the opening quote is here (RFC 9051 §4.3).
    ///
    /// @return whether it was closed on this line
    boolean takeQuoted() {
        at++;
        while (at < end) {
            int octet = octets.get(at++);
            if (octet == '\\') {
                at++;
            } else if (octet == '"') {
                return true;
            }
        }
        at = Math.min(at, end);
        return false;
    }

    /// Octets `[from, to)` as ISO 8859-1, which never fails.
    String text(int from, int to) {
        return new String(copy(from, to), StandardCharsets.ISO_8859_1);
    }

    byte[] copy(int from, int to) {
        byte[] copy = new byte[Math.max(0, to - from)];
        octets.get(from, copy);
        return copy;
    }

    /// The value of a quoted string that lies at `[from, to)` with its quotes.
    byte[] unquote(int from, int to) {
        byte[] value = new byte[to - from];
        int length = 0;
        for (int i = from + 1; i < to - 1; i++) {
            if (octets.get(i) == '\\' && i + 1 < to - 1) {
                i++;
            }
            value[length++] = octets.get(i);
        }
        return java.util.Arrays.copyOf(value, length);
    }

    static int capital(byte octet) {
        return octet >= 'a' && octet <= 'z' ? octet - 32 : octet;
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }
}
