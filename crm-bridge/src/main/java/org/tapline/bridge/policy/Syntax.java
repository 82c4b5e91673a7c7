package org.tapline.bridge.policy;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/// How the values of a policy key are written, read and put together.
///
/// @param shape the values allowed, in words for messages and documentation
/// @param reader text to value; [Read.Refused] says why not
/// @param writer value to its one text
/// @param join how a more particular level meets a more general one: replaces it, or for lists
///     nobody may shorten, adds to it
/// @param <T> type of the values
public record Syntax<T>(
        String shape,
        Function<String, Read<T>> reader,
        Function<T, String> writer,
        BinaryOperator<T> join) {

    /// What came of reading a value.
    ///
    /// @param <T> type of the value
    public sealed interface Read<T> {
        /// It is a value.
        record Accepted<T>(T value) implements Read<T> {}

        /// It is none; `message` is a clause to stand behind "KEY: ".
        record Refused<T>(String message) implements Read<T> {}

        /// Short for `new Accepted`.
        static <T> Read<T> ok(T value) {
            return new Accepted<>(value);
        }

        /// Short for `new Refused`.
        static <T> Read<T> no(String message) {
            return new Refused<>(message);
        }
    }

    /// Whether values of several levels add up instead of replacing each other.
    public Syntax<T> adding(BinaryOperator<T> how) {
        return new Syntax<>(shape, reader, writer, how);
    }

    static <T> Syntax<T> replacing(
            String shape, Function<String, Read<T>> reader, Function<T, String> writer) {
        return new Syntax<>(shape, reader, writer, (general, particular) -> particular);
    }

    /// A clause for a word that is none of the allowed ones.
    static String notOneOf(String text, List<String> allowed) {
        return "\"%s\" is not one of %s; did you mean \"%s\"?"
                .formatted(text, String.join(", ", allowed), Nearest.to(text, allowed));
    }
}
