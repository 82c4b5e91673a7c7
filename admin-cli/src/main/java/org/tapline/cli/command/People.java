package org.tapline.cli.command;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Short forms of what lies in the bridge's JSON.
final class People {
    private People() {}

    /// `Anna Berg, ben@acme.test` from an array of `{name, address}`.
    static String names(JsonNode participants) {
        return joined(participants, person -> first(person, "name", "address"));
    }

    /// `Anna Berg <anna@acme.test>, ben@acme.test`
    static String full(JsonNode participants) {
        return joined(
                participants,
                person -> {
                    String name = person.path("name").asString("");
                    String address = person.path("address").asString("");
                    return name.isEmpty() ? address : name + " <" + address + ">";
                });
    }

    /// An array of plain values with commas.
    static String values(JsonNode array) {
        return joined(array, value -> value.asString(""));
    }

    /// The first of these keys that has something in it.
    static String first(JsonNode item, String... keys) {
        for (String key : keys) {
            String text = item.path(key).asString("");
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    /// Turns one element into text.
    @FunctionalInterface
    interface Form {
        String of(JsonNode element);
    }

    static String joined(JsonNode array, Form form) {
        List<String> parts = new ArrayList<>();
        array.forEach(element -> parts.add(form.of(element)));
        return String.join(", ", parts);
    }
}
