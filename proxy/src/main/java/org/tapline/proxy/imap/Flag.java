package org.tapline.proxy.imap;

import java.util.List;

/// The name of a flag, as on the wire.
final class Flag {
    /// Nearly every message has one of these (RFC 9051 §2.3.2): they are shown as these very
    /// strings, so that a list of a hundred thousand messages does not make as many of each.
    private static final List<String> COMMON =
            List.of("\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft", "\\Recent");

    private Flag() {}

    /// Whether it is a keyword by which people include or exclude a message (FEATURES H12).
    static boolean marksByHand(String name) {
        return name.equalsIgnoreCase("$CRM") || name.equalsIgnoreCase("$NoCRM");
    }

    static String name(Cursor line, int start, int end) {
        for (String common : COMMON) {
            if (isAt(line, start, end, common)) {
                return common;
            }
        }
        return line.text(start, end);
    }

    private static boolean isAt(Cursor line, int start, int end, String word) {
        if (end - start != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (line.octets().get(start + i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
