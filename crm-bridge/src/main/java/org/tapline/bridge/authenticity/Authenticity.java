package org.tapline.bridge.authenticity;

import java.util.List;
import java.util.Optional;

/// What the checks found of one message.
///
/// @param spf whether the address that handed it over may send for the envelope's domain
/// @param dkim what its signatures are worth
/// @param dmarc whether one of the two speaks for the author's domain
/// @param text one sentence for people, such as `spf=pass (acme.test), dkim=none, dmarc=pass`
public record Authenticity(Spf spf, Dkim dkim, Dmarc dmarc, String text) {

    /// @param domain the domain that was asked: the envelope sender's, or the HELO name's for the
    ///     null sender (RFC 7208 §2.4)
    public record Spf(Verdict verdict, String domain) {}

    /// @param verdict `PASS` when one signature passes; otherwise what is said of the first one
    /// @param signatures every signature that was looked at
    public record Dkim(Verdict verdict, List<Signature> signatures) {
        public Dkim {
            signatures = List.copyOf(signatures);
        }
    }

    /// @param domain tag `d=`, who signed
    /// @param whole false when only the beginning of the body is signed (tag `l=`)
    /// @param reason why it did not pass; empty when it did
    public record Signature(
            String domain, String selector, Verdict verdict, boolean whole, String reason) {
        boolean proves() {
            return verdict == Verdict.PASS && whole;
        }
    }

    /// @param verdict by the published policy; `NONE` when the domain publishes none
    /// @param aligned whether SPF or DKIM passed for the author's domain, with or without a
    ///     published policy
    /// @param policy what the domain asks receivers to do (`none`, `quarantine`, `reject`)
    public record Dmarc(Verdict verdict, boolean aligned, Optional<String> policy) {}

    /// Whether the message is proven to come from its author's domain.
    public boolean proven() {
        return dmarc.aligned();
    }

    /// Whether a check failed only because the resolver did not answer.
    public boolean undecided() {
        return !proven()
                && (spf.verdict() == Verdict.TEMPERROR
                        || dkim.verdict() == Verdict.TEMPERROR
                        || dmarc.verdict() == Verdict.TEMPERROR);
    }
}
