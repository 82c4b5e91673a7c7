package org.tapline.cli.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds what somebody probably meant.
final class NearestKey {
    private NearestKey() {}

    static Optional<String> of(String given, Collection<String> known) {
        return known.stream()
                .min(
                        Comparator.<String>comparingInt(key -> distance(given, key))
                                .thenComparing(Comparator.naturalOrder()));
    }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
    static int distance(String left, String right) {
        int[][] cost = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            cost[i][0] = i;
        }
        for (int j = 0; j <= right.length(); j++) {
            cost[0][j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            for (int j = 1; j <= right.length(); j++) {
                int replace = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
                int best =
                        Math.min(
                                Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1),
                                cost[i - 1][j - 1] + replace);
                if (i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1)) {
                    best = Math.min(best, cost[i - 2][j - 2] + 1);
                }
                cost[i][j] = best;
            }
        }
        return cost[left.length()][right.length()];
    }
}
