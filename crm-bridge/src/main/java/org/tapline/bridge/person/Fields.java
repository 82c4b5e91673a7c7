package org.tapline.bridge.person;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Header fields of a message out of which somebody was taken.
final class Fields {
    private static final JsonMapper JSON = JsonMapper.shared();

    /// Fields that are about the message and not about people. Any other may hold an address in
    /// one of many forms (RFC 2047 words, signatures, trace fields), and goes.
    private static final Set<String> KEPT =
            Set.of(
                    "date",
                    "subject",
                    "message-id",
                    "in-reply-to",
                    "references",
                    "mime-version",
                    "content-type",
                    "importance",
                    "priority",
                    "precedence",
                    "auto-submitted",
                    "list-id");

    private Fields() {}

    /// @param headers as stored: a list of names and values
    static String kept(String headers, Redaction redaction) {
        List<Map<String, String>> kept = new ArrayList<>();
        for (Map<String, String> field :
                JSON.readValue(headers, new TypeReference<List<Map<String, String>>>() {})) {
            String name = field.getOrDefault("name", "");
            String value = field.getOrDefault("value", "");
            if (KEPT.contains(name.toLowerCase(Locale.ROOT)) && !redaction.named(value)) {
                kept.add(Map.of("name", name, "value", value));
            }
        }
        return JSON.writeValueAsString(kept);
    }
}
