package org.tapline.bridge.ingest;

/// Says of each frame of a message's data what it is. Pure.
///
/// | frame | it is |
/// | --- | --- |
/// | `.` CRLF at the start of a line | the end (RFC 5321 §4.1.1.4) |
/// | with a dot that stands alone between other mixtures of CR, LF and NUL | ambiguous |
/// | with a dot at the start of a line | text, without that dot (RFC 5321 §4.5.2) |
/// | anything else | text |
///
/// Some servers take an ambiguous dot for the end of the data, and what follows for commands; a
/// message that holds one was made to abuse that, or by a broken program. It is not taken.
final class BodyLines {
    private boolean lineStart = true;

    /// What a frame is.
    enum Kind {
        TEXT,
        /// Text behind one dot that stuffing added.
        STUFFED,
        END,
        AMBIGUOUS
    }

    /// Looks at the next frame of [LineFramer].
    Kind take(byte[] frame) {
        boolean atStart = lineStart;
        lineStart = endsLine(frame);
        boolean dot = atStart && frame[0] == '.';
        if (dot && frame.length == 3 && lineStart) {
            return Kind.END;
        }
        if (ambiguous(frame, atStart)) {
            return Kind.AMBIGUOUS;
        }
        return dot ? Kind.STUFFED : Kind.TEXT;
    }

    private static boolean endsLine(byte[] frame) {
        int length = frame.length;
        return length > 1 && frame[length - 2] == '\r' && frame[length - 1] == '\n';
    }

    /// One pass: remembers whether only CR, LF and NUL, with a line's end among them, stand before
    /// the octet at hand; then whether such a dot has only NULs and a CR or LF behind it.
    private static boolean ambiguous(byte[] frame, boolean atStart) {
        boolean behindEnd = atStart;
        boolean lone = false;
        for (byte octet : frame) {
            switch (octet) {
                case '\r', '\n' -> {
                    if (lone) {
                        return true;
                    }
                    behindEnd = true;
                }
                case 0 -> {
                    // Says nothing: what came before it still counts.
                }
                case '.' -> {
                    lone = behindEnd;
                    behindEnd = false;
                }
                default -> {
                    lone = false;
                    behindEnd = false;
                }
            }
        }
        return false;
    }
}
