package org.tapline.bridge.identity;

import java.util.Locale;
import java.util.Optional;

/// Message-IDs in the form in which two spellings of one id are equal.
public final class MessageIds {

    /// RFC 5322 §2.1.1 bounds a line at 998; an id longer than that names nothing.
    public static final int LONGEST = 998;

    private MessageIds() {}

    /// Without angle brackets and white space (gateways fold ids), the part after the last `@` in
    /// lower case: gateways change its case, and it is a domain by convention
    /// (RFC 5322 §3.6.4). The part before is kept: base64 ids differ by case.
    ///
    /// @return empty when nothing is left to compare, or the id is longer than [#LONGEST]
    public static Optional<String> normalise(String id) {
        if (id.length() > 2 * LONGEST) {
            return Optional.empty();
        }
        var bare = new StringBuilder(id.length());
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c > ' ' && c != '<' && c != '>' && c != 0x7f) {
                bare.append(c);
            }
        }
        if (bare.isEmpty() || bare.length() > LONGEST) {
            return Optional.empty();
        }
        int at = bare.lastIndexOf("@");
        String text = bare.toString();
        return Optional.of(
                at < 0
                        ? text
                        : text.substring(0, at) + text.substring(at).toLowerCase(Locale.ROOT));
    }
}
