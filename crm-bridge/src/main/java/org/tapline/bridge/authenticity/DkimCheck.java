package org.tapline.bridge.authenticity;

import java.io.IOException;
import java.io.InputStream;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.PublicKeyRecord;
import org.apache.james.jdkim.api.PublicKeyRecordRetriever;
import org.apache.james.jdkim.api.Result;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.jdkim.exceptions.PermFailException;
import org.apache.james.jdkim.exceptions.TempFailException;
import org.tapline.bridge.identity.Domains;
import org.tapline.journal.Content;

/// What the signatures of a message are worth (RFC 6376), by Apache jDKIM.
final class DkimCheck {
    /// What the library says where tag `l=` is absent.
    private static final int WHOLE_BODY = -1;

    static {
        Security.addProvider(new Ed25519Provider());
    }

    private DkimCheck() {}

    static Authenticity.Dkim check(Dns dns, Content content) throws IOException {
        DKIMVerifier verifier =
                new DKIMVerifier(keys(dns)) {
                    @Override
                    protected PublicKeyRecord newPublicKeyRecord(String text) {
                        return new KeyRecord(text);
                    }
                };
        try (InputStream in = content.open()) {
            verifier.verify(in);
        } catch (FailException known) {
            // Thrown when no signature passes; the results below say why, one by one.
            if (verifier.getResults().isEmpty()) {
                return new Authenticity.Dkim(Verdict.PERMERROR, List.of());
            }
        } catch (RuntimeException confused) {
            return new Authenticity.Dkim(Verdict.PERMERROR, List.of());
        }
        List<Authenticity.Signature> signatures = new ArrayList<>();
        for (Result result : verifier.getResults()) {
            signatures.add(signature(result));
        }
        return new Authenticity.Dkim(overall(signatures), signatures);
    }

    private static Verdict overall(List<Authenticity.Signature> signatures) {
        if (signatures.stream().anyMatch(each -> each.verdict() == Verdict.PASS)) {
            return Verdict.PASS;
        }
        if (signatures.stream().anyMatch(each -> each.verdict() == Verdict.TEMPERROR)) {
            return Verdict.TEMPERROR;
        }
        return signatures.isEmpty() ? Verdict.NONE : signatures.getFirst().verdict();
    }

    private static Authenticity.Signature signature(Result result) {
        SignatureRecord record = result.getRecord();
        String reason = result.getErrorMessage();
        Verdict verdict = verdict(result.getResultType());
        return new Authenticity.Signature(
                Domains.toAscii(record.getDToken().toString()),
                record.getSelector().toString(),
                verdict,
                verdict == Verdict.PASS && record.getBodyHashLimit() == WHOLE_BODY,
                reason == null ? "" : reason);
    }

    private static Verdict verdict(Result.Type type) {
        return switch (type) {
            case PASS -> Verdict.PASS;
            case FAIL -> Verdict.FAIL;
            case POLICY, NEUTRAL -> Verdict.NEUTRAL;
            case NONE -> Verdict.NONE;
            case TEMPERROR -> Verdict.TEMPERROR;
            case PERMERROR -> Verdict.PERMERROR;
        };
    }

    /// Keys are texts at `selector._domainkey.domain` (RFC 6376 §3.6.2.1).
    private static PublicKeyRecordRetriever keys(Dns dns) {
        return (method, selector, domain) -> {
            if (!method.toString().equals("dns/txt") && !method.toString().equals("dns")) {
                throw new PermFailException("unknown way to look up a key: " + method);
            }
            String name = selector + "._domainkey." + Domains.toAscii(domain.toString());
            return switch (dns.lookup(name, Dns.Type.TXT)) {
                case Dns.Answer.Records found -> found.values();
                case Dns.Answer.Unavailable not -> throw new TempFailException(not.reason());
            };
        };
    }
}
