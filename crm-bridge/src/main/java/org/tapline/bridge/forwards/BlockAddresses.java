package org.tapline.bridge.forwards;

import java.util.List;
import java.util.Locale;
import org.tapline.bridge.mime.MailAddress;

/// The address lists of header blocks. Outlook writes the same address three times
/// (`Anna<mailto:a@a.test> <a@a.test<mailto:a@a.test>>`), or in square brackets, and the one who
/// sent on behalf of another before that other.
final class BlockAddresses {
    /// Above what providers let a user send to: Gmail 500, Exchange Online 1,000.
    private static final int MOST = 2_000;

    /// RFC 5321 §4.5.3.1: 64 and 255 octets around the sign.
    private static final int LONGEST_ADDRESS = 320;

    private static final String LINK = "mailto:";

    private final String field;
    private final StringBuilder out = new StringBuilder();
    private int at;

    private BlockAddresses(String field) {
        this.field = field;
    }

    static List<MailAddress> of(String field) {
        String plain = new BlockAddresses(withoutPrincipal(field)).plain();
        return MailAddress.list(plain, MOST).stream().map(BlockAddresses::named).toList();
    }

    private static String withoutPrincipal(String field) {
        String lower = field.toLowerCase(Locale.ROOT);
        int end = field.length();
        for (String words : Marks.standard().words("behalf")) {
            int start = lower.indexOf(" " + words + " ");
            if (start > 0 && lower.length() == field.length() && field.indexOf('@') < start) {
                end = Math.min(end, start);
            }
        }
        return field.substring(0, end);
    }

    /// With one pair of angle brackets around each address, and no links.
    private String plain() {
        while (at < field.length()) {
            char c = field.charAt(at);
            boolean link = c == '<' && field.regionMatches(true, at + 1, LINK, 0, LINK.length());
            if (link) {
                bracketed('>');
            } else if (c == '[') {
                bracketed(']');
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    private void bracketed(char close) {
        int end = field.indexOf(close, at);
        if (end < 0 || end - at > LONGEST_ADDRESS + LINK.length()) {
            out.append(field.charAt(at));
            at++;
            return;
        }
        String inside = field.substring(at + 1, end);
        String address =
                inside.regionMatches(true, 0, LINK, 0, LINK.length())
                        ? inside.substring(LINK.length())
                        : inside;
        boolean isAddress = address.indexOf('@') > 0 && address.indexOf(' ') < 0;
        if (!isAddress) {
            out.append(field.charAt(at));
            at++;
            return;
        }
        at = end + 1;
        if (!addressBefore() && !addressFollows()) {
            out.append('<').append(address).append('>');
        } else {
            out.append(' ');
        }
    }

    /// Whether the word before already is an address.
    private boolean addressBefore() {
        int end = out.length();
        while (end > 0 && out.charAt(end - 1) == ' ') {
            end--;
        }
        for (int i = end - 1; i >= Math.max(0, end - LONGEST_ADDRESS); i--) {
            char c = out.charAt(i);
            if (c == '@') {
                return true;
            }
            if (c == ' ' || c == ',' || c == ';' || c == '<' || c == '>') {
                return false;
            }
        }
        return false;
    }

    private boolean addressFollows() {
        int next = at;
        while (next < field.length() && field.charAt(next) == ' ') {
            next++;
        }
        return next < field.length()
                && field.charAt(next) == '<'
                && !field.regionMatches(true, next + 1, LINK, 0, LINK.length());
    }

    /// Without quotes around the name, and without a name that repeats the address.
    private static MailAddress named(MailAddress mailbox) {
        String name = mailbox.name();
        while (name.length() > 1
                && isQuote(name.charAt(0))
                && isQuote(name.charAt(name.length() - 1))) {
            name = name.substring(1, name.length() - 1).strip();
        }
        return new MailAddress(
                name.equalsIgnoreCase(mailbox.address()) ? "" : name, mailbox.address());
    }

    private static boolean isQuote(char c) {
        return c == '\'' || c == '"' || c == '‘' || c == '’';
    }
}
