package org.tapline.bridge.authenticity;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A domain's published policy (RFC 7489 §6.3), as far as a receiver needs it.
///
/// @param strictDkim `adkim=s`: the signer's domain must equal the author's
/// @param strictSpf `aspf=s`: the envelope's domain must equal the author's
/// @param own tag `p`
/// @param subdomains tag `sp`, or `p` where it is absent
record DmarcPolicy(boolean strictDkim, boolean strictSpf, String own, String subdomains) {

    /// What holds where nothing is published: both alignments relaxed (RFC 7489 §6.3).
    static final DmarcPolicy ABSENT = new DmarcPolicy(false, false, "none", "none");

    /// The policy among the texts at `_dmarc.domain`.
    ///
    /// @return empty when there is none, or more than one (RFC 7489 §6.6.3, step 5)
    static Optional<DmarcPolicy> among(List<String> texts) {
        List<String> policies =
                texts.stream().filter(text -> text.matches("v\\s*=\\s*DMARC1\\s*(;.*)?")).toList();
        return policies.size() == 1 ? Optional.of(parse(policies.getFirst())) : Optional.empty();
    }

    private static DmarcPolicy parse(String text) {
        Map<String, String> tags = new HashMap<>();
        for (String tag : text.split(";", -1)) {
            int equals = tag.indexOf('=');
            if (equals > 0) {
                tags.putIfAbsent(
                        tag.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        tag.substring(equals + 1).strip().toLowerCase(Locale.ROOT));
            }
        }
        String own = tags.getOrDefault("p", "none");
        return new DmarcPolicy(
                "s".equals(tags.get("adkim")),
                "s".equals(tags.get("aspf")),
                own,
                tags.getOrDefault("sp", own));
    }
}
