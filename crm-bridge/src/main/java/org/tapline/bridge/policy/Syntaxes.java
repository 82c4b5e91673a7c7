package org.tapline.bridge.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.identity.Domains;

/// How switches, numbers and lists are written.
final class Syntaxes {

    /// Entries a list may have; more belongs into a rule of the upstream.
    static final int MOST_ENTRIES = 10_000;

    /// Characters an entry may have.
    static final int LONGEST_ENTRY = 500;

    /// A hundred years.
    static final int LONGEST_DAYS = 36_500;

    private Syntaxes() {}

    static Syntax<Boolean> onOff() {
        List<String> words = List.of("true", "false");
        return Syntax.replacing(
                "true, false",
                text ->
                        switch (text.strip().toLowerCase(Locale.ROOT)) {
                            case "true", "yes", "on" -> Syntax.Read.ok(true);
                            case "false", "no", "off" -> Syntax.Read.ok(false);
                            default -> Syntax.Read.no(Syntax.notOneOf(text, words));
                        },
                String::valueOf);
    }

    static Syntax<Integer> number(int least, int most) {
        String shape = "a whole number from %d to %d".formatted(least, most);
        return Syntax.replacing(
                shape,
                text -> {
                    try {
                        int value = Integer.parseInt(text.strip());
                        if (value >= least && value <= most) {
                            return Syntax.Read.ok(value);
                        }
                    } catch (NumberFormatException notANumber) {
                        return Syntax.Read.no("\"%s\" is not %s".formatted(text, shape));
                    }
                    return Syntax.Read.no("\"%s\" is not %s".formatted(text.strip(), shape));
                },
                String::valueOf);
    }

    /// A time in days, or none: for ever.
    static Syntax<Optional<Integer>> days() {
        String shape = "forever, or a number of days from 1 to %d".formatted(LONGEST_DAYS);
        return Syntax.replacing(
                shape,
                text -> {
                    String word = text.strip().toLowerCase(Locale.ROOT);
                    if (word.equals("forever")) {
                        return Syntax.Read.ok(Optional.empty());
                    }
                    if (word.matches("[0-9]{1,6}")) {
                        int days = Integer.parseInt(word);
                        if (days >= 1 && days <= LONGEST_DAYS) {
                            return Syntax.Read.ok(Optional.of(days));
                        }
                    }
                    return Syntax.Read.no("\"%s\" is not %s".formatted(text.strip(), shape));
                },
                value -> value.map(String::valueOf).orElse("forever"));
    }

    static Syntax<String> text(String shape) {
        return Syntax.replacing(
                shape,
                text ->
                        text.strip().length() > LONGEST_ENTRY
                                ? Syntax.Read.no(
                                        "longer than %d characters".formatted(LONGEST_ENTRY))
                                : Syntax.Read.ok(text.strip()),
                value -> value);
    }

    /// A list that replaces the more general one.
    static Syntax<List<String>> list(String shape, Function<String, Syntax.Read<String>> entry) {
        return Syntax.replacing(
                shape + ", divided by commas", text -> entries(text, entry), Syntaxes::joined);
    }

    /// A list that adds to the more general one: what the organisation lists no user can unlist.
    static Syntax<List<String>> growing(String shape, Function<String, Syntax.Read<String>> entry) {
        return list(shape, entry).adding(Syntaxes::union);
    }

    static Syntax.Read<String> anything(String entry) {
        return Syntax.Read.ok(entry);
    }

    static Syntax.Read<String> address(String entry) {
        AddressKey key = AddressKey.of(entry);
        return key.routable()
                ? Syntax.Read.ok(key.value())
                : Syntax.Read.no(
                        "\"%s\" is no address; for a whole domain use %s"
                                .formatted(entry, "never-log.domains"));
    }

    static Syntax.Read<String> domain(String entry) {
        String name = entry.startsWith("*.") ? entry.substring(2) : entry;
        name = name.startsWith("@") || name.startsWith(".") ? name.substring(1) : name;
        String ascii = Domains.toAscii(name);
        boolean domain = ascii.matches("[a-z0-9_-]+(\\.[a-z0-9_-]+)+");
        return domain
                ? Syntax.Read.ok(ascii)
                : Syntax.Read.no("\"%s\" is no domain such as acme.test".formatted(entry));
    }

    /// A role word or a whole address, in comparison form.
    static Syntax.Read<String> localPartOrAddress(String entry) {
        AddressKey key = AddressKey.of(entry);
        return key.local().isEmpty()
                ? Syntax.Read.no("\"%s\" is neither a local part nor an address".formatted(entry))
                : Syntax.Read.ok(key.value());
    }

    static Syntax.Read<String> header(String entry) {
        int colon = entry.indexOf(':');
        String name = (colon < 0 ? entry : entry.substring(0, colon)).strip();
        // RFC 5322 §3.6.8: printable ASCII except colon.
        return name.matches("[!-9;-~]+")
                ? Syntax.Read.ok(entry)
                : Syntax.Read.no("\"%s\" is not \"Name\" or \"Name: pattern\"".formatted(entry));
    }

    static String joined(List<String> entries) {
        return String.join(", ", entries.stream().map(Syntaxes::escaped).toList());
    }

    private static String escaped(String entry) {
        return entry.replace("\\", "\\\\").replace(",", "\\,");
    }

    private static Syntax.Read<List<String>> entries(
            String text, Function<String, Syntax.Read<String>> entry) {
        Set<String> out = new LinkedHashSet<>();
        for (String part : split(text)) {
            if (part.isEmpty()) {
                continue;
            }
            if (part.length() > LONGEST_ENTRY) {
                return Syntax.Read.no(
                        "an entry is longer than %d characters".formatted(LONGEST_ENTRY));
            }
            switch (entry.apply(part)) {
                case Syntax.Read.Accepted<String> read -> out.add(read.value());
                case Syntax.Read.Refused<String> refused -> {
                    return Syntax.Read.no(refused.message());
                }
            }
            if (out.size() > MOST_ENTRIES) {
                return Syntax.Read.no("more than %d entries".formatted(MOST_ENTRIES));
            }
        }
        return Syntax.Read.ok(List.copyOf(out));
    }

    /// Splits at commas and line ends; a backslash takes the next character as it is.
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        var part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                part.append(text.charAt(i));
            } else if (c == ',' || c == '\n') {
                parts.add(part.toString().strip());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString().strip());
        return parts;
    }

    private static List<String> union(List<String> general, List<String> particular) {
        Set<String> out = new LinkedHashSet<>(general);
        out.addAll(particular);
        return List.copyOf(out);
    }
}
