package org.tapline.bridge.journaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A line of the text of a report, unfolded.
///
/// @param label lower case
record ReportLine(String label, String value) {
    /// "On-Behalf-Of" has twelve letters.
    private static final int LONGEST_LABEL = 30;

    /// The lines up to the first that is none: a footer that a gateway put below, say.
    static List<ReportLine> of(String text) {
        List<ReportLine> lines = new ArrayList<>();
        StringBuilder folded = new StringBuilder();
        for (String line : text.lines().toList()) {
            boolean continues = !line.isBlank() && Character.isWhitespace(line.charAt(0));
            if (continues && !folded.isEmpty()) {
                folded.append(' ').append(line.strip());
                continue;
            }
            close(folded, lines);
            if (line.isBlank()) {
                continue;
            }
            int colon = line.indexOf(':');
            if (colon <= 0 || colon > LONGEST_LABEL) {
                return lines;
            }
            folded.append(line);
        }
        close(folded, lines);
        return lines;
    }

    private static void close(StringBuilder folded, List<ReportLine> lines) {
        if (folded.isEmpty()) {
            return;
        }
        int colon = folded.indexOf(":");
        lines.add(
                new ReportLine(
                        folded.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        folded.substring(colon + 1).strip()));
        folded.setLength(0);
    }
}
