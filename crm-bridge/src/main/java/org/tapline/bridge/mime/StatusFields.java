package org.tapline.bridge.mime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Groups of header-like fields separated by blank lines, as in a delivery status (RFC 3464 §2.1)
/// or a feedback report (RFC 5965 §3).
final class StatusFields {
    /// Groups of one report. 300: more recipients than [ReportPart#MOST_OCTETS] holds.
    private static final int MOST_GROUPS = 300;

    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s<>\"(),;:\\[\\]]{1,128}@[^\\s<>\"(),;:\\[\\]']{1,255}");

    /// Stands once in the group of each recipient (RFC 3464 §2.3.2).
    private static final String RECIPIENT = "final-recipient";

    private StatusFields() {}

    /// At least one group, which may be empty. Names are lower case; the first of a name counts.
    static List<Map<String, String>> groups(String text) {
        List<Map<String, String>> groups = new ArrayList<>();
        Map<String, StringBuilder> group = new HashMap<>();
        String last = "";
        for (String line : text.split("\n", -1)) {
            if (line.isBlank()) {
                close(group, groups);
                last = "";
            } else if (Character.isWhitespace(line.charAt(0)) && group.containsKey(last)) {
                group.getOrDefault(last, new StringBuilder()).append(' ').append(line.strip());
            } else {
                int colon = line.indexOf(':');
                last = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                if (last.equals(RECIPIENT) && group.containsKey(RECIPIENT)) {
                    close(group, groups); // the blank line between them was lost
                }
                if (colon > 0) {
                    String value = line.substring(colon + 1).strip();
                    group.putIfAbsent(last, new StringBuilder(value));
                }
            }
            if (groups.size() >= MOST_GROUPS) {
                break;
            }
        }
        close(group, groups);
        return groups.isEmpty() ? List.of(Map.of()) : groups;
    }

    private static void close(Map<String, StringBuilder> group, List<Map<String, String>> groups) {
        if (group.isEmpty()) {
            return;
        }
        Map<String, String> done = new HashMap<>();
        group.forEach((name, value) -> done.put(name, value.toString()));
        groups.add(Map.copyOf(done));
        group.clear();
    }

    /// The address in `rfc822; <address>` and the like.
    static Optional<String> address(String value) {
        int semicolon = value.indexOf(';');
        String rest = semicolon < 0 ? value : value.substring(semicolon + 1);
        Matcher matcher = ADDRESS.matcher(rest);
        return matcher.find() ? Optional.of(trimmed(matcher.group())) : Optional.empty();
    }

    /// Without the punctuation of the sentence around it.
    static String trimmed(String address) {
        String text = address;
        while (!text.isEmpty() && ".,:;!?'`)*".indexOf(text.charAt(text.length() - 1)) >= 0) {
            text = text.substring(0, text.length() - 1);
        }
        if (text.toLowerCase(Locale.ROOT).startsWith("smtp=")) {
            text = text.substring(5);
        }
        while (!text.isEmpty() && "'`*=".indexOf(text.charAt(0)) >= 0) {
            text = text.substring(1);
        }
        return text;
    }
}
