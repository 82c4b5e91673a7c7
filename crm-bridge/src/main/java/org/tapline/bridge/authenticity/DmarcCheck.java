package org.tapline.bridge.authenticity;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.identity.Domains;

/// Whether SPF or DKIM speaks for the author's domain (RFC 7489 §3.1, §6.6.2).
///
/// | policy found | SPF or DKIM passes for the author's domain | verdict | aligned |
/// | --- | --- | --- | --- |
/// | yes | yes | pass | true |
/// | yes | no | fail | false |
/// | no | yes | none | true, by the relaxed rule |
/// | no | no | none | false |
/// | no answer | yes, even by the strict rule | temperror | true |
/// | no answer | otherwise | temperror | false |
///
/// Several authors of different domains are never aligned: which of them would it be for?
/// (RFC 7489 §6.6.1)
final class DmarcCheck {
    private DmarcCheck() {}

    static Authenticity.Dmarc check(
            Dns dns, List<String> authors, Authenticity.Spf spf, Authenticity.Dkim dkim) {
        Set<String> domains = new LinkedHashSet<>();
        authors.forEach(author -> domains.add(AddressKey.of(author).domain()));
        if (domains.size() != 1 || domains.contains("")) {
            return new Authenticity.Dmarc(Verdict.PERMERROR, false, Optional.empty());
        }
        String domain = domains.iterator().next();
        Found found = find(dns, domain);
        boolean aligned = aligned(domain, spf, dkim, found.policy());
        if (found.unanswered()) {
            return new Authenticity.Dmarc(Verdict.TEMPERROR, aligned, Optional.empty());
        }
        if (found.published().isEmpty()) {
            return new Authenticity.Dmarc(Verdict.NONE, aligned, Optional.empty());
        }
        return new Authenticity.Dmarc(
                aligned ? Verdict.PASS : Verdict.FAIL, aligned, found.published());
    }

    private static boolean aligned(
            String author, Authenticity.Spf spf, Authenticity.Dkim dkim, DmarcPolicy policy) {
        boolean bySpf =
                spf.verdict() == Verdict.PASS && same(author, spf.domain(), policy.strictSpf());
        return bySpf
                || dkim.signatures().stream()
                        .filter(Authenticity.Signature::proves)
                        .anyMatch(each -> same(author, each.domain(), policy.strictDkim()));
    }

    private static boolean same(String author, String other, boolean strict) {
        if (strict || author.equals(other)) {
            return author.equals(other);
        }
        Optional<String> registered = Domains.registrable(author);
        return registered.isPresent() && registered.equals(Domains.registrable(other));
    }

    /// @param policy what holds
    /// @param published what it asks for; empty when none was found
    private record Found(DmarcPolicy policy, Optional<String> published, boolean unanswered) {
        /// Without an answer the strictest policy is assumed.
        static final Found NO_ANSWER =
                new Found(new DmarcPolicy(true, true, "none", "none"), Optional.empty(), true);
    }

    /// The policy of the domain itself, else of the one it was registered under
    /// (RFC 7489 §6.6.3).
    private static Found find(Dns dns, String domain) {
        Set<String> places = new LinkedHashSet<>(List.of(domain));
        Domains.registrable(domain).ifPresent(places::add);
        for (String place : places) {
            switch (dns.lookup("_dmarc." + place, Dns.Type.TXT)) {
                case Dns.Answer.Unavailable none -> {
                    return Found.NO_ANSWER;
                }
                case Dns.Answer.Records records -> {
                    Optional<DmarcPolicy> policy = DmarcPolicy.among(records.values());
                    if (policy.isPresent()) {
                        String asked =
                                place.equals(domain)
                                        ? policy.get().own()
                                        : policy.get().subdomains();
                        return new Found(policy.get(), Optional.of(asked), false);
                    }
                }
            }
        }
        return new Found(DmarcPolicy.ABSENT, Optional.empty(), false);
    }
}
