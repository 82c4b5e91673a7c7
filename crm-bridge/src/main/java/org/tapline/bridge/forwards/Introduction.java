package org.tapline.bridge.forwards;

import java.util.Locale;
import java.util.Optional;

/// The form of a line that introduces an original: `On {date}, {name} {address} wrote`. The line
/// ends with a colon.
///
/// @param language two letters
/// @param start words before the date, or before the name where the date stands behind
/// @param infix words between date and name
/// @param end words behind the address
/// @param last words behind the date where the date stands behind the address
/// @param dateLast the date stands behind the address
record Introduction(
        String language, String start, String infix, String end, String last, boolean dateLast) {
    private static final String OPENING = "\"„“«'”";
    private static final String CLOSING = "\"”“»'";

    /// What such a line says.
    record Said(String name, String address, String date) {}

    static Introduction of(String language, String form) {
        String before = form.substring(0, form.indexOf("{address}"));
        String behind = form.substring(form.indexOf("{address}") + "{address}".length());
        int dateAt = before.indexOf("{date}");
        int nameAt = before.indexOf("{name}");
        if (dateAt < 0) {
            int date = behind.indexOf("{date}");
            return new Introduction(
                    language,
                    words(before.substring(0, nameAt)),
                    "",
                    words(behind.substring(0, date)),
                    words(behind.substring(date + "{date}".length())),
                    true);
        }
        return new Introduction(
                language,
                words(before.substring(0, dateAt)),
                words(before.substring(dateAt + "{date}".length(), nameAt)),
                words(behind),
                "",
                false);
    }

    private static String words(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    /// Reads a line that may be of this form.
    ///
    /// @param line without quote marks; its length is bounded by the caller
    Optional<Said> read(String line) {
        return Bracket.first(line).flatMap(bracket -> read(line, bracket));
    }

    private Optional<Said> read(String line, Bracket bracket) {
        int colon = line.length() - 1;
        if (line.charAt(colon) != ':' && line.charAt(colon) != '：') {
            return Optional.empty();
        }
        String left = line.substring(0, bracket.open()).strip();
        String right = line.substring(bracket.close() + 1, Math.max(bracket.close() + 1, colon));
        return dateLast
                ? readDateLast(left, bracket.inside(), right.strip())
                : readDateFirst(left, bracket.inside(), right.strip());
    }

    private Optional<Said> readDateLast(String left, String address, String right) {
        String lower = right.toLowerCase(Locale.ROOT);
        boolean fits =
                lower.startsWith(end)
                        && lower.endsWith(last)
                        && lower.length() > end.length() + last.length();
        return fits
                ? Optional.of(
                        new Said(
                                unquoted(left),
                                address,
                                right.substring(end.length(), right.length() - last.length())))
                : Optional.empty();
    }

    private Optional<Said> readDateFirst(String left, String address, String right) {
        String lower = left.toLowerCase(Locale.ROOT);
        boolean starts = start.isEmpty() || lower.startsWith(start + " ");
        if (!starts || !right.toLowerCase(Locale.ROOT).equals(end)) {
            return Optional.empty();
        }
        String rest = left.substring(Math.min(left.length(), start.length())).strip();
        int quote = opening(rest);
        int at = infixAt(quote < 0 ? rest : rest.substring(0, quote), quote >= 0);
        if (at < 0) {
            return Optional.empty();
        }
        String date = rest.substring(0, at);
        String name = quote >= 0 ? rest.substring(quote) : rest.substring(at + infix.length());
        return infix.isEmpty() && quote < 0
                ? Optional.of(new Said("", address, ""))
                : Optional.of(new Said(unquoted(name.strip()), address, date.strip()));
    }

    /// Where the infix stands that divides date and name, or -1.
    private int infixAt(String text, boolean quoted) {
        if (infix.isEmpty()) {
            return text.length();
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (quoted) {
            String before = lower.stripTrailing();
            return before.endsWith(infix) ? before.length() - infix.length() : -1;
        }
        return lower.lastIndexOf(infix.equals(",") ? ", " : infix + " ");
    }

    /// Where the quoted name at the end of a text opens, or -1.
    private static int opening(String text) {
        if (text.length() < 2 || CLOSING.indexOf(text.charAt(text.length() - 1)) < 0) {
            return -1;
        }
        int at = text.length() - 2;
        while (at >= 0 && OPENING.indexOf(text.charAt(at)) < 0) {
            at--;
        }
        return at;
    }

    private static String unquoted(String name) {
        String text = name.strip();
        int open = opening(text);
        return open == 0 ? text.substring(1, text.length() - 1).strip() : text;
    }
}
