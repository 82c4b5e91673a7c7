package org.tapline.bridge.forwards;

import java.util.Locale;
import java.util.Optional;

/// A line such as `-------- Forwarded Message --------`.
///
/// @param dashes before the words
/// @param words lower case
/// @param rest what stands behind in the same line, as Yahoo Mail writes it
record Dashed(int dashes, String words, String rest) {
    /// Longer words between dashes are no mark we know.
    static final int LONGEST_WORDS = 80;

    private static final int FEWEST_DASHES = 3;

    static Optional<Dashed> of(String line) {
        int dashes = dashesAt(line, 0);
        if (dashes < FEWEST_DASHES) {
            return Optional.empty();
        }
        int end = line.indexOf("---", dashes);
        if (end < 0 || end - dashes > LONGEST_WORDS) {
            return Optional.empty();
        }
        String words = line.substring(dashes, end).strip().toLowerCase(Locale.ROOT);
        String rest = line.substring(end + dashesAt(line, end)).strip();
        // Thunderbird says it twice in Slovak: `--- Preposlaná správa --- Forwarded Message ---`.
        return Optional.of(new Dashed(dashes, words, rest.endsWith("---") ? "" : rest));
    }

    private static int dashesAt(String line, int from) {
        int at = from;
        while (at < line.length() && line.charAt(at) == '-') {
            at++;
        }
        return at - from;
    }
}
