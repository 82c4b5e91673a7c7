package org.tapline.bridge.mime;

import java.util.List;

/// The text of a mail, split into what is new and what came before.
///
/// Answers between the quoted lines are new text, and keep the quotes they answer.
///
/// @param reply the new text, without blank lines at its end
/// @param signature what stands below `-- `, and lines such as "Sent from my phone"; empty when
///     there is none
/// @param history quoted or forwarded text with the line that introduces it; empty when there is
///     none
public record QuotedHistory(String reply, String signature, String history) {

    /// Splits a text. Time is linear.
    ///
    /// @param text as of [ParsedMail#text()]
    public static QuotedHistory split(String text) {
        List<String> lines = text.replace("\r\n", "\n").replace("\u200b", "").lines().toList();
        int below = leading(lines);
        if (below > 0) {
            QuotedHistory rest = split(String.join("\n", lines.subList(below, lines.size())));
            return new QuotedHistory(
                    rest.reply(),
                    rest.signature(),
                    (join(lines, 0, below) + "\n\n" + rest.history()).strip());
        }
        int marked = marked(lines);
        int signed = Signatures.start(lines, marked);
        int cut = unquoted(lines, signed);
        int end = cut < signed ? Signatures.start(lines, cut) : signed;
        String reply = join(lines, 0, end);
        if (reply.isEmpty()) {
            // Only quoted or forwarded: there is nothing new to show, so nothing is hidden.
            return new QuotedHistory(text.strip(), "", "");
        }
        boolean under = cut < signed; // the signature stands below the quoted text
        return new QuotedHistory(
                reply,
                join(lines, end, under ? cut : marked),
                under ? join(lines, cut, lines.size()) : join(lines, marked, lines.size()));
    }

    /// The number of the line behind an introduction and its quotes where a text starts with
    /// them and the answer stands below; 0 where not.
    private static int leading(List<String> lines) {
        int at = 0;
        while (at < lines.size() && lines.get(at).isBlank()) {
            at++;
        }
        int length = at < lines.size() ? HistoryMarks.introduction(lines, at) : 0;
        if (length == 0 || !quoteFollows(lines, at + length)) {
            return 0;
        }
        at += length;
        while (at < lines.size() && (lines.get(at).isBlank() || isQuoted(lines.get(at)))) {
            at++;
        }
        // More quotes below: the answers stand between them, and are not torn apart.
        boolean torn = lines.subList(at, lines.size()).stream().anyMatch(QuotedHistory::isQuoted);
        return torn || Signatures.start(lines, lines.size()) <= at ? 0 : at;
    }

    private static String join(List<String> lines, int from, int to) {
        return String.join("\n", lines.subList(from, to)).strip();
    }

    /// The number of the line where a quoted block starts that reaches to `end`, or `end`.
    private static int unquoted(List<String> lines, int end) {
        int last = end;
        boolean quoted = false;
        while (last > 0
                && (lines.get(last - 1).isBlank()
                        || isQuoted(lines.get(last - 1))
                        || isRemainder(lines, last - 1, end))) {
            last--;
            quoted |= isQuoted(lines.get(last));
        }
        if (!quoted) {
            return end;
        }
        int from = Math.max(0, last - HistoryMarks.MOST_LINES - 1);
        for (int at = from; at < last; at++) {
            int length = HistoryMarks.introduction(lines, at);
            if (length > 0 && onlyBlank(lines, at + length, last)) {
                return at;
            }
        }
        return last;
    }

    /// The first line that announces an older mail which is not marked by `>`.
    private static int marked(List<String> lines) {
        for (int at = 0; at < lines.size(); at++) {
            if (HistoryMarks.isSeparator(lines, at) || HistoryMarks.isHeaderBlock(lines, at)) {
                return at;
            }
            int length = HistoryMarks.introduction(lines, at);
            if (length > 0 && !quoteFollows(lines, at + length)) {
                return at;
            }
        }
        return lines.size();
    }

    /// The end of a quoted line that was too long and was broken without a mark.
    private static boolean isRemainder(List<String> lines, int at, int end) {
        return at > 0
                && at + 1 < end
                && isQuoted(lines.get(at - 1))
                && lines.get(at - 1).length() > 60
                && isQuoted(lines.get(at + 1))
                && lines.get(at).length() < 60;
    }

    private static boolean quoteFollows(List<String> lines, int from) {
        int at = from;
        while (at < lines.size() && lines.get(at).isBlank()) {
            at++;
        }
        return at < lines.size() && isQuoted(lines.get(at));
    }

    private static boolean onlyBlank(List<String> lines, int from, int to) {
        return lines.subList(from, Math.max(from, to)).stream().allMatch(String::isBlank);
    }

    private static boolean isQuoted(String line) {
        String start = line.stripLeading();
        return start.startsWith(">") || start.startsWith("|");
    }
}
