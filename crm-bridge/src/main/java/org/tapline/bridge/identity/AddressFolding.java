package org.tapline.bridge.identity;

import java.util.Set;

/// What of a local part is taken for decoration. Which of it holds is a matter of policy
/// (`addresses.plus-tags`, `addresses.gmail-dots`).
///
/// @param plusTags `anna+shop@acme.test` is `anna@acme.test` (RFC 5233)
/// @param gmailDots `a.n.n.a@gmail.com` is `anna@gmail.com`, and googlemail.com is gmail.com
public record AddressFolding(boolean plusTags, boolean gmailDots) {

    /// Everything counts as written.
    public static final AddressFolding NONE = new AddressFolding(false, false);

    private static final Set<String> DOTLESS = Set.of("gmail.com", "googlemail.com");

    /// The key under this folding.
    ///
    /// @param key an [AddressKey#value] without folding
    public String fold(String key) {
        int at = key.lastIndexOf('@');
        return at < 0 || equals(NONE)
                ? key
                : new AddressKey(key.substring(0, at), key.substring(at + 1)).folded(this).value();
    }

    /// The domain that stands for this one.
    String domain(String domain) {
        return gmailDots && domain.equals("googlemail.com") ? "gmail.com" : domain;
    }

    String fold(String local, String domain) {
        String folded = local;
        if (plusTags) {
            int plus = folded.indexOf('+');
            if (plus > 0) {
                folded = folded.substring(0, plus);
            }
        }
        if (gmailDots && DOTLESS.contains(domain)) {
            String dotless = folded.replace(".", "");
            folded = dotless.isEmpty() ? folded : dotless;
        }
        return folded;
    }
}
