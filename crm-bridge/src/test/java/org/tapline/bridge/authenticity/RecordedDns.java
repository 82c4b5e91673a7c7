package org.tapline.bridge.authenticity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Answers from a table.
final class RecordedDns implements Dns {
    private final Map<String, List<String>> records = new HashMap<>();
    private final Map<String, String> broken = new HashMap<>();
    final List<String> asked = new ArrayList<>();

    RecordedDns with(Type type, String name, String... values) {
        records.computeIfAbsent(key(type, name), any -> new ArrayList<>()).addAll(List.of(values));
        return this;
    }

    RecordedDns without(Type type, String name) {
        broken.put(key(type, name), "no answer in time");
        return this;
    }

    /// Lines `name  text`, as Mail::DKIM writes them down; `~~` for a server that fails.
    static RecordedDns of(List<String> lines) {
        RecordedDns dns = new RecordedDns();
        for (String line : lines) {
            String[] parts = line.split("\\s+", 2);
            if (line.startsWith("#") || parts.length < 2) {
                continue;
            }
            if (parts[1].startsWith("~~")) {
                dns.without(Type.TXT, parts[0]);
            } else {
                dns.with(Type.TXT, parts[0], parts[1]);
            }
        }
        return dns;
    }

    @Override
    public Answer lookup(String name, Type type) {
        asked.add(type + " " + name);
        String key = key(type, name);
        return broken.containsKey(key)
                ? new Answer.Unavailable(broken.get(key))
                : new Answer.Records(records.getOrDefault(key, List.of()));
    }

    private static String key(Type type, String name) {
        return type + " " + name.toLowerCase(Locale.ROOT);
    }
}
