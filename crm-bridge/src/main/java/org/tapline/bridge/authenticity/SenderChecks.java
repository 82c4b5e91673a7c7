package org.tapline.bridge.authenticity;

import java.io.IOException;
import java.util.stream.Collectors;
import org.tapline.journal.Content;

/// All three checks of one message. Thread-safe as far as its resolver is.
public final class SenderChecks {

    /// Questions for one message. 60: SPF with 10 lookups of which each `mx` may name 10 hosts
    /// (RFC 7208 §4.6.4), ten signatures, two DMARC records, and some room.
    static final int QUESTIONS = 60;

    private final Dns dns;

    public SenderChecks(Dns dns) {
        this.dns = dns;
    }

    /// Checks a message.
    ///
    /// @throws IOException when the content cannot be read
    public Authenticity check(Handover handover, Content content) throws IOException {
        Dns bounded = new Budget(dns, QUESTIONS);
        Authenticity.Dkim dkim = DkimCheck.check(bounded, content);
        Authenticity.Spf spf = SpfCheck.check(bounded, handover);
        Authenticity.Dmarc dmarc = DmarcCheck.check(bounded, handover.authors(), spf, dkim);
        return new Authenticity(spf, dkim, dmarc, text(spf, dkim, dmarc));
    }

    private static String text(
            Authenticity.Spf spf, Authenticity.Dkim dkim, Authenticity.Dmarc dmarc) {
        String signers =
                dkim.signatures().stream()
                        .map(s -> s.domain() + (s.reason().isEmpty() ? "" : ": " + s.reason()))
                        .collect(Collectors.joining("; "));
        return "spf=%s (%s), dkim=%s%s, dmarc=%s%s"
                .formatted(
                        spf.verdict().label(),
                        spf.domain(),
                        dkim.verdict().label(),
                        signers.isEmpty() ? "" : " (" + signers + ")",
                        dmarc.verdict().label(),
                        dmarc.aligned() ? "" : " (not aligned)");
    }
}
