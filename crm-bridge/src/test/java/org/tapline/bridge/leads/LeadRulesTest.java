package org.tapline.bridge.leads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapline.bridge.mime.MailAddress;

/// Enquirers in the mails of portals and web forms.
final class LeadRulesTest {
    private static final String PLAIN =
            """
            Sie haben eine neue Anfrage:

            Name: Anna Arm
            *E-Mail:* anna@globex.test
            Telefon:
            +49 30 123456
            Link: https://portal.test/42

            Nachricht: Ist die Wohnung
            noch frei?

            Mit freundlichen Grüßen: Ihr Portal
            """;

    private static final String TABLE =
            """
            <table><tr><th>Name</th><td>Anna Arm</td></tr>
            <tr><td><b>E-Mail:</b></td><td><a href="mailto:anna@globex.test">anna@globex.test</a></td>
            </tr><tr><td>Phone</td><td>+49&nbsp;30 123456</td></tr>
            <tr><td>Message</td><td>Is it<br>free?</td></tr></table>
            """;

    @Test
    void reply_to_names_the_enquirer() {
        var mail = Portal.mail("Reply-To: Anna Arm <anna@globex.test>\n", "I want to see it.");
        Lead lead =
                LeadRules.find(mail, List.of(Portal.rule("portal.test", Portal.REPLY_TO)))
                        .orElseThrow();
        assertThat(lead.enquirer()).isEqualTo(new MailAddress("Anna Arm", "anna@globex.test"));
        assertThat(lead.message()).isEqualTo("I want to see it.");
        assertThat(lead.phone()).isEmpty();
        assertThat(lead.rule()).isEqualTo("portal");
    }

    @Test
    void labelled_lines_name_the_enquirer_phone_and_message() {
        var mail = Portal.mail("Content-Type: text/plain; charset=utf-8\n", PLAIN);
        Lead lead =
                LeadRules.find(mail, List.of(Portal.rule("portal.test", Portal.field("e-mail"))))
                        .orElseThrow();
        assertThat(lead.enquirer()).isEqualTo(new MailAddress("Anna Arm", "anna@globex.test"));
        assertThat(lead.phone()).contains("+49 30 123456");
        assertThat(lead.message()).isEqualTo("Ist die Wohnung\nnoch frei?");
    }

    @Test
    void table_rows_name_the_enquirer_phone_and_message() {
        var mail = Portal.mail("Content-Type: text/html; charset=utf-8\n", TABLE);
        Lead lead =
                LeadRules.find(mail, List.of(Portal.rule("portal.test", Portal.field("E-Mail"))))
                        .orElseThrow();
        assertThat(lead.enquirer()).isEqualTo(new MailAddress("Anna Arm", "anna@globex.test"));
        assertThat(lead.phone()).contains("+49 30 123456");
        assertThat(lead.message()).contains("Is it", "free?");
    }

    @ParameterizedTest
    @CsvSource({
        "notify@mail.portal.test, true",
        "NOTIFY@Mail.Portal.test, true",
        "portal.test, true",
        "mail.portal.test, true",
        "ortal.test, false",
        "other@mail.portal.test, false",
        "portal.test.evil.test, false"
    })
    void a_rule_is_for_an_address_or_a_domain_with_its_subdomains(String sender, boolean applies) {
        var mail = Portal.mail("Reply-To: anna@globex.test\n", "x");
        assertThat(LeadRules.find(mail, List.of(Portal.rule(sender, Portal.REPLY_TO))).isPresent())
                .isEqualTo(applies);
    }

    @ParameterizedTest
    @CsvSource({
        "New enquiry*, true",
        "*ENQUIRY*Street*, true",
        "*street 1, true",
        "New enquiry about Main Street 1, true",
        "*, true",
        "New enquiry, false",
        "*enquiry*enquiry*, false",
        "*Street 1*1, false"
    })
    void a_subject_pattern_covers_the_whole_subject(String pattern, boolean applies) {
        LeadRule plain = Portal.rule("portal.test", Portal.REPLY_TO);
        LeadRule rule =
                new LeadRule(
                        plain.name(),
                        plain.sender(),
                        Optional.of(pattern),
                        plain.address(),
                        List.of(),
                        List.of(),
                        List.of());
        var mail = Portal.mail("Reply-To: anna@globex.test\n", "x");
        assertThat(LeadRules.find(mail, List.of(rule)).isPresent()).isEqualTo(applies);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Nothing: 1",
                "Reply-To: Portal <notify@mail.portal.test>",
                "Reply-To: noreply@elsewhere.test",
                "Reply-To: Anna Arm",
                "Reply-To: anna@localhost"
            })
    void without_an_address_of_a_person_there_is_no_lead(String field) {
        var mail = Portal.mail(field + "\n", "x");
        assertThat(LeadRules.find(mail, List.of(Portal.rule("portal.test", Portal.REPLY_TO))))
                .isEmpty();
    }

    @Test
    void the_next_place_counts_when_the_first_names_the_portal() {
        var mail =
                Portal.mail(
                        "Reply-To: notify@portal.test\nContent-Type: text/plain; charset=utf-8\n",
                        PLAIN);
        LeadRule rule = Portal.rule("portal.test", Portal.REPLY_TO, Portal.field("E-Mail"));
        assertThat(LeadRules.find(mail, List.of(rule)))
                .map(lead -> lead.enquirer().address())
                .contains("anna@globex.test");
    }

    @Test
    void a_rule_without_sender_or_place_cannot_be_made() {
        assertThatThrownBy(() -> Portal.rule(" ", Portal.REPLY_TO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Portal.rule("portal.test"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
