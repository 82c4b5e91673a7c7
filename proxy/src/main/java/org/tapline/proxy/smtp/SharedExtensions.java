package org.tapline.proxy.smtp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.tapline.proxy.sasl.RoutableMechanisms;

/// What several upstreams all offer in their EHLO replies. A client says EHLO once, before its
/// upstream is known, and holds that upstream to it afterwards; so nothing is promised that one of
/// them lacks.
final class SharedExtensions {
    /// Until an upstream was reached.
    private static final List<String> LEAST = List.of("AUTH PLAIN LOGIN");

    private SharedExtensions() {}

    /// The shared lines, in the order of the first list: AUTH with the mechanisms that all offer
    /// and that can be routed, SIZE with the smallest limit (RFC 1870 §4), all others as they are
    /// if they are the same everywhere.
    static List<String> of(List<List<String>> offered) {
        if (offered.isEmpty()) {
            return LEAST;
        }
        List<String> shared = new ArrayList<>();
        for (String line : offered.getFirst()) {
            (switch (keyword(line)) {
                        case "AUTH" -> mechanisms(offered);
                        case "SIZE" -> size(offered);
                        default -> same(line, offered);
                    })
                    .ifPresent(shared::add);
        }
        return shared;
    }

    private static String keyword(String line) {
        return line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
    }

    private static Optional<String> same(String line, List<List<String>> offered) {
        return offered.stream().allMatch(list -> list.stream().anyMatch(line::equalsIgnoreCase))
                ? Optional.of(line)
                : Optional.empty();
    }

    private static Stream<String> words(List<String> list, String keyword) {
        return list.stream()
                .filter(line -> keyword(line).equals(keyword))
                .flatMap(line -> Arrays.stream(line.split(" +")).skip(1));
    }

    private static Optional<String> mechanisms(List<List<String>> offered) {
        List<String> names =
                words(offered.getFirst(), "AUTH")
                        .filter(RoutableMechanisms::routes)
                        .filter(name -> offered.stream().allMatch(list -> offers(list, name)))
                        .distinct()
                        .toList();
        return names.isEmpty() ? Optional.empty() : Optional.of("AUTH " + String.join(" ", names));
    }

    private static boolean offers(List<String> list, String mechanism) {
        return words(list, "AUTH").anyMatch(mechanism::equalsIgnoreCase);
    }

    /// SIZE without a number, or 0, sets no limit.
    private static Optional<String> size(List<List<String>> offered) {
        if (!offered.stream()
                .allMatch(list -> list.stream().anyMatch(l -> keyword(l).equals("SIZE")))) {
            return Optional.empty();
        }
        OptionalLong smallest =
                offered.stream()
                        .flatMap(list -> words(list, "SIZE"))
                        .filter(number -> number.matches("[0-9]{1,18}"))
                        .mapToLong(Long::parseLong)
                        .filter(limit -> limit > 0)
                        .min();
        return Optional.of(smallest.isPresent() ? "SIZE " + smallest.getAsLong() : "SIZE");
    }
}
