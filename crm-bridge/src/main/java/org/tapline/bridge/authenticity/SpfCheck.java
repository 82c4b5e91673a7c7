package org.tapline.bridge.authenticity;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.james.jspf.core.DNSRequest;
import org.apache.james.jspf.core.DNSService;
import org.apache.james.jspf.core.exceptions.TimeoutException;
import org.apache.james.jspf.impl.SPF;
import org.tapline.bridge.identity.Domains;

/// Whether an address may send for a domain (RFC 7208), by Apache jSPF.
final class SpfCheck {
    private SpfCheck() {}

    static Authenticity.Spf check(Dns dns, Handover handover) {
        int at = handover.sender().lastIndexOf('@');
        String domain = Domains.toAscii(handover.sender().substring(at + 1));
        if (at < 0) {
            domain = Domains.toAscii(handover.helo());
        }
        if (domain.isEmpty() || domain.startsWith("[")) {
            return new Authenticity.Spf(Verdict.NONE, domain);
        }
        String sender = at < 0 ? "postmaster@" + domain : handover.sender();
        try {
            String found =
                    new SPF(new Lookups(dns))
                            .checkSPF(handover.address(), sender, handover.helo())
                            .getResult();
            return new Authenticity.Spf(verdict(found), domain);
        } catch (RuntimeException notFinished) {
            // The library throws this where a record leads it into a corner (JSPF-110).
            return new Authenticity.Spf(Verdict.PERMERROR, domain);
        }
    }

    private static Verdict verdict(String found) {
        return switch (found.toLowerCase(Locale.ROOT)) {
            case "pass" -> Verdict.PASS;
            case "fail" -> Verdict.FAIL;
            case "softfail" -> Verdict.SOFTFAIL;
            case "neutral" -> Verdict.NEUTRAL;
            case "temperror" -> Verdict.TEMPERROR;
            case "permerror" -> Verdict.PERMERROR;
            default -> Verdict.NONE;
        };
    }

    /// Our resolver in the shape the library asks for.
    private record Lookups(Dns dns) implements DNSService {

        @Override
        public List<String> getRecords(DNSRequest request) throws TimeoutException {
            return switch (dns.lookup(Domains.toAscii(request.getHostname()), type(request))) {
                case Dns.Answer.Records found -> found.values();
                case Dns.Answer.Unavailable not -> throw new TimeoutException(not.reason());
            };
        }

        private static Dns.Type type(DNSRequest request) {
            return switch (request.getRecordType()) {
                case DNSRequest.A -> Dns.Type.A;
                case DNSRequest.AAAA -> Dns.Type.AAAA;
                case DNSRequest.MX -> Dns.Type.MX;
                case DNSRequest.PTR -> Dns.Type.PTR;
                default -> Dns.Type.TXT;
            };
        }

        @Override
        public CompletionStage<List<String>> getRecordsAsync(DNSRequest request) {
            try {
                return CompletableFuture.completedFuture(getRecords(request));
            } catch (TimeoutException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        @Override
        public List<String> getLocalDomainNames() {
            return List.of();
        }

        @Override
        public void setTimeOut(int seconds) {
            // The resolver bounds its own time.
        }

        @Override
        public int getRecordLimit() {
            return 10; // RFC 7208 §4.6.4
        }

        @Override
        public void setRecordLimit(int limit) {
            // Fixed by the RFC.
        }
    }
}
