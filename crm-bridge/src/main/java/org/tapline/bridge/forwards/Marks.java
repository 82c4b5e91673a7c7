package org.tapline.bridge.forwards;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The words of `marks.tsv`, which lies beside this class.
final class Marks {
    /// "Kopie (CC)", "Pièces jointes": a longer text before a colon is no label.
    static final int LONGEST_LABEL = 24;

    private static final Marks STANDARD = load("marks.tsv");

    private final Map<String, Set<String>> words = new HashMap<>();
    private final Map<String, Label> labels = new HashMap<>();
    private final List<Introduction> introductions = new ArrayList<>();

    private Marks() {}

    /// A field of a header block in some languages.
    record Label(Field field, Set<String> languages) {}

    static Marks standard() {
        return STANDARD;
    }

    /// The words of one kind, lower case.
    Set<String> words(String kind) {
        return words.getOrDefault(kind, Set.of());
    }

    /// The field a label stands for.
    Optional<Label> label(String word) {
        return Optional.ofNullable(labels.get(word.toLowerCase(Locale.ROOT)));
    }

    /// All labels, lower case.
    Map<String, Label> labels() {
        return labels;
    }

    List<Introduction> introductions() {
        return introductions;
    }

    private static Marks load(String name) {
        Marks marks = new Marks();
        for (String[] columns : rows(name)) {
            for (String word : columns[2].split("\\|", -1)) {
                marks.add(columns[0], columns[1], word.strip());
            }
        }
        return marks;
    }

    private void add(String kind, String language, String word) {
        if (kind.equals("introduction")) {
            introductions.add(Introduction.of(language, word));
            return;
        }
        String lower = word.toLowerCase(Locale.ROOT);
        Optional<Field> field = Field.named(kind);
        if (field.isEmpty()) {
            words.computeIfAbsent(kind, key -> new HashSet<>()).add(lower);
            return;
        }
        Label known = labels.get(lower);
        Set<String> languages = new HashSet<>(known == null ? Set.of() : known.languages());
        languages.add(language);
        if (known != null && known.field() != field.get()) {
            throw new IllegalStateException("two fields have the label " + word);
        }
        labels.put(lower, new Label(field.get(), Set.copyOf(languages)));
    }

    /// The lines of a file of this room that are no comment, in columns.
    static List<String[]> rows(String name) {
        try (InputStream in = Marks.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not in the distribution: " + name);
            }
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
