package org.tapline.bridge.mime;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One line of uuencode (POSIX `uuencode`, historical form): a character that counts the octets,
/// then four characters for three octets.
final class UuLine {
    /// Octets a line can hold: the counting character has six bits.
    static final int MOST_OCTETS = 63;

    private static final Pattern BEGIN = Pattern.compile("begin [0-7]{3,4}(?: (.*))?");

    /// Full lines, which all but the last one of a file are.
    private static final char FULL = 'M';

    private UuLine() {}

    /// The name in `begin 644 NAME`, which may be empty; nothing when it is no such line.
    static Optional<String> begin(String line) {
        Matcher matcher = BEGIN.matcher(line);
        return matcher.matches()
                ? Optional.of(matcher.group(1) == null ? "" : matcher.group(1).strip())
                : Optional.empty();
    }

    /// Whether a line can only be data: as long as it says, or one character longer (a sum).
    static boolean isData(byte[] line, int length) {
        int full = characters(line, length);
        return full > 0 && (length == full + 1 || length == full + 2);
    }

    /// The same amid data: full lines may have lost spaces at their end on the way.
    static boolean continues(byte[] line, int length) {
        int full = characters(line, length);
        return isData(line, length) || (full > 0 && line[0] == FULL && length <= full);
    }

    /// Characters the counting one announces; 0 when something else than uuencode is in the line.
    private static int characters(byte[] line, int length) {
        for (int i = 0; i < length; i++) {
            if (line[i] < ' ' || line[i] > '`') {
                return 0;
            }
        }
        return length == 0 ? 0 : (count(line) + 2) / 3 * 4;
    }

    /// Whether a line stands for no octets: the last one before `end`.
    static boolean isLast(byte[] line, int length) {
        return length == 0 || (length <= 2 && count(line) == 0);
    }

    private static int count(byte[] line) {
        return (line[0] - ' ') & 0x3f;
    }

    /// Decodes a line of data.
    ///
    /// @param into has room for [#MOST_OCTETS]
    /// @return how many octets were written
    static int decode(byte[] line, int length, byte[] into) {
        int count = count(line);
        for (int octet = 0; octet < count; octet++) {
            int at = 1 + octet / 3 * 4 + octet % 3;
            int bits = six(line, length, at) << 6 | six(line, length, at + 1);
            into[octet] = (byte) (bits >> (4 - 2 * (octet % 3)));
        }
        return count;
    }

    private static int six(byte[] line, int length, int at) {
        return at < length ? (line[at] - ' ') & 0x3f : 0;
    }
}
