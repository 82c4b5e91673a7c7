package org.tapline.bridge.identity;

import static java.util.stream.Collectors.joining;

import com.google.common.net.InternetDomainName;
import java.net.IDN;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Domain names: their one spelling, and which part of them an organisation registered.
public final class Domains {

    /// Full stops of all scripts (RFC 3490 §3.1).
    private static final Pattern DOT = Pattern.compile("[.\u3002\uff0e\uff61]");

    /// RFC 1035 §2.3.4: 253 characters in text form.
    private static final int LONGEST = 253;

    private Domains() {}

    /// The spelling for comparison: A-labels (RFC 5890 §2.3.2.1), lower case, no final dot.
    ///
    /// A text that is no domain name (too long, empty labels, forbidden characters) is only
    /// brought to lower case, so that comparing it still works.
    public static String toAscii(String domain) {
        String text = Normalizer.normalize(domain.strip(), Normalizer.Form.NFC);
        while (text.endsWith(".")) {
            text = text.substring(0, text.length() - 1);
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (isAscii(lower) || lower.length() > LONGEST) {
            return lower;
        }
        try {
            String ascii = DOT.splitAsStream(lower).map(Domains::label).collect(joining("."));
            return ascii.length() > LONGEST ? lower : ascii;
        } catch (IllegalArgumentException noDomainName) {
            return lower;
        }
    }

    /// The spelling for people: U-labels where there are any.
    public static String toUnicode(String domain) {
        return domain.length() > LONGEST ? domain : IDN.toUnicode(domain, IDN.ALLOW_UNASSIGNED);
    }

    /// The part of a domain that somebody registered: one label below the public suffix, private
    /// suffixes such as `github.io` included. `mail.sales.acme.co.uk` gives `acme.co.uk`.
    ///
    /// @return empty for literals, single labels, public suffixes themselves and nonsense; for
    ///     a suffix that no list knows (`acme.test`) the last two labels
    public static Optional<String> registrable(String domain) {
        String ascii = toAscii(domain);
        if (!InternetDomainName.isValid(ascii) || isAddress(ascii)) {
            return Optional.empty();
        }
        InternetDomainName name = InternetDomainName.from(ascii);
        if (name.isUnderPublicSuffix()) {
            return Optional.of(name.topPrivateDomain().toString());
        }
        if (name.isPublicSuffix() || !name.hasParent()) {
            return Optional.empty();
        }
        var labels = name.parts();
        return Optional.of(String.join(".", labels.subList(labels.size() - 2, labels.size())));
    }

    /// Whether `domain` is `parent` or lies below it. Both are compared by [#toAscii].
    public static boolean within(String domain, String parent) {
        String child = toAscii(domain);
        String top = toAscii(parent);
        return !top.isEmpty() && (child.equals(top) || child.endsWith("." + top));
    }

    /// The domain and every domain above it, the longest first, single labels left out:
    /// `a.b.test` gives `a.b.test` and `b.test`.
    static List<String> selfAndParents(String ascii) {
        List<String> names = new ArrayList<>();
        for (String name = ascii; name.indexOf('.') >= 0; ) {
            names.add(name);
            name = name.substring(name.indexOf('.') + 1);
        }
        return names;
    }

    /// One label as IDNA 2008 spells it. [IDN] knows IDNA 2003 only, which turned ß into ss and
    /// final ς into σ; today `straße.de` and `strasse.de` have different owners
    /// (RFC 5894 §7.2).
    private static String label(String lower) {
        if (lower.indexOf('ß') < 0 && lower.indexOf('ς') < 0) {
            return IDN.toASCII(lower, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        }
        return "xn--" + Punycode.encode(Normalizer.normalize(lower, Normalizer.Form.NFKC));
    }

    private static boolean isAddress(String ascii) {
        return ascii.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
