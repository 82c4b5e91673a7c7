package org.tapline.bridge.identity;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// An address in the form in which two addresses of one mailbox are equal.
///
/// The local part is compared without regard to case, although RFC 5321 §2.4 allows a server to
/// tell `Anna` from `anna`: none in use does, and people never mean it. SMTPUTF8 local parts
/// (RFC 6531) are brought to NFC, domains to A-labels ([Domains#toAscii]).
///
/// @param local comparison form of the part before the last `@`; all of the text when there is
///     no `@`
/// @param domain A-labels in lower case without a final dot; empty when there is no `@`
public record AddressKey(String local, String domain) {

    /// Longest text that is taken apart; the rest is cut off. RFC 5321 §4.5.3.1.3 allows 256
    /// octets in a path; the room above is for what senders write wrongly.
    static final int LONGEST = 1024;

    /// The key with plus tags and dots as written.
    public static AddressKey of(String address) {
        return of(address, AddressFolding.NONE);
    }

    /// The key under a policy of folding.
    public static AddressKey of(String address, AddressFolding folding) {
        String text = trimmed(address);
        int at = text.lastIndexOf('@');
        String local = at < 0 ? text : text.substring(0, at);
        String domain = at < 0 ? "" : Domains.toAscii(text.substring(at + 1));
        return new AddressKey(plain(unquoted(local)), domain).folded(folding);
    }

    /// The same key under a policy of folding.
    public AddressKey folded(AddressFolding folding) {
        return new AddressKey(folding.fold(local, domain), folding.domain(domain));
    }

    /// One text for a unique index: `local@domain`, or the local part alone.
    public String value() {
        return domain.isEmpty() ? local : local + '@' + domain;
    }

    /// Whether this can be the address of somebody outside: it has both parts, and the domain
    /// has a dot or is a literal (RFC 5321 §4.1.3).
    public boolean routable() {
        return !local.isEmpty() && (domain.contains(".") || domain.startsWith("["));
    }

    /// The registrable domain, see [Domains#registrable].
    public Optional<String> registrableDomain() {
        return Domains.registrable(domain);
    }

    @Override
    public String toString() {
        return value();
    }

    private static String trimmed(String address) {
        String text = address.length() > LONGEST ? address.substring(0, LONGEST) : address;
        text = text.strip();
        if (text.length() >= 2 && text.startsWith("<") && text.endsWith(">")) {
            text = text.substring(1, text.length() - 1).strip();
        }
        return text;
    }

    /// `"john doe"@x` and `john.doe@x` differ, but `"john"@x` is `john@x` (RFC 5321 §4.1.2).
    private static String unquoted(String local) {
        if (local.length() < 2 || !local.startsWith("\"") || !local.endsWith("\"")) {
            return local;
        }
        var out = new StringBuilder(local.length());
        for (int i = 1; i < local.length() - 1; i++) {
            char c = local.charAt(i);
            if (c == '\\' && i + 1 < local.length() - 1) {
                i++;
                c = local.charAt(i);
            }
            out.append(c);
        }
        return out.toString();
    }

    private static String plain(String local) {
        // NFC after lower-casing too: lower-casing may leave a decomposed form behind.
        String composed = Normalizer.normalize(local.strip(), Normalizer.Form.NFC);
        return Normalizer.normalize(composed.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }
}
