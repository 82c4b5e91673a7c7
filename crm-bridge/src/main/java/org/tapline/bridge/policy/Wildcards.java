package org.tapline.bridge.policy;

import java.text.Normalizer;
import java.util.Locale;

/// Patterns with `*` (any characters) and `?` (one character), found anywhere in a text and without
/// regard to case. Not regular expressions: an administrator's slip must not make a pattern that
/// takes forever.
final class Wildcards {

    private Wildcards() {}

    /// Whether the pattern occurs in the text. The work is at most the product of both lengths.
    static boolean contains(String text, String pattern) {
        return matches(fold(text), '*' + fold(pattern) + '*');
    }

    private static boolean matches(String text, String pattern) {
        int t = 0;
        int p = 0;
        int star = -1;
        int retry = 0;
        while (t < text.length()) {
            char wanted = p < pattern.length() ? pattern.charAt(p) : '\0';
            if (p < pattern.length() && wanted == '*') {
                star = p++;
                retry = t;
            } else if (p < pattern.length() && (wanted == '?' || wanted == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private static String fold(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        return composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
