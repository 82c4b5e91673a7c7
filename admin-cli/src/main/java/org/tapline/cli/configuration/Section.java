package org.tapline.cli.configuration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A group of keys being read. The keys that were asked for are the known ones; [#end] reports
/// the rest, so that a key and its check cannot drift apart.
final class Section {
    private final KeyPath path;
    private final Map<String, Value.Member> members;
    private final Origin origin;
    private final Reading reading;
    private final Set<String> asked = new TreeSet<>();

    Section(KeyPath path, Map<String, Value.Member> members, Origin origin, Reading reading) {
        this.path = path;
        this.members = members;
        this.origin = origin;
        this.reading = reading;
    }

    String name() {
        return path.dotted();
    }

    Set<String> known() {
        return Set.copyOf(asked);
    }

    Problem problem(String what) {
        return new Problem(origin.text(), name(), what);
    }

    /// A missing key.
    void missing(String key, String remedy) {
        String dotted = path.child(key).dotted();
        reading.report(new Problem(origin.text(), dotted, "is missing; " + remedy));
    }

    /// A plain value.
    Optional<Text> text(String key) {
        asked.add(key);
        KeyPath child = path.child(key);
        Optional<Value> value =
                reading.variable(child).map(Value.class::cast).or(() -> inFile(key));
        return value.flatMap(found -> plain(child, found));
    }

    /// A list of plain values; one plain value stands for a list of one, or of several with commas.
    List<Text> texts(String key) {
        asked.add(key);
        KeyPath child = path.child(key);
        Optional<Value> value = reading.structured(child).or(() -> inFile(key));
        return value.map(found -> plainItems(child, found)).orElse(List.of());
    }

    private List<Text> plainItems(KeyPath child, Value found) {
        List<Text> texts = new ArrayList<>();
        switch (found) {
            case Value.Sequence list ->
                    list.items().forEach(item -> plain(child, item).ifPresent(texts::add));
            case Value.Scalar scalar -> {
                for (String part : scalar.text().split(",", -1)) {
                    texts.add(new Text(child.dotted(), part.strip(), scalar.origin()));
                }
            }
            case Value.Nothing ignored -> wrong(child, found, "a list");
            case Value.Mapping ignored -> wrong(child, found, "a list");
        }
        return texts;
    }

    /// A group of keys; present when the file has it or a variable names a key in it.
    Optional<Section> section(String key) {
        asked.add(key);
        KeyPath child = path.child(key);
        Optional<Value> value = reading.structured(child).or(() -> inFile(key));
        if (value.isEmpty()) {
            return reading.anyBelow(child)
                    ? Optional.of(new Section(child, Map.of(), origin, reading))
                    : Optional.empty();
        }
        return group(child, value.get());
    }

    /// A list of groups; absent when the key is not there at all.
    Optional<List<Section>> sections(String key) {
        asked.add(key);
        KeyPath child = path.child(key);
        Optional<Value> value = reading.structured(child).or(() -> inFile(key));
        return value.map(found -> groups(child, found));
    }

    private List<Section> groups(KeyPath child, Value found) {
        List<Section> sections = new ArrayList<>();
        switch (found) {
            case Value.Sequence list -> {
                int index = 0;
                for (Value item : list.items()) {
                    group(child.child(String.valueOf(index)), item).ifPresent(sections::add);
                    index++;
                }
            }
            case Value.Mapping mapping -> group(child, mapping).ifPresent(sections::add);
            case Value.Scalar ignored -> wrong(child, found, "a list of groups of keys");
            case Value.Nothing ignored -> wrong(child, found, "a list of groups of keys");
        }
        return sections;
    }

    /// Groups under names that are not ours, such as domains; the names in their order.
    Map<String, Section> entries(String key) {
        Map<String, Section> entries = new LinkedHashMap<>();
        section(key)
                .ifPresent(
                        named ->
                                named.members.forEach(
                                        (name, member) ->
                                                named.section(name)
                                                        .ifPresent(s -> entries.put(name, s))));
        return entries;
    }

    /// Reports every key that was not asked for.
    void end() {
        members.forEach(
                (key, member) -> {
                    if (!asked.contains(key)) {
                        reading.report(unknown(key, member.origin()));
                    }
                });
    }

    private Problem unknown(String key, Origin where) {
        String nearest = NearestKey.of(key, asked).orElse("");
        return new Problem(
                where.text(),
                path.child(key).dotted(),
                "is not a key; the nearest is '%s'. Known here: %s"
                        .formatted(nearest, String.join(", ", asked)));
    }

    private Optional<Value> inFile(String key) {
        return Optional.ofNullable(members.get(key)).map(Value.Member::value);
    }

    private Optional<Text> plain(KeyPath child, Value found) {
        if (found instanceof Value.Scalar scalar && !scalar.text().isBlank()) {
            return Optional.of(new Text(child.dotted(), scalar.text().strip(), scalar.origin()));
        }
        wrong(child, found, "a plain value");
        return Optional.empty();
    }

    private Optional<Section> group(KeyPath child, Value found) {
        if (found instanceof Value.Mapping mapping) {
            return Optional.of(new Section(child, mapping.members(), mapping.origin(), reading));
        }
        wrong(child, found, "a group of keys");
        return Optional.empty();
    }

    private void wrong(KeyPath child, Value found, String expected) {
        String what =
                found instanceof Value.Nothing
                        ? "has no value; give it one or remove the line"
                        : "must be " + expected + ", but is " + found.kind();
        reading.report(new Problem(found.origin().text(), child.dotted(), what));
    }
}
