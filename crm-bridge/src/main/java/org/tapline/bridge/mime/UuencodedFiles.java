package org.tapline.bridge.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Takes the files out of a plain text that programs without MIME put into it as lines (uuencode),
/// while the text streams by.
///
/// | state | line | what happens |
/// | --- | --- | --- |
/// | text | `begin 644 NAME` | held back |
/// | text | any other | text |
/// | begun | data | a file begins with it |
/// | begun | any other | both lines are text |
/// | file | data | octets of the file |
/// | file | `end` | the file is whole |
/// | file | any other | the file ends early; the line is text |
final class UuencodedFiles {
    /// A line of data has at most 86 characters; one with `begin` a file name besides.
    private static final int LONGEST_LINE = 512;

    private static final String END = "end";

    private final Taker taker;
    private final byte[] decoded = new byte[UuLine.MOST_OCTETS];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(LONGEST_LINE);
    private State state = State.TEXT;
    private byte[] held = {};
    private boolean overlong;
    private boolean last;

    UuencodedFiles(Taker taker) {
        this.taker = taker;
    }

    private enum State {
        TEXT,
        BEGUN,
        FILE
    }

    /// Takes what was told apart.
    interface Taker {
        void text(byte[] octets, int from, int length);

        /// Whether one more file is wanted; the lines of an unwanted one are text.
        boolean wanted();

        /// @param name as written, which may be nothing
        void begin(String name) throws IOException;

        void data(byte[] octets, int length) throws IOException;

        /// @param whole false when the file ended before its last line
        void end(boolean whole) throws IOException;
    }

    void accept(byte[] octets, int from, int length) throws IOException {
        int to = from + length;
        for (int at = from, next; at < to; at = next) {
            next = at;
            while (next < to && octets[next] != '\n') {
                next++;
            }
            boolean ended = next < to;
            next += ended ? 1 : 0;
            boolean plain = state == State.TEXT && line.size() == 0;
            if (overlong || (plain && ended && octets[at] != 'b')) {
                taker.text(octets, at, next - at);
                overlong &= !ended;
            } else {
                line.write(octets, at, next - at);
                if (ended || line.size() > LONGEST_LINE) {
                    take(line.toByteArray());
                    line.reset();
                    overlong = !ended;
                }
            }
        }
    }

    /// The text has come to its end.
    void finish() throws IOException {
        if (line.size() > 0) {
            take(line.toByteArray());
            line.reset();
        }
        switch (state) {
            case TEXT -> {}
            case BEGUN -> taker.text(held, 0, held.length);
            case FILE -> taker.end(last);
        }
        state = State.TEXT;
    }

    private void take(byte[] octets) throws IOException {
        int length = octets.length;
        while (length > 0 && (octets[length - 1] == '\n' || octets[length - 1] == '\r')) {
            length--;
        }
        switch (state) {
            case TEXT -> text(octets, length);
            case BEGUN -> {
                if (length <= LONGEST_LINE && UuLine.isData(octets, length)) {
                    taker.begin(begin(held).orElse(""));
                    state = State.FILE;
                    last = false;
                    data(octets, length);
                } else {
                    taker.text(held, 0, held.length);
                    text(octets, length);
                }
            }
            case FILE -> file(octets, length);
        }
    }

    private void text(byte[] octets, int length) {
        if (length <= LONGEST_LINE && begin(octets).isPresent() && taker.wanted()) {
            held = octets;
            state = State.BEGUN;
        } else {
            taker.text(octets, 0, octets.length);
            state = State.TEXT;
        }
    }

    private static Optional<String> begin(byte[] octets) {
        return UuLine.begin(new String(octets, StandardCharsets.ISO_8859_1).stripTrailing());
    }

    private void file(byte[] octets, int length) throws IOException {
        if (!last && UuLine.continues(octets, length)) {
            data(octets, length);
        } else if (UuLine.isLast(octets, length)) {
            last = true;
        } else if (new String(octets, 0, length, StandardCharsets.ISO_8859_1).strip().equals(END)) {
            state = State.TEXT;
            taker.end(true);
        } else {
            taker.end(last);
            text(octets, length);
        }
    }

    private void data(byte[] octets, int length) throws IOException {
        taker.data(decoded, UuLine.decode(octets, length, decoded));
    }
}
