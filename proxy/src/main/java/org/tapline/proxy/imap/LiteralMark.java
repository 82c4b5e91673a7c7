package org.tapline.proxy.imap;

import java.nio.ByteBuffer;

/// The announcement of a literal at the end of a line (RFC 9051 §4.3, RFC 7888): `{n}`, `{n+}`,
/// with a tilde before it where the octets may contain NUL (RFC 3516).
///
/// Whether the end of a line is literal position at all is known only to the reader of the line.
///
/// @param size octets that follow
/// @param form who goes first
record LiteralMark(long size, Form form) {
    /// 4,294,967,295 and more: RFC 9051 §9 allows 63 bits. Eighteen digits keep clear of overflow.
    private static final int DIGITS = 18;

    /// Longest announcement: braces, digits and sign.
    static final int LONGEST = DIGITS + 3;

    /// How the sender goes on.
    enum Form {
        /// `{n}`: a client waits for the upstream's `+`.
        SYNCHRONISING,
        /// `{n+}`: the octets follow at once.
        NON_SYNCHRONISING,
        /// Looks like one, but no two parsers need agree: `{n-}`, too many digits.
        DOUBTFUL
    }

    static final LiteralMark NONE = new LiteralMark(-1, Form.SYNCHRONISING);
    static final LiteralMark DOUBT = new LiteralMark(-1, Form.DOUBTFUL);

    boolean present() {
        return size >= 0 || form == Form.DOUBTFUL;
    }

    /// Reads the mark at the end of `[from, to)`, which is a line without its CRLF.
    static LiteralMark at(ByteBuffer octets, int from, int to) {
        if (to - from < 3 || octets.get(to - 1) != '}') {
            return NONE;
        }
        int digit = to - 2;
        byte sign = octets.get(digit);
        if (sign == '+' || sign == '-') {
            digit--;
        }
        int last = digit;
        long size = 0;
        long power = 1;
        while (digit >= from && octets.get(digit) >= '0' && octets.get(digit) <= '9') {
            if (last - digit < DIGITS) {
                size += (octets.get(digit) - '0') * power;
                power *= 10;
            }
            digit--;
        }
        if (digit == last || digit < from || octets.get(digit) != '{') {
            return last - digit >= DIGITS ? DOUBT : NONE;
        }
        if (last - digit > DIGITS || sign == '-') {
            return DOUBT;
        }
        return new LiteralMark(size, sign == '+' ? Form.NON_SYNCHRONISING : Form.SYNCHRONISING);
    }
}
