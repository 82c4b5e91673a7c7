package org.tapline.cli.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The name of a key: dotted in the file, with underscores in the environment.
record KeyPath(List<String> segments) {
    static final KeyPath ROOT = new KeyPath(List.of());

    KeyPath {
        segments = List.copyOf(segments);
    }

    KeyPath child(String segment) {
        List<String> longer = new ArrayList<>(segments);
        longer.add(segment);
        return new KeyPath(longer);
    }

    /// `listen.imap[0].tls`
    String dotted() {
        StringBuilder name = new StringBuilder();
        for (String segment : segments) {
            boolean index = !segment.isEmpty() && Character.isDigit(segment.charAt(0));
            if (index && segment.chars().allMatch(Character::isDigit)) {
                name.append('[').append(segment).append(']');
            } else {
                name.append(name.isEmpty() ? "" : ".").append(segment);
            }
        }
        return name.toString();
    }

    /// The variables for this key, the preferred one first. What lies below `upstream.default` has
    /// a short form without `DEFAULT` too.
    List<String> variables() {
        String full = variable(segments);
        if (segments.size() > 2
                && segments.get(0).equals("upstream")
                && segments.get(1).equals("default")) {
            List<String> shorter = new ArrayList<>(segments);
            shorter.remove(1);
            return List.of(full, variable(shorter));
        }
        return List.of(full);
    }

    private static String variable(List<String> segments) {
        return ConfigurationSource.PREFIX
                + String.join("_", segments)
                        .replaceAll("[^A-Za-z0-9]", "_")
                        .toUpperCase(Locale.ROOT);
    }
}
