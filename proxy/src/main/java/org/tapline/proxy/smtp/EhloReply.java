package org.tapline.proxy.smtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.tapline.proxy.sasl.PassableMechanisms;

/// The reply to EHLO, RFC 5321 §4.1.1.1, and the rewrite of its list.
///
/// @param lines without line ends, with code and separator
record EhloReply(List<String> lines) {
    private static final Set<String> HIDDEN = Set.of("STARTTLS", "BURL", "XCLIENT", "XFORWARD");

    static EhloReply of(byte[] reply) {
        return new EhloReply(new String(reply, StandardCharsets.ISO_8859_1).lines().toList());
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
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < kept.size(); i++) {
            String line = kept.get(i);
            boolean last = i == kept.size() - 1;
            String rest = line.length() > 3 ? line.substring(4) : "";
            text.append(line, 0, 3).append(last ? ' ' : '-').append(rest).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
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
        String text = line.length() > 4 ? line.substring(4).strip() : "";
        int space = text.indexOf(' ');
        return (space < 0 ? text : text.substring(0, space)).toUpperCase(Locale.ROOT);
    }
}
