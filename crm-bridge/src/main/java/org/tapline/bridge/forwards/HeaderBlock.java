package org.tapline.bridge.forwards;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The fields above an original, as a mail program writes them into a text.
///
/// @param values of the fields, unfolded
/// @param next the line behind the block
/// @param languages in which all labels of the block exist; empty when all are English, which may
///     stand in any block
record HeaderBlock(Map<Field, String> values, int next, Set<String> languages) {

    /// Reads the block that starts at a line or directly below it; without any field when there
    /// is none.
    static HeaderBlock read(List<String> lines, int from) {
        return new BlockReading(lines, from).read();
    }

    /// No block, and the line where the original starts.
    static HeaderBlock none(int next) {
        return new HeaderBlock(Map.of(), next, Set.of());
    }

    String value(Field field) {
        return values.getOrDefault(field, "");
    }

    /// Whether it names somebody as the author, and enough else to be a block at all.
    ///
    /// @param others fields beside From
    boolean isComplete(int others) {
        long count =
                values.keySet().stream()
                        .filter(field -> field != Field.FROM && field != Field.OTHER)
                        .count();
        return values.containsKey(Field.FROM) && count >= others;
    }

    static HeaderBlock of(Map<Field, StringBuilder> values, int next, Set<String> languages) {
        Map<Field, String> texts = new EnumMap<>(Field.class);
        values.forEach((field, value) -> texts.put(field, value.toString()));
        return new HeaderBlock(texts, next, Set.copyOf(languages));
    }
}
