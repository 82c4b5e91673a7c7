package org.tapline.proxy.imap;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.tapline.proxy.sasl.SaslObserver;

/// Reads the lines of a command: tag, name, and the arguments of those commands that mean something
/// to us (RFC 9051 §2.2.1, §9).
final class CommandReader {
    private final Session session;
    private final Refusals refusals;
    private boolean first = true;

    CommandReader(Session session) {
        this.session = session;
        refusals = new Refusals(session);
    }

    /// Whether the first line of a session is one of HTTP (RFC 9112 §3): a browser, or a page that
    /// makes one speak to mail ports.
    boolean isHttp(Cursor line) {
        boolean http = false;
        if (first) {
            int start = line.position();
            while (!http && !line.done()) {
                line.takeUntil(" ");
                http = line.take(' ') && line.startsWith("HTTP/1.");
            }
            line.moveTo(start);
        }
        first = false;
        return http;
    }

    /// Reads tag and name; the cursor then stands at the arguments.
    ///
    /// @return empty when the line is no command, so that nobody knows what the upstream makes
    ///     of it
    Optional<Command> begin(Cursor line) {
        int start = line.position();
        int end = line.takeUntil(" ");
        if (end == start || end - start > session.limits().tag() || !isTag(line, start, end)) {
            return Optional.empty();
        }
        byte[] tag = line.copy(start, end);
        line.take(' ');
        String name = word(line);
        boolean byUid = name.equals("UID");
        if (byUid) {
            name = word(line);
        }
        return Optional.of(new Command(tag, CommandName.of(name), byUid));
    }

    private static String word(Cursor line) {
        int start = line.position();
        String word = line.text(start, line.takeUntil(" ")).toUpperCase(Locale.ROOT);
        line.take(' ');
        return word;
    }

    private static boolean isTag(Cursor line, int start, int end) {
        for (int at = start; at < end; at++) {
            int octet = line.octets().get(at);
            if (octet <= ' ' || octet == 0x7f || "(){%*\"\\+".indexOf(octet) >= 0) {
                return false;
            }
        }
        return true;
    }

    /// Reads the arguments on this line.
    ///
    /// @return false when a string in quotes is not closed before the announcement of a
    ///     literal: then nobody knows whether it is one
    boolean read(Command command, Cursor line, boolean literalFollows) {
        int start = line.position();
        if (literalFollows && openQuote(line)) {
            return false;
        }
        line.moveTo(start);
        if (command.name() == CommandName.FETCH) {
            slice(command, line);
        } else if (command.name().speaksToUs()) {
            command.arguments().read(line, literalFollows);
        }
        return true;
    }

    private static boolean openQuote(Cursor line) {
        while (!line.done()) {
            line.takeUntil("\"");
            if (!line.done() && !line.takeQuoted()) {
                return true;
            }
        }
        return false;
    }

    /// `BODY[]<first.count>`: an answer shorter than count ends the message.
    private static void slice(Command command, Cursor line) {
        while (!line.done()) {
            line.takeUntil("[");
            if (line.startsWith("[]<")) {
                line.moveTo(line.position() + 3);
                long first = line.takeNumber();
                long count = line.take('.') ? line.takeNumber() : -1;
                if (first >= 0 && count > 0) {
                    command.slices(new Command.Slice(first, count));
                }
                return;
            }
            line.next();
        }
    }

    /// Decides whether Tapline answers the command itself.
    void refuse(Command command) {
        refusals.answerTo(command)
                .ifPresent(
                        answer -> {
                            String tag = new String(command.tag(), StandardCharsets.ISO_8859_1);
                            command.answerWith(
                                    (tag + ' ' + answer + "\r\n")
                                            .getBytes(StandardCharsets.ISO_8859_1));
                        });
    }

    /// AUTHENTICATE has been sent: from here on the exchange is watched.
    void startExchange(Command command) {
        Arguments arguments = command.arguments();
        if (arguments.hasText(0)) {
            Optional<byte[]> initial =
                    arguments.hasText(1)
                            ? Optional.of(arguments.get(1).octets())
                            : Optional.empty();
            command.exchanges(SaslObserver.start(arguments.get(0).text(), initial));
        }
    }

    /// Whether a line cannot be text, by its first octet.
    static boolean isBinary(byte first) {
        return first >= 0 && first < ' ' && first != '\r' && first != '\n';
    }

    /// The word behind the tag, in capitals; the cursor stays where it is.
    static String secondWord(Cursor cursor) {
        int start = cursor.position();
        cursor.takeUntil(" ");
        cursor.take(' ');
        int from = cursor.position();
        String second = cursor.text(from, cursor.takeUntil(" ")).toUpperCase(Locale.ROOT);
        cursor.moveTo(start);
        return second;
    }
}
