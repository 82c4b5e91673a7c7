package org.tapline.bridge.authenticity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tapline.journal.Content;

/// The three checks together, over mails signed here and answers written here.
class SenderChecksTest {
    private static final String ANNA = "anna@acme.test";
    private final RecordedDns dns = new RecordedDns();

    private Authenticity check(String ip, String sender, Content content) throws IOException {
        return new SenderChecks(dns)
                .check(new Handover(ip, "mail.acme.test", sender, List.of(ANNA)), content);
    }

    private static Content plain() {
        return Content.of(("From: " + ANNA + "\r\n\r\nhello\r\n").getBytes(US_ASCII));
    }

    private RecordedDns signedBy(String domain) {
        return dns.with(Dns.Type.TXT, "s._domainkey." + domain, SignedMail.published());
    }

    @Test
    void a_signature_of_the_authors_domain_proves_the_mail() throws IOException {
        signedBy("acme.test").with(Dns.Type.TXT, "_dmarc.acme.test", "v=DMARC1; p=reject");
        Authenticity found =
                check("192.0.2.1", "", SignedMail.of(ANNA, "acme.test", "", "hello\r\n"));
        assertThat(found.proven()).isTrue();
        assertThat(found.dkim().verdict()).isEqualTo(Verdict.PASS);
        assertThat(found.dmarc())
                .isEqualTo(new Authenticity.Dmarc(Verdict.PASS, true, Optional.of("reject")));
        assertThat(found.text()).contains("dkim=pass (acme.test)").contains("dmarc=pass");
    }

    @Test
    void a_changed_body_proves_nothing() throws IOException {
        signedBy("acme.test");
        Content signed = SignedMail.of(ANNA, "acme.test", "", "hello\r\n");
        byte[] octets;
        try (var in = signed.open()) {
            octets = in.readAllBytes();
        }
        octets[octets.length - 3] ^= 1;
        Authenticity found = check("192.0.2.1", "", Content.of(octets));
        assertThat(found.dkim().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(found.proven()).isFalse();
        assertThat(found.undecided()).isFalse();
    }

    @Test
    void a_signature_of_somebody_else_passes_and_proves_nothing() throws IOException {
        signedBy("newsletter.test");
        Authenticity found =
                check("192.0.2.1", "", SignedMail.of(ANNA, "newsletter.test", "", "hello\r\n"));
        assertThat(found.dkim().verdict()).isEqualTo(Verdict.PASS);
        assertThat(found.proven()).isFalse();
    }

    @Test
    void a_signature_over_the_first_octets_only_proves_nothing() throws IOException {
        signedBy("acme.test");
        Authenticity found =
                check("192.0.2.1", "", SignedMail.of(ANNA, "acme.test", "l=4; ", "hello\r\n"));
        assertThat(found.dkim().verdict()).isEqualTo(Verdict.PASS);
        assertThat(found.dkim().signatures().getFirst().whole()).isFalse();
        assertThat(found.proven()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, anna@acme.test, PASS, true",
        "192.0.2.9, anna@acme.test, FAIL, false",
        "192.0.2.1, bounce@mail.acme.test, PASS, true",
        "192.0.2.7, other@beta.test, PASS, false",
        "192.0.2.1, nobody@unknown.test, NONE, false",
        "2001:db8::5, anna@acme.test, PASS, true",
    })
    void spf_counts_when_it_passes_for_the_authors_organisation(
            String ip, String sender, Verdict spf, boolean proven) throws IOException {
        dns.with(Dns.Type.TXT, "acme.test", "v=spf1 ip4:192.0.2.1 ip6:2001:db8::/32 -all")
                .with(Dns.Type.TXT, "mail.acme.test", "v=spf1 a -all")
                .with(Dns.Type.A, "mail.acme.test", "192.0.2.1")
                .with(Dns.Type.TXT, "beta.test", "v=spf1 ip4:192.0.2.7 -all");
        Authenticity found = check(ip, sender, plain());
        assertThat(found.spf().verdict()).isEqualTo(spf);
        assertThat(found.proven()).isEqualTo(proven);
        assertThat(found.dmarc().verdict()).isEqualTo(Verdict.NONE);
    }

    @Test
    void strict_alignment_wants_the_very_same_domain() throws IOException {
        dns.with(Dns.Type.TXT, "mail.acme.test", "v=spf1 ip4:192.0.2.1 -all")
                .with(Dns.Type.TXT, "_dmarc.acme.test", "v=DMARC1; p=quarantine; aspf=s");
        Authenticity found = check("192.0.2.1", "bounce@mail.acme.test", plain());
        assertThat(found.spf().verdict()).isEqualTo(Verdict.PASS);
        assertThat(found.dmarc().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(found.dmarc().policy()).contains("quarantine");
    }

    @Test
    void the_null_sender_is_asked_for_by_the_helo_name() throws IOException {
        dns.with(Dns.Type.TXT, "mail.acme.test", "v=spf1 ip4:192.0.2.1 -all");
        assertThat(check("192.0.2.1", "", plain()).spf())
                .isEqualTo(new Authenticity.Spf(Verdict.PASS, "mail.acme.test"));
    }

    @Test
    void no_answer_is_no_verdict() throws IOException {
        dns.without(Dns.Type.TXT, "s._domainkey.acme.test");
        Authenticity found =
                check("192.0.2.1", "", SignedMail.of(ANNA, "acme.test", "", "hello\r\n"));
        assertThat(found.dkim().verdict()).isEqualTo(Verdict.TEMPERROR);
        assertThat(found.undecided()).isTrue();
    }

    @Test
    void without_an_answer_the_policy_is_taken_for_the_strictest() throws IOException {
        dns.with(Dns.Type.TXT, "mail.acme.test", "v=spf1 ip4:192.0.2.1 -all")
                .without(Dns.Type.TXT, "_dmarc.acme.test");
        Authenticity found = check("192.0.2.1", "bounce@mail.acme.test", plain());
        assertThat(found.dmarc().verdict()).isEqualTo(Verdict.TEMPERROR);
        assertThat(found.proven()).isFalse();
        assertThat(found.undecided()).isTrue();
    }

    @Test
    void two_authors_of_two_domains_are_never_aligned() throws IOException {
        dns.with(Dns.Type.TXT, "acme.test", "v=spf1 ip4:192.0.2.1 -all");
        Authenticity found =
                new SenderChecks(dns)
                        .check(
                                new Handover(
                                        "192.0.2.1",
                                        "mail.acme.test",
                                        ANNA,
                                        List.of(ANNA, "eve@evil.test")),
                                plain());
        assertThat(found.spf().verdict()).isEqualTo(Verdict.PASS);
        assertThat(found.proven()).isFalse();
    }

    @Test
    void a_record_that_leads_round_in_circles_ends() throws IOException {
        dns.with(Dns.Type.TXT, "acme.test", "v=spf1 include:acme.test -all");
        assertThat(check("192.0.2.1", ANNA, plain()).spf().verdict()).isEqualTo(Verdict.PERMERROR);
        assertThat(dns.asked).hasSizeLessThan(SenderChecks.QUESTIONS);
    }

    @Test
    void a_hundred_signatures_ask_a_bounded_number_of_questions() throws IOException {
        StringBuilder mail = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            mail.append(
                    "DKIM-Signature: v=1; a=rsa-sha256; d=d%d.test; s=s; h=from; bh=YQ==; b=YQ=="
                            .formatted(i));
            mail.append("\r\n");
        }
        mail.append("From: ").append(ANNA).append("\r\n\r\nhello\r\n");
        check("192.0.2.1", ANNA, Content.of(mail.toString().getBytes(US_ASCII)));
        assertThat(dns.asked).hasSize(SenderChecks.QUESTIONS);
    }
}
