package org.tapline.bridge.mime;

import java.util.ArrayList;
import java.util.List;

/// An address field (RFC 5322 §3.4) as people and programs write it: groups, comments, quotes,
/// routes, and what is not allowed but met: unquoted commas in names, semicolons between
/// addresses, missing brackets, names only.
///
/// One pass over the field, one mailbox at a time.
final class AddressList {
    private final String field;
    private final int most;
    private final List<MailAddress> found = new ArrayList<>();
    private boolean odd;
    private boolean full;
    private boolean parenthesesOpen;
    private int at;
    private boolean inGroup;

    // The mailbox being read.
    private final StringBuilder phrase = new StringBuilder();
    private final StringBuilder bare = new StringBuilder();
    private final StringBuilder comment = new StringBuilder();
    private String angle = "";
    private boolean angled;

    private AddressList(String field, int most) {
        this.field = field;
        this.most = most;
    }

    /// The mailboxes of a field.
    ///
    /// @param odd something in it is not an address
    /// @param cut more addresses than the limit
    record Result(List<MailAddress> addresses, boolean odd, boolean cut) {}

    static Result parse(String field, int most) {
        AddressList list = new AddressList(field, most);
        list.run();
        return new Result(List.copyOf(list.found), list.odd, list.full);
    }

    private void run() {
        while (at < field.length() && !full) {
            char c = field.charAt(at);
            switch (c) {
                case '"' -> quoted();
                case '(' -> comment();
                case '<' -> angle();
                case ',' -> comma();
                case ';' -> semicolon();
                case ':' -> colon();
                default -> plain(c);
            }
        }
        finish();
    }

    private void plain(char c) {
        phrase.append(c);
        bare.append(c);
        at++;
    }

    private void quoted() {
        int start = at;
        StringBuilder text = new StringBuilder();
        int close = field.indexOf('"', at + 1);
        if (close < 0) {
            odd = true;
            at++;
            return;
        }
        at++;
        while (at < field.length() && field.charAt(at) != '"') {
            if (field.charAt(at) == '\\' && at + 1 < field.length()) {
                at++;
            }
            text.append(field.charAt(at));
            at++;
        }
        at = Math.min(field.length(), at + 1);
        phrase.append(text);
        if (at < field.length() && field.charAt(at) == '@') {
            bare.append(field, start, at); // a quoted local part keeps its quotes
        } else {
            bare.append(text.toString().indexOf('@') > 0 ? " " + text + " " : " ");
        }
    }

    private void comment() {
        if (parenthesesOpen) {
            plain('(');
            return;
        }
        int depth = 0;
        int start = at;
        while (at < field.length()) {
            char c = field.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                break;
            }
            at++;
        }
        if (at >= field.length()) {
            // Never closed: it is not a comment, and none after it is.
            at = start;
            parenthesesOpen = true;
            plain('(');
            odd = true;
            return;
        }
        comment.append(comment.isEmpty() ? "" : " ").append(field, start + 1, at);
        at++;
        if (angled) {
            return;
        }
        phrase.append('\u0001').append(field, start, at).append('\u0002');
        bare.append(' ');
    }

    private void angle() {
        int end = at + 1;
        while (end < field.length() && field.charAt(end) != '>' && field.charAt(end) != '<') {
            char c = field.charAt(end);
            if (c == '"') {
                int close = field.indexOf('"', end + 1);
                end = close < 0 ? end : close;
            }
            end++;
        }
        String inside = field.substring(at + 1, Math.min(end, field.length()));
        if (end >= field.length()) {
            odd = true;
            int comma = inside.indexOf(',');
            if (comma >= 0) {
                inside = inside.substring(0, comma);
                end = at + comma;
            }
        }
        if (angled && angle.indexOf('@') > 0) {
            // A second address without a comma between, or the same one twice.
            odd = true;
            if (inside.indexOf('@') > 0 && !inside.strip().equalsIgnoreCase(angle)) {
                finish();
            }
        }
        angled = true;
        angle = routeless(inside.strip());
        at = end < field.length() && field.charAt(end) == '<' ? end : end + 1;
    }

    /// `@one,@two:user@domain` (RFC 5322 §4.4) without the route.
    private static String routeless(String inside) {
        int colon = inside.startsWith("@") ? inside.indexOf(':') : -1;
        String address = colon < 0 ? inside : inside.substring(colon + 1);
        return address.regionMatches(true, 0, "mailto:", 0, 7) ? address.substring(7) : address;
    }

    private void comma() {
        at++;
        boolean nameOnly = !angled && bare.indexOf("@") < 0 && !phrase.toString().isBlank();
        if (nameOnly && angleFollows()) {
            // `Last, First <address>` without the quotes it needs.
            odd = true;
            phrase.append(", ");
            bare.append(' ');
            return;
        }
        finish();
    }

    /// Whether the next mailbox has a name and an angle address, before any comma.
    private boolean angleFollows() {
        int end = at;
        boolean word = false;
        while (end < field.length()) {
            char c = field.charAt(end);
            if (c == '<') {
                return word;
            }
            if (c == ',' || c == '@' || c == ';' || c == ':' || c == '"') {
                return false;
            }
            word |= !Character.isWhitespace(c);
            end++;
        }
        return false;
    }

    private void semicolon() {
        at++;
        finish();
        inGroup = false;
    }

    private void colon() {
        boolean name = !angled && bare.indexOf("@") < 0 && !inGroup;
        if (name) {
            clear(); // the name of a group
            inGroup = true;
            at++;
        } else {
            plain(':');
        }
    }

    private void finish() {
        if (!angled && phrase.isEmpty() && bare.isEmpty()) {
            clear();
            return;
        }
        MailAddress mailbox = angled ? fromAngle() : fromBare();
        clear();
        if (mailbox.name().isEmpty() && mailbox.address().isEmpty()) {
            return;
        }
        if (found.size() >= most) {
            full = true;
            return;
        }
        odd |= mailbox.address().indexOf('@') <= 0;
        found.add(mailbox);
    }

    private MailAddress fromAngle() {
        String address = EncodedWords.decode(angle).replaceAll("\\([^()]*\\)", "");
        String name = name(phrase.toString());
        if (address.endsWith(";") && address.indexOf(':') > 0) {
            address = ""; // a group name in brackets: `<Undisclosed-Recipient:;>`
        }
        if (address.indexOf('@') < 0) {
            // `user@domain <nothing useful>`
            String other = fromBare().address();
            if (other.indexOf('@') > 0) {
                return new MailAddress("", other);
            }
        }
        return new MailAddress(name, squeezed(address));
    }

    private MailAddress fromBare() {
        String text = bare.toString().strip();
        if (text.indexOf('@') < 0 && text.contains("=?")) {
            text = EncodedWords.decode(text);
        }
        int sign = text.lastIndexOf('@');
        if (sign < 0) {
            // `mailer-daemon (Mail System)`: an address without a domain, as the old form has it.
            boolean local = !comment.isEmpty() && !text.isEmpty() && text.indexOf(' ') < 0;
            if (text.isEmpty() && onlyComment()) {
                return new MailAddress("", "");
            }
            return local
                    ? new MailAddress(name(comment.toString()), text)
                    : new MailAddress(name(phrase.toString()), "");
        }
        text = text.substring(0, sign) + text.substring(sign).replaceAll("\\s+\\.\\s*", ".");
        int from = sign;
        while (from > 0 && !Character.isWhitespace(text.charAt(from - 1))) {
            from--;
        }
        if (text.charAt(Math.max(0, sign - 1)) == '"') {
            from = Math.max(0, text.lastIndexOf('"', sign - 2));
        }
        int to = sign;
        while (to < text.length() && !Character.isWhitespace(text.charAt(to))) {
            to++;
        }
        String before = text.substring(0, from);
        String after = text.substring(to);
        if (from == sign && !before.isBlank()) {
            // `user @ domain`
            return new MailAddress(name(comment.toString()), squeezed(text));
        }
        if (to == sign + 1 && !after.isBlank()) {
            return new MailAddress(name(comment.toString()), squeezed(text));
        }
        String rest = (before + " " + after).strip();
        String name = rest.isEmpty() ? comment.toString() : rest;
        odd |= !rest.isEmpty();
        return new MailAddress(name(name), bracketless(text.substring(from, to)));
    }

    private boolean onlyComment() {
        return phrase.toString().replaceAll("\u0001[^\u0002]*\u0002", "").isBlank();
    }

    /// A name: decoded, one space where there was much, comments kept only where they stand
    /// beside words.
    private static String name(String text) {
        String outside = text.replaceAll("\u0001[^\u0002]*\u0002", "");
        String shown =
                outside.isBlank()
                        ? text.replaceAll("\u0001\\(?", "").replaceAll("\\)?\u0002", "")
                        : text.replaceAll("[\u0001\u0002]", "");
        return EncodedWords.decode(shown.strip()).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    }

    private static String bracketless(String address) {
        String inside = address;
        while (inside.length() > 1 && "'[<(".indexOf(inside.charAt(0)) >= 0) {
            inside = inside.substring(1);
        }
        while (inside.length() > 1 && "'>)".indexOf(inside.charAt(inside.length() - 1)) >= 0) {
            inside = inside.substring(0, inside.length() - 1);
        }
        return routeless(inside);
    }

    private static String squeezed(String address) {
        return address.startsWith("\"") ? address : address.replaceAll("\\s+", "");
    }

    private void clear() {
        phrase.setLength(0);
        bare.setLength(0);
        comment.setLength(0);
        angle = "";
        angled = false;
    }
}
