package org.tapline.bridge.api;

import org.tapline.bridge.identity.AddressKey;

/// Checks of what a request says.
final class Fields {
    private Fields() {}

    /// An address that mail can go to.
    static void address(String field, String address) {
        if (!AddressKey.of(address).routable()
                || address.strip().chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw new BadField(field, "\"" + address + "\" is not an e-mail address");
        }
    }

    static long number(String field, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new BadField(field, "\"" + text + "\" is not a number");
        }
    }
}
