package org.tapline.bridge.leads;

import java.util.Locale;

/// Patterns with `*`. No backtracking: each piece between stars is looked for once.
final class Glob {
    private Glob() {}

    static boolean matches(String pattern, String text) {
        String[] pieces = pattern.toLowerCase(Locale.ROOT).split("\\*", -1);
        String lower = text.toLowerCase(Locale.ROOT);
        if (pieces.length == 1) {
            return lower.equals(pieces[0]);
        }
        String end = pieces[pieces.length - 1];
        if (!lower.startsWith(pieces[0])) {
            return false;
        }
        int at = pieces[0].length();
        for (int piece = 1; piece < pieces.length - 1; piece++) {
            int found = lower.indexOf(pieces[piece], at);
            if (found < 0) {
                return false;
            }
            at = found + pieces[piece].length();
        }
        return lower.length() - at >= end.length() && lower.endsWith(end);
    }
}
