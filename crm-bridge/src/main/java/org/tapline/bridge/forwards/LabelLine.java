package org.tapline.bridge.forwards;

import java.util.Optional;

/// A line such as `From: Anna`, `*Von:* Anna`, `De : Anna`, `件名：Anna`.
record LabelLine(Marks.Label label, String value) {

    /// Reads a line without quote marks.
    static Optional<LabelLine> of(String line) {
        int start = 0;
        while (start < line.length() && isDecoration(line.charAt(start))) {
            start++;
        }
        int most = Math.min(line.length(), start + Marks.LONGEST_LABEL + 3);
        for (int at = start; at < most; at++) {
            char c = line.charAt(at);
            if (c == ':' || c == '：') {
                String word = undecorated(line.substring(start, at));
                String value = line.substring(at + 1);
                return Marks.standard()
                        .label(word)
                        .map(label -> new LabelLine(label, undecorated(value)));
            }
        }
        return Optional.empty();
    }

    private static boolean isDecoration(char c) {
        return c == '*' || c == ' ' || c == '\t';
    }

    private static String undecorated(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isDecoration(text.charAt(from))) {
            from++;
        }
        while (to > from && isDecoration(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }
}
