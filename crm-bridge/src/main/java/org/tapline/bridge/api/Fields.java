package org.tapline.bridge.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapline.bridge.identity.AddressKey;

/// Checks of what a request says.
final class Fields {
    private Fields() {}

    /// An address that mail can go to.
    ///
    /// @return the address without white space around it
    static String address(String field, @Nullable String address) {
        if (address == null || address.isBlank()) {
            throw new BadField(field, "an e-mail address is needed");
        }
        String text = address.strip();
        if (!AddressKey.of(text).routable() || text.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw new BadField(field, "\"" + text + "\" is not an e-mail address");
        }
        return text;
    }

    /// A text of one line that somebody chose; empty when there is none.
    static Optional<String> text(String field, @Nullable String text, int longest) {
        String stripped = text == null ? "" : text.strip();
        if (stripped.length() > longest) {
            throw new BadField(field, "has more than " + longest + " characters");
        }
        if (stripped.chars().anyMatch(Character::isISOControl)) {
            throw new BadField(field, "must be one line");
        }
        return Optional.of(stripped).filter(given -> !given.isEmpty());
    }

    static long number(String field, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new BadField(field, "\"" + text + "\" is not a number");
        }
    }
}
