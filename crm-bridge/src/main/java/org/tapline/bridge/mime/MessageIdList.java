package org.tapline.bridge.mime;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Message-ID, In-Reply-To and References (RFC 5322 §3.6.4), also with phrases, commas or no
/// angle brackets.
final class MessageIdList {
    /// DESIGN section 5: the newest 32 of a long References field.
    static final int NEWEST = 32;

    private MessageIdList() {}

    /// The ids in order, each once, the newest [#NEWEST].
    static List<String> parse(String field) {
        Set<String> ids = new LinkedHashSet<>();
        int at = 0;
        while (at < field.length()) {
            int open = field.indexOf('<', at);
            int close = open < 0 ? -1 : field.indexOf('>', open + 1);
            if (close < 0) {
                break;
            }
            int inner = field.lastIndexOf('<', close);
            add(field.substring(Math.max(open, inner) + 1, close), ids);
            at = close + 1;
        }
        if (ids.isEmpty()) {
            for (String word : field.split("[\\s,]+", -1)) {
                if (word.contains("@")) {
                    add(word.replace("<", "").replace(">", ""), ids);
                }
            }
        }
        List<String> all = new ArrayList<>(ids);
        return List.copyOf(all.subList(Math.max(0, all.size() - NEWEST), all.size()));
    }

    private static void add(String id, Set<String> ids) {
        String trimmed = id.replaceAll("\\s+", "");
        if (!trimmed.isEmpty()) {
            ids.add(trimmed);
        }
    }
}
