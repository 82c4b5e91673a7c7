package org.tapline.bridge.mime;

import java.util.List;
import java.util.Optional;

/// All header fields of a message in the order of the message. Names compare without regard to
/// case.
public final class Headers {
    private final List<Field> fields;

    public Headers(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    /// One header field.
    ///
    /// @param name as written
    /// @param raw the value as written, unfolded and trimmed; octets above 127 read as UTF-8,
    ///     else in the charset they seem to be in
    /// @param value decoded: encoded words (RFC 2047) replaced by what they stand for
    public record Field(String name, String raw, String value) {}

    /// Every field, in order.
    public List<Field> fields() {
        return fields;
    }

    /// The decoded value of the first field of the name.
    public Optional<String> get(String name) {
        return first(name).map(Field::value);
    }

    /// The value of the first field of the name as written, unfolded.
    public Optional<String> raw(String name) {
        return first(name).map(Field::raw);
    }

    /// The decoded values of all fields of the name, in order.
    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    public boolean has(String name) {
        return first(name).isPresent();
    }

    private Optional<Field> first(String name) {
        return fields.stream().filter(field -> field.name().equalsIgnoreCase(name)).findFirst();
    }
}
