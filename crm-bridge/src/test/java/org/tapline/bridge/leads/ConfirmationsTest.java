package org.tapline.bridge.leads;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapline.bridge.mime.MailAddress;

/// Who gets a confirmation, and how it is threaded.
final class ConfirmationsTest {
    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");

    private static final Confirmations DAILY =
            Confirmations.daily(address -> address.endsWith("@acme.test"));

    private static Lead lead(String address) {
        return new Lead("portal", new MailAddress("Anna", address), Optional.empty(), "hello");
    }

    private static Confirmation decide(String fields, String address) {
        return DAILY.decide(Portal.mail(fields, "x"), lead(address), Optional.empty(), NOW);
    }

    @Test
    void a_confirmation_is_threaded_with_the_enquiry_and_marked_as_automatic() {
        assertThat(decide("References: <1@portal.test> <2@portal.test>\n", "anna@globex.test"))
                .isEqualTo(
                        new Confirmation.Send(
                                new MailAddress("Anna", "anna@globex.test"),
                                java.util.List.of(
                                        new Confirmation.Field("Auto-Submitted", "auto-replied"),
                                        new Confirmation.Field("In-Reply-To", "<77@portal.test>"),
                                        new Confirmation.Field(
                                                "References",
                                                "<1@portal.test> <2@portal.test>"
                                                        + " <77@portal.test>"))));
    }

    @Test
    void a_mail_of_a_portal_that_says_it_was_generated_is_confirmed_all_the_same() {
        assertThat(decide("Auto-Submitted: auto-generated\nPrecedence: bulk\n", "anna@globex.test"))
                .isInstanceOf(Confirmation.Send.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: auto-replied",
                "Auto-Submitted: auto-replied (vacation)",
                "X-Autoreply: yes",
                "Precedence: auto_reply"
            })
    void automatic_answers_are_not_confirmed(String field) {
        assertThat(decide(field + "\n", "anna@globex.test"))
                .isEqualTo(new Confirmation.Withheld(Confirmation.Reason.AUTOMATIC_MAIL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "noreply@globex.test",
                "No-Reply@globex.test",
                "do_not_reply@globex.test",
                "noreply-7f3@globex.test",
                "shop.no-reply@globex.test",
                "MAILER-DAEMON@globex.test",
                "postmaster@globex.test",
                "bounces+anna=x@globex.test",
                "owner-list@globex.test",
                "list-request@globex.test"
            })
    void addresses_that_nobody_reads_get_none(String address) {
        assertThat(decide("", address))
                .isEqualTo(new Confirmation.Withheld(Confirmation.Reason.AUTOMATIC_ADDRESS));
    }

    @Test
    void our_own_people_get_none() {
        assertThat(decide("", "uta@acme.test"))
                .isEqualTo(new Confirmation.Withheld(Confirmation.Reason.OWN_ADDRESS));
    }

    @ParameterizedTest
    @CsvSource({"PT0S, false", "PT23H59M59S, false", "PT24H, true", "P9D, true", "PT-1H, false"})
    void the_same_person_gets_one_a_day(Duration ago, boolean sent) {
        Confirmation decided =
                DAILY.decide(
                        Portal.mail("", "x"),
                        lead("anna@globex.test"),
                        Optional.of(NOW.minus(ago)),
                        NOW);
        assertThat(decided instanceof Confirmation.Send).isEqualTo(sent);
        if (!sent) {
            assertThat(decided)
                    .isEqualTo(new Confirmation.Withheld(Confirmation.Reason.RECENTLY_CONFIRMED));
        }
    }
}
