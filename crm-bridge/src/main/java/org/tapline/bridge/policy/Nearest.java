package org.tapline.bridge.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/// Finds what somebody probably meant.
final class Nearest {

    /// Longer texts are compared by their beginning.
    private static final int LONGEST = 64;

    private Nearest() {}

    /// The candidate with the fewest changed, added, left out or swapped characters; the first in
    /// the alphabet among equals.
    ///
    /// @param candidates at least one
    static String to(String text, Collection<String> candidates) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        String bounded = word.length() > LONGEST ? word.substring(0, LONGEST) : word;
        return candidates.stream()
                .min(
                        Comparator.<String>comparingInt(c -> distance(bounded, c))
                                .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /// Optimal string alignment distance.
    static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                if (swapped(a, i, b, j)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }

    private static boolean swapped(String a, int i, String b, int j) {
        return i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
    }
}
