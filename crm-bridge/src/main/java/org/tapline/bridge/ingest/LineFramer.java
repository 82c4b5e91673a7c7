package org.tapline.bridge.ingest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/// Cuts what a client sends into lines that end with CRLF (RFC 5321 §2.3.8); a lone CR or LF is a
/// part of its line. This is what keeps smuggled mail out: the decoder that James brings takes
/// every LF for an end, so that LF.CRLF would end the data and what follows would be commands.
///
/// A line longer than [#PIECE] comes in pieces that do not end with CRLF. A piece always ends with
/// an octet that is no CR, LF, NUL or dot, so that whoever looks for a lone dot need not look over
/// its edge; see [BodyLines].
///
/// One thread writes (the event loop); [#nothingBehind] is asked by the session's.
final class LineFramer extends ByteToMessageDecoder {

    /// Longest frame. RFC 5321 §4.5.3.1.6 allows a line of text 1,000 octets; real mail has lines
    /// of a whole HTML page.
    static final int PIECE = 64 << 10;

    private int searched;
    private long count;
    private volatile long framed;
    private volatile int left;

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int length = next(in);
        if (length > 0) {
            byte[] frame = new byte[length];
            in.readBytes(frame);
            searched = 0;
            count++;
            framed = count;
            left = in.readableBytes();
            out.add(Unpooled.wrappedBuffer(frame));
        } else {
            left = in.readableBytes();
        }
    }

    /// Whether the octets of the frame with this number (from 1) were the last that came.
    boolean nothingBehind(long number) {
        return framed == number && left == 0;
    }

    /// @return length of the frame at the start, 0 when more octets are needed
    private int next(ByteBuf in) {
        int from = in.readerIndex();
        int end = Math.min(in.writerIndex(), from + PIECE);
        for (int at = from + searched; at < end; at++) {
            int lf = in.indexOf(at, end, (byte) '\n');
            if (lf < 0) {
                break;
            }
            if (lf > from && in.getByte(lf - 1) == '\r') {
                return lf + 1 - from;
            }
            at = lf;
        }
        searched = end - from;
        return searched == PIECE ? piece(in, from, end) : 0;
    }

    private static int piece(ByteBuf in, int from, int end) {
        for (int last = end - 1; last > from; last--) {
            byte octet = in.getByte(last);
            if (octet != '\r' && octet != '\n' && octet != 0 && octet != '.') {
                return last + 1 - from;
            }
        }
        // Nothing but such octets: no mail. BodyLines finds a lone dot in it, or none is there.
        return end - from;
    }
}
