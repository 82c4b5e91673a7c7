package org.tapline.proxy.imap;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Cuts the octets of one leg into lines and literals, and understands neither.
///
/// A line that lies whole in one read is shown where it lies. Of a line that arrives in fragments
/// the first `limit` octets are gathered, and the last few, so that the announcement of a literal
/// at the end of an endless line is still seen. The first octet beyond the limit ends a fragment,
/// so that it does not depend on the packets when a line is found to be too long. The octets of a
/// literal are counted and never looked at.
final class LineFramer {
    /// What [#next] found.
    enum Frame {
        /// The input is used up.
        NOTHING,
        /// Octets of a line whose end is still to come.
        FRAGMENT,
        /// The end of a line, with all of it to be read through [#line].
        LINE,
        /// Octets of a literal.
        LITERAL
    }

    private static final byte LF = '\n';
    private static final byte CR = '\r';
    /// What an idle session may keep of the room that one long line took.
    private static final int KEPT = 1024;

    private static final int TAIL = LiteralMark.LONGEST + 3;

    private final int limit;
    private byte[] gathered = new byte[0];
    private ByteBuffer gatheredView = ByteBuffer.wrap(gathered);
    private int gatheredLength;
    private long carried;
    private final byte[] tail = new byte[TAIL * 2];
    private int tailLength;

    private long literalLeft;
    private int from;
    private int to;

    private ByteBuffer line = gatheredView;
    private int lineFrom;
    private int lineTo;
    private boolean strict;
    private boolean fresh = true;

    /// @param limit octets of a line that are shown
    LineFramer(int limit) {
        this.limit = limit;
    }

    /// Takes the next frame from the buffer and moves its position behind it.
    Frame next(ByteBuffer in) {
        from = in.position();
        int end = in.limit();
        if (from >= end) {
            return Frame.NOTHING;
        }
        if (literalLeft > 0) {
            to = (int) Math.min(end, from + literalLeft);
            literalLeft -= to - from;
            in.position(to);
            return Frame.LITERAL;
        }
        if (fresh) {
            fresh = false;
            gatheredLength = 0;
            if (gathered.length > KEPT) {
                gathered = new byte[KEPT];
                gatheredView = ByteBuffer.wrap(gathered);
            }
            tailLength = 0;
            carried = 0;
        }
        int at = from;
        int stop = (int) Math.min(end, from + Math.max(0, limit + 1 - carried));
        while (at < stop && in.get(at) != LF) {
            at++;
        }
        if (at == stop && carried <= limit) {
            return fragment(in, stop);
        }
        while (at < end && in.get(at) != LF) {
            at++;
        }
        if (at == end) {
            return fragment(in, end);
        }
        to = at + 1;
        show(in);
        in.position(to);
        fresh = true;
        return Frame.LINE;
    }

    private Frame fragment(ByteBuffer in, int end) {
        to = end;
        gather(in);
        in.position(to);
        return Frame.FRAGMENT;
    }

    private void show(ByteBuffer in) {
        if (carried == 0) {
            line = in;
            lineFrom = from;
            lineTo = to;
        } else {
            gather(in);
            carried -= to - from;
            line = gatheredView;
            lineFrom = 0;
            lineTo = gatheredLength;
        }
        if (length() > limit) {
            if (carried == 0) {
                keepTail(in);
            }
            lineTo = Math.min(lineTo, lineFrom + limit);
            strict = tailLength > 1 && tail[tailLength - 2] == CR;
            return;
        }
        strict = lineTo - lineFrom >= 2 && line.get(lineTo - 2) == CR;
        lineTo -= strict ? 2 : 1;
    }

    private void gather(ByteBuffer in) {
        int wanted = (int) Math.min(to - from, (long) limit - gatheredLength);
        if (gatheredLength + wanted > gathered.length) {
            int size = Math.max(Math.max(gatheredLength + wanted, gathered.length * 2), 128);
            byte[] larger = Arrays.copyOf(gathered, Math.min(limit, size));
            Arrays.fill(gathered, (byte) 0);
            gathered = larger;
            gatheredView = ByteBuffer.wrap(gathered);
        }
        in.get(from, gathered, gatheredLength, wanted);
        gatheredLength += wanted;
        carried += to - from;
        keepTail(in);
    }

    private void keepTail(ByteBuffer in) {
        int wanted = Math.min(TAIL, to - from);
        if (tailLength + wanted > tail.length) {
            int kept = Math.min(tailLength, TAIL);
            System.arraycopy(tail, tailLength - kept, tail, 0, kept);
            tailLength = kept;
        }
        in.get(to - wanted, tail, tailLength, wanted);
        tailLength += wanted;
    }

    /// The next octets are a literal. Asked for after a [Frame#LINE] only.
    void expectLiteral(long size) {
        literalLeft = size;
    }

    /// Octets of the running literal that are still to come.
    long literalLeft() {
        return literalLeft;
    }

    /// Where the frame begins and ends in the buffer.
    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /// The buffer in which the line can be read, from [#lineFrom] to [#lineTo], without its CRLF;
    /// of a line beyond the limit only its beginning.
    ByteBuffer line() {
        return line;
    }

    int lineFrom() {
        return lineFrom;
    }

    int lineTo() {
        return lineTo;
    }

    /// What the fragments so far can show, while the line is not complete.
    ByteBuffer gathered() {
        return gatheredView.slice(0, gatheredLength);
    }

    /// Length of the line so far, with its end.
    private long length() {
        return carried + to - from;
    }

    /// Whether the line is longer than the limit, so that only its beginning is shown.
    boolean beyondLimit() {
        return fresh ? length() > limit : carried > limit;
    }

    /// Whether the line ended with CRLF and not with LF alone.
    boolean strict() {
        return strict;
    }

    /// The announcement of a literal at the end of the line, if there is one.
    LiteralMark mark() {
        if (length() > limit) {
            int ending = strict ? 2 : 1;
            return LiteralMark.at(ByteBuffer.wrap(tail), 0, tailLength - ending);
        }
        return LiteralMark.at(line, lineFrom, lineTo);
    }

    /// Octets of the running line that came before the running frame.
    private long earlier() {
        return fresh ? carried : carried - (to - from);
    }

    boolean hasEarlier() {
        return earlier() > 0;
    }

    /// The octets of the running line that came before the running frame, as far as the limit.
    byte[] earlierOctets() {
        return Arrays.copyOf(gathered, (int) Math.min(earlier(), gatheredLength));
    }

    /// Whether the running frame completed its line.
    boolean fresh() {
        return fresh;
    }

    /// Whether a line has begun whose end is still to come.
    boolean incomplete() {
        return !fresh;
    }

    /// All octets of such a line, as far as the limit.
    byte[] begunOctets() {
        return Arrays.copyOf(gathered, gatheredLength);
    }

    /// Overwrites what was gathered: it may have been a credential.
    void wipe() {
        Arrays.fill(gathered, (byte) 0);
        Arrays.fill(tail, (byte) 0);
    }
}
