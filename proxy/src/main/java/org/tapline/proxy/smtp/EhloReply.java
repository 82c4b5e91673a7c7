package org.tapline.proxy.smtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tapline.proxy.sasl.PassableMechanisms;

/// The reply to EHLO, RFC 5321 §4.1.1.1, and the rewrite of its list.
///
/// @param text as received, in Latin-1
/// @param lines without line ends, with code and separator
record EhloReply(String text, List<String> lines) {
    private static final Pattern LINE_END = Pattern.compile("\\r?\\n");
    private static final Set<String> HIDDEN = Set.of("STARTTLS", "BURL", "XCLIENT", "XFORWARD");

    /// @param reply framed, so that every line begins with a code
    static EhloReply of(byte[] reply) {
        String text = new String(reply, StandardCharsets.ISO_8859_1);
        return new EhloReply(text, LINE_END.splitAsStream(text).toList());
    }

    boolean offers(String keyword) {
        return lines.stream().skip(1).anyMatch(line -> keyword(line).equals(keyword));
    }

    /// The mechanisms in all AUTH lines, as the upstream offers them.
    List<String> mechanisms() {
        return lines.stream()
                .skip(1)
                .filter(EhloReply::isAuth)
                .flatMap(EhloReply::mechanismsOf)
                .toList();
    }

    /// The list as the client may see it.
    ///
    /// @param beforeTls the client is still to start TLS: STARTTLS is offered, AUTH is not
    byte[] rewritten(boolean beforeTls) {
        List<String> offered = mechanisms();
        List<String> kept = new ArrayList<>();
        kept.add(lines.getFirst());
        boolean startTls = false;
        for (String line : lines.subList(1, lines.size())) {
            if (beforeTls && !startTls && keyword(line).equals("STARTTLS")) {
                kept.add(line);
                startTls = true;
            } else if (isAuth(line)) {
                auth(line, offered, beforeTls, kept);
            } else if (!HIDDEN.contains(keyword(line))) {
                kept.add(line);
            }
        }
        if (beforeTls && !startTls) {
            kept.add(lines.getFirst().substring(0, 3) + " STARTTLS");
        }
        return (kept.equals(lines) ? text : joined(kept)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String joined(List<String> kept) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < kept.size(); i++) {
            String line = kept.get(i);
            boolean last = i == kept.size() - 1;
            String rest = line.length() > 3 ? line.substring(4) : "";
            text.append(line, 0, 3).append(last ? ' ' : '-').append(rest).append("\r\n");
        }
        return text.toString();
    }

    private static void auth(
            String line, List<String> offered, boolean beforeTls, List<String> kept) {
        List<String> own = mechanismsOf(line).toList();
        List<String> passing =
                own.stream().filter(name -> PassableMechanisms.passes(name, offered)).toList();
        if (beforeTls || passing.isEmpty()) {
            return;
        }
        kept.add(
                passing.size() == own.size()
                        ? line
                        : line.substring(0, 9) + String.join(" ", passing));
    }

    private static Stream<String> mechanismsOf(String line) {
        return Stream.of(line.substring(8).split("[ =]+")).filter(name -> !name.isEmpty());
    }

    /// `AUTH PLAIN ...`, and `AUTH=PLAIN ...` of servers that serve clients older than RFC 2554.
    private static boolean isAuth(String line) {
        return keyword(line).equals("AUTH") || keyword(line).startsWith("AUTH=");
    }

    private static String keyword(String line) {
        String rest = line.length() > 4 ? line.substring(4) : "";
        int space = rest.indexOf(' ');
        return (space < 0 ? rest : rest.substring(0, space)).toUpperCase(Locale.ROOT);
    }
}
