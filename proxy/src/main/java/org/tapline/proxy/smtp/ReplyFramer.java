package org.tapline.proxy.smtp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Cuts the upstream's octets into replies, RFC 5321 §4.2.1: lines `250-text`, the last `250 text`
/// or `250`.
///
/// | state | line | next |
/// | --- | --- | --- |
/// | any | `ddd-...` | more lines of the same reply |
/// | any | `ddd`, `ddd ...` | reply complete |
/// | any | anything else, or beyond the limit | broken |
///
/// Quirk: a bare LF ends a line too.
final class ReplyFramer {
    private final int limit;
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    /// The first octets of the line: code and separator.
    private final byte[] head = new byte[4];

    private int column;
    private int previous;
    private boolean broken;
    private boolean tooLong;
    private int next;

    ReplyFramer(int limit) {
        this.limit = limit;
    }

    /// Takes octets from `from` on; [#next] says where to go on.
    ///
    /// @return the reply that is complete now, or null when more octets are needed or the stream
    ///     is [#broken]
    @Nullable Reply take(ByteBuffer view, int from, int end) {
        for (int i = from; i < end && !broken; i++) {
            byte octet = view.get(i);
            octets.write(octet);
            next = i + 1;
            tooLong = octets.size() > limit;
            broken = tooLong;
            if (octet == '\n' && !broken) {
                Reply reply = line();
                if (reply != null) {
                    return reply;
                }
                column = 0;
            } else if (column++ < head.length) {
                head[column - 1] = octet;
            }
            previous = octet;
        }
        return null;
    }

    /// Where the octets behind those taken start.
    int next() {
        return next;
    }

    /// What came is no reply, or too long.
    boolean broken() {
        return broken;
    }

    /// It is [#broken] because it is longer than the limit.
    boolean tooLong() {
        return tooLong;
    }

    /// Takes out what has come of an incomplete reply.
    byte[] drain() {
        byte[] partial = octets.toByteArray();
        octets.reset();
        return partial;
    }

    private @Nullable Reply line() {
        int length = previous == '\r' ? column - 1 : column;
        int code = length < 3 ? -1 : code();
        boolean more = length > 3 && head[3] == '-';
        broken = code < 0 || (length > 3 && !more && head[3] != ' ');
        if (broken || more) {
            return null;
        }
        Reply reply = new Reply(code, octets.toByteArray());
        octets.reset();
        column = 0;
        return reply;
    }

    private int code() {
        int code = 0;
        for (int i = 0; i < 3; i++) {
            if (head[i] < '0' || head[i] > '9') {
                return -1;
            }
            code = code * 10 + head[i] - '0';
        }
        return code >= 200 && code < 600 ? code : -1;
    }
}
