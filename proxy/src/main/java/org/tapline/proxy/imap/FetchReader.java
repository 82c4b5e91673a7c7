package org.tapline.proxy.imap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads one FETCH answer, line by line, around its literals (RFC 9051 §7.5.2).
///
/// | state | sees | next |
/// | --- | --- | --- |
/// | BEFORE | `(` | NAME |
/// | NAME | name, `[` | SECTION |
/// | NAME | name, space | VALUE |
/// | NAME | `)` | AFTER |
/// | SECTION | `]` | NAME, the rest of the name (`<origin>`) follows |
/// | VALUE | atom, quoted string, literal | NAME |
/// | VALUE | `(` | NESTED |
/// | NESTED | the matching `)` | NAME |
final class FetchReader {
    private enum State {
        BEFORE,
        NAME,
        SECTION,
        VALUE,
        NESTED,
        AFTER,
        /// Not as the grammar has it: nothing is concluded from this answer.
        LOST
    }

    /// Takes what is whole or a part of a message.
    interface Contents {
        /// A string that is content, in quotes or NIL.
        void string(Section section, byte[] octets);
    }

    /// Flags of one message that are kept: count. Dovecot allows 26 keywords in mbox, more
    /// elsewhere.
    private static final int FLAGS = 1000;

    private static final String LABELS = "X-GM-LABELS";

    /// Characters. Gmail allows 500 labels of 225; nobody sees more than a few.
    private static final int MOST_LABELS = 4096;

    private final int nesting;
    private State state = State.BEFORE;
    private int depth;
    private final StringBuilder name = new StringBuilder();

    private long uid;
    private long size = -1;
    private @Nullable List<String> flags;
    private @Nullable String internalDate;
    private final Map<String, String> providerIds = new HashMap<>();

    FetchReader(int nesting) {
        this.nesting = nesting;
    }

    /// A new answer begins.
    void begin() {
        state = State.BEFORE;
        depth = 0;
        name.setLength(0);
        uid = 0;
        size = -1;
        flags = null;
        internalDate = null;
        providerIds.clear();
    }

    /// Reads on, to the end of the line.
    ///
    /// @param literalFollows whether the line ends with the announcement of a literal
    /// @return what the literal is; empty when it is no content, or there is none
    Optional<Section> read(Cursor line, boolean literalFollows, Contents contents) {
        if (literalFollows) {
            line.over(line.octets(), line.position(), withoutMark(line));
        }
        while (state != State.LOST && !line.done()) {
            switch (state) {
                case BEFORE -> state = line.take('(') ? State.NAME : State.LOST;
                case NAME -> name(line);
                case SECTION -> section(line);
                case VALUE -> value(line, contents);
                case NESTED -> nested(line);
                case AFTER, LOST -> state = State.LOST;
            }
        }
        return literalFollows ? literal() : Optional.empty();
    }

    private Optional<Section> literal() {
        if (state != State.VALUE) {
            return Optional.empty();
        }
        Optional<Section> section = Section.of(name.toString());
        valueDone();
        return section;
    }

    private static int withoutMark(Cursor line) {
        int at = line.end() - 1;
        while (at > line.position() && line.octets().get(at) != '{') {
            at--;
        }
        boolean binary = at > line.position() && line.octets().get(at - 1) == '~';
        return binary ? at - 1 : at;
    }

    private void name(Cursor line) {
        int octet = line.next();
        if (octet == ' ') {
            state = name.isEmpty() ? State.NAME : State.VALUE;
        } else if (octet == ')' && name.isEmpty()) {
            state = State.AFTER;
        } else if (octet == '(' || octet == ')' || octet == '"') {
            state = State.LOST;
        } else {
            grow(octet);
            state = octet == '[' ? State.SECTION : State.NAME;
        }
    }

    private void section(Cursor line) {
        if (line.peek() == '"') {
            line.takeQuoted();
            return;
        }
        int octet = line.next();
        grow(octet);
        if (octet == ']') {
            state = State.NAME;
        }
    }

    /// Only short names mean something to us; a long one stays a name without meaning.
    private void grow(int octet) {
        if (name.length() < 64) {
            name.append((char) octet);
        }
    }

    private void value(Cursor line, Contents contents) {
        int start = line.position();
        switch (line.peek()) {
            case '(' -> {
                line.next();
                depth = 1;
                state = State.NESTED;
                if (named("FLAGS")) {
                    flags = new ArrayList<>();
                }
            }
            case '"' -> {
                if (!line.takeQuoted()) {
                    state = State.LOST;
                    return;
                }
                text(line, start, contents);
                valueDone();
            }
            default -> {
                line.takeUntil(" )");
                atom(line, start, contents);
                valueDone();
            }
        }
    }

    private void valueDone() {
        state = State.NAME;
        name.setLength(0);
    }

    private boolean named(String item) {
        return name.length() == item.length() && name.toString().equalsIgnoreCase(item);
    }

    private void text(Cursor line, int start, Contents contents) {
        byte[] octets = line.unquote(start, line.position());
        if (named("INTERNALDATE")) {
            internalDate = new String(octets, StandardCharsets.ISO_8859_1);
        } else {
            Section.of(name.toString()).ifPresent(section -> contents.string(section, octets));
        }
    }

    private void atom(Cursor line, int start, Contents contents) {
        int end = line.position();
        if (named("UID")) {
            uid = number(line, start, end);
        } else if (named("RFC822.SIZE")) {
            size = number(line, start, end);
        } else if (named("X-GM-MSGID") || named("X-GM-THRID")) {
            providerIds.put(name.toString().toUpperCase(Locale.ROOT), line.text(start, end));
        } else if (line.text(start, end).equalsIgnoreCase("NIL")) {
            Section.of(name.toString()).ifPresent(section -> contents.string(section, new byte[0]));
        }
    }

    private static long number(Cursor line, int start, int end) {
        line.moveTo(start);
        long number = line.takeNumber();
        line.moveTo(end);
        return number;
    }

    private void nested(Cursor line) {
        int start = line.position();
        switch (line.peek()) {
            case '(' -> {
                line.next();
                depth++;
                if (depth > nesting) {
                    state = State.LOST;
                }
            }
            case ')' -> {
                line.next();
                depth--;
                if (depth == 0) {
                    valueDone();
                }
            }
            case '"' -> {
                if (!line.takeQuoted()) {
                    state = State.LOST;
                } else if (named(LABELS)) {
                    label(line.text(start, line.position()));
                }
            }
            case ' ' -> line.next();
            default -> {
                int end = line.takeUntil(" ()\"");
                if (depth == 1 && meansSomething()) {
                    listed(line.text(start, end));
                }
            }
        }
    }

    private boolean meansSomething() {
        return named("FLAGS") || named("EMAILID") || named("THREADID") || named(LABELS);
    }

    /// Labels as on the wire, one space between; one that comes as a literal is left out, and so
    /// are more than anybody can have read.
    private void label(String written) {
        String before = providerIds.getOrDefault(LABELS, "");
        if (before.length() < MOST_LABELS) {
            providerIds.put(LABELS, before.isEmpty() ? written : before + ' ' + written);
        }
    }

    private void listed(String atom) {
        if (named("FLAGS") && flags != null && flags.size() < FLAGS) {
            flags.add(atom);
        } else if (named("EMAILID") || named("THREADID")) {
            providerIds.put(name.toString().toUpperCase(Locale.ROOT), atom);
        } else if (named(LABELS)) {
            label(atom);
        }
    }

    /// Whether the answer was read to its end.
    boolean complete() {
        return state == State.AFTER;
    }

    boolean tooDeep() {
        return depth > nesting;
    }

    /// 0 when the answer did not say.
    long uid() {
        return Math.max(0, uid);
    }

    /// RFC822.SIZE, or -1.
    long size() {
        return size;
    }

    Optional<List<String>> flags() {
        return Optional.ofNullable(flags);
    }

    Optional<String> internalDate() {
        return Optional.ofNullable(internalDate);
    }

    Map<String, String> providerIds() {
        return providerIds;
    }
}
