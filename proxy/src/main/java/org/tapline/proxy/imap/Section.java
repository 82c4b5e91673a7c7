package org.tapline.proxy.imap;

import java.util.Locale;
import java.util.Optional;

/// Which part of a message an item of a FETCH answer carries (RFC 9051 §7.5.2). Only the ones from
/// which octets of the whole message can be had; BINARY is decoded and never among them.
sealed interface Section {
    /// `BODY[]`, `RFC822`.
    record Whole() implements Section {}

    /// `BODY[HEADER]`, `RFC822.HEADER`, with the empty line at its end.
    record Header() implements Section {}

    /// `BODY[TEXT]`, `RFC822.TEXT`.
    record Text() implements Section {}

    /// `BODY[]<first>`.
    record Slice(long first) implements Section {}

    /// @param name the item's name as in the answer
    static Optional<Section> of(String name) {
        String item = name.toUpperCase(Locale.ROOT);
        return switch (item) {
            case "BODY[]", "RFC822" -> Optional.of(new Whole());
            case "BODY[HEADER]", "RFC822.HEADER" -> Optional.of(new Header());
            case "BODY[TEXT]", "RFC822.TEXT" -> Optional.of(new Text());
            default -> item.startsWith("BODY[]<") ? slice(item) : Optional.empty();
        };
    }

    private static Optional<Section> slice(String item) {
        String digits = item.substring("BODY[]<".length(), item.length() - 1);
        boolean number =
                !digits.isEmpty()
                        && digits.length() < 19
                        && digits.chars().allMatch(octet -> octet >= '0' && octet <= '9');
        return number && item.endsWith(">")
                ? Optional.of(new Slice(Long.parseLong(digits)))
                : Optional.empty();
    }
}
