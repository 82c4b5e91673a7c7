package org.tapline.bridge.forwards;

import java.util.Locale;

/// The prefix of a subject: `Fwd: Price list`, `WG: Preisliste`, `[EXTERNAL] AW: Preisliste`.
///
/// @param kind what the first prefix says
/// @param rest the subject behind it; the whole subject when it has none
record SubjectPrefix(Kind kind, String rest) {
    /// A longer one is a word of the subject.
    private static final int LONGEST = 12;

    enum Kind {
        FORWARD,
        /// A forward, except in Finnish, where the same letters mean an answer.
        FORWARD_UNLESS_FINNISH,
        REPLY,
        NONE
    }

    static SubjectPrefix of(String subject) {
        String text = untagged(subject.strip());
        int colon = colon(text);
        if (colon < 0) {
            return new SubjectPrefix(Kind.NONE, text);
        }
        String word = uncounted(text.substring(0, colon).strip()).toLowerCase(Locale.ROOT);
        String rest = text.substring(colon + 1).strip();
        Marks marks = Marks.standard();
        if (marks.words("forward-prefix").contains(word)) {
            return new SubjectPrefix(Kind.FORWARD, rest);
        }
        if (marks.words("forward-prefix-unless-fi").contains(word)) {
            return new SubjectPrefix(Kind.FORWARD_UNLESS_FINNISH, rest);
        }
        return marks.words("reply-prefix").contains(word)
                ? new SubjectPrefix(Kind.REPLY, rest)
                : new SubjectPrefix(Kind.NONE, text);
    }

    /// Without `[EXTERNAL]`, `[list-name]` and the like in front.
    private static String untagged(String subject) {
        String text = subject;
        while (text.startsWith("[")) {
            int close = text.indexOf(']');
            if (close < 0) {
                return text;
            }
            text = text.substring(close + 1).strip();
        }
        return text;
    }

    private static int colon(String text) {
        for (int at = 0; at < Math.min(text.length(), LONGEST); at++) {
            if (text.charAt(at) == ':' || text.charAt(at) == '：') {
                return at;
            }
        }
        return -1;
    }

    /// `Re[2]` and `Fwd(3)` without the count.
    private static String uncounted(String word) {
        int at = 0;
        while (at < word.length() && word.charAt(at) != '[' && word.charAt(at) != '(') {
            at++;
        }
        return word.substring(0, at).strip();
    }
}
