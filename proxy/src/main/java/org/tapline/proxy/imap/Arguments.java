package org.tapline.proxy.imap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The arguments of one command as far as they are read: atoms, strings and parentheses
/// (RFC 9051 §4).
final class Arguments {
    /// Commands that speak to us have few; SELECT with QRESYNC and flags of APPEND have the most.
    private static final int MOST = 1000;

    /// One argument. An atom or string is handed out as it is: a password is wiped in place.
    static final class Argument {
        private final Kind kind;
        private final byte[] octets;

        Argument(Kind kind, byte[] octets) {
            this.kind = kind;
            this.octets = octets;
        }

        /// What it looked like.
        Kind kind() {
            return kind;
        }

        /// Its value, without quotes.
        byte[] octets() {
            return octets;
        }

        String text() {
            return new String(octets, StandardCharsets.ISO_8859_1);
        }

        boolean isAtom(String name) {
            return kind == Kind.ATOM && text().equalsIgnoreCase(name);
        }
    }

    /// What an argument looked like.
    enum Kind {
        ATOM,
        STRING,
        OPEN,
        CLOSE
    }

    private static final byte[] EMPTY = new byte[0];

    private final List<Argument> read = new ArrayList<>();
    private boolean understood = true;

    /// Reads on, to the end of the line or the announcement of a literal.
    void read(Cursor line, boolean literalFollows) {
        while (understood && !line.done()) {
            int start = line.position();
            switch (line.peek()) {
                case ' ' -> line.next();
                case '(' -> parenthesis(Kind.OPEN, line);
                case ')' -> parenthesis(Kind.CLOSE, line);
                case '"' -> {
                    understood = line.takeQuoted();
                    add(Kind.STRING, line.unquote(start, line.position()));
                }
                case '{', '~' -> {
                    understood &= literalFollows;
                    line.moveTo(line.end());
                }
                default -> add(Kind.ATOM, line.copy(start, line.takeUntil(" ()\"")));
            }
        }
    }

    /// A literal that is an argument.
    void literal(byte[] octets) {
        add(Kind.STRING, octets);
    }

    private void parenthesis(Kind kind, Cursor line) {
        line.next();
        add(kind, EMPTY);
    }

    private void add(Kind kind, byte[] octets) {
        if (read.size() < MOST) {
            read.add(new Argument(kind, octets));
        } else {
            understood = false;
        }
    }

    /// The command is not as the grammar has it, or too long: nothing is concluded from it.
    void misunderstood() {
        understood = false;
    }

    boolean understood() {
        return understood;
    }

    List<Argument> all() {
        return read;
    }

    int count() {
        return read.size();
    }

    Argument get(int index) {
        return read.get(index);
    }

    /// Whether at this place stands an atom or a string.
    boolean hasText(int index) {
        return understood
                && index < read.size()
                && (read.get(index).kind() == Kind.ATOM || read.get(index).kind() == Kind.STRING);
    }

    void clear() {
        read.clear();
    }
}
