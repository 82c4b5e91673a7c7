package org.tapline.proxy.imap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.tapline.proxy.front.UpstreamAnswers;

/// Reads an upstream's greeting and its answers to one command, line by line.
///
/// | before | line | kind |
/// | --- | --- | --- |
/// | greeted | `* OK` | READY |
/// | greeted | any other | UNUSABLE |
/// | answered | `+` | GO_ON |
/// | answered | tag and OK | ACCEPTED |
/// | answered | tag and anything else | REFUSED |
/// | answered | `* BYE` | ASIDE: the client is not told that one of several upstreams leaves |
/// | answered | any other | TALK |
final class ImapAnswers implements UpstreamAnswers {
    private final byte[] tag;
    private final int limit;
    private boolean greeted;
    private boolean answered;
    private byte[] begun = new byte[0];

    /// @param fresh whether the greeting is still to come
    /// @param limit octets of a line
    ImapAnswers(byte[] tag, boolean fresh, int limit) {
        this.tag = tag;
        this.greeted = !fresh;
        this.limit = limit;
    }

    @Override
    public void read(byte[] octets, BiConsumer<Kind, byte[]> said) {
        int from = 0;
        for (int at = 0; at < octets.length && !answered; at++) {
            if (octets[at] == '\n') {
                byte[] line = joined(octets, from, at + 1);
                begun = new byte[0];
                from = at + 1;
                said.accept(kind(line), line);
            }
        }
        if (answered && from < octets.length) {
            said.accept(Kind.TALK, Arrays.copyOfRange(octets, from, octets.length));
        } else if (!answered) {
            begun = joined(octets, from, octets.length);
            if (begun.length > limit) {
                said.accept(Kind.UNUSABLE, begun);
            }
        }
    }

    private byte[] joined(byte[] octets, int from, int to) {
        byte[] line = Arrays.copyOf(begun, begun.length + to - from);
        System.arraycopy(octets, from, line, begun.length, to - from);
        return line;
    }

    private Kind kind(byte[] octets) {
        int end = octets.length - (octets.length > 1 && octets[octets.length - 2] == '\r' ? 2 : 1);
        Cursor line = new Cursor().over(ByteBuffer.wrap(octets), 0, end);
        boolean untagged = line.take('*') && line.take(' ');
        if (!greeted) {
            greeted = untagged && line.takeWord("OK");
            return greeted ? Kind.READY : Kind.UNUSABLE;
        }
        if (untagged) {
            return line.takeWord("BYE") ? Kind.ASIDE : Kind.TALK;
        }
        if (line.peek() == '+') {
            return Kind.GO_ON;
        }
        int start = line.position();
        String said = line.text(start, line.takeUntil(" "));
        if (!said.equals(new String(tag, StandardCharsets.ISO_8859_1)) || !line.take(' ')) {
            return Kind.TALK;
        }
        answered = line.takeWord("OK");
        return answered ? Kind.ACCEPTED : Kind.REFUSED;
    }
}
