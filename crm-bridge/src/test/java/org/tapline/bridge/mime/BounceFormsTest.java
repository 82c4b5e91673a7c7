package org.tapline.bridge.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bounces that are not as RFC 3464 wants them.
final class BounceFormsTest {

    private static Bounce bounce(String mail) {
        return Mails.read(mail).kind().bounce().orElseThrow();
    }

    private static List<String> addresses(String mail) {
        return bounce(mail).recipients().stream().map(Bounce.Recipient::address).toList();
    }

    private static String told(String text) {
        return """
        From: MAILER-DAEMON@relay.test
        To: anna@acme.test
        Subject: Undelivered Mail Returned to Sender

        """
                + text;
    }

    private static String report(String status) {
        return """
        From: MAILER-DAEMON@relay.test
        To: anna@acme.test
        Subject: Undelivered Mail Returned to Sender
        Content-Type: multipart/report; report-type=delivery-status; boundary=b

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; relay.test

        %s
        --b--
        """
                .formatted(status);
    }

    @Test
    void the_address_that_was_written_to_counts_not_what_it_was_turned_into() {
        assertThat(
                        addresses(
                                report(
                                        """
                                        Final-Recipient: rfc822; c17@store.test
                                        Original-Recipient: rfc822;carol@home.test
                                        Action: failed
                                        Status: 5.2.2""")))
                .containsExactly("carol@home.test");
    }

    @Test
    void recipients_are_told_apart_without_the_blank_line_between_them() {
        assertThat(
                        addresses(
                                report(
                                        """
                                        Final-Recipient: rfc822; carol@home.test
                                        Action: failed
                                        Status: 5.2.2
                                        Final-Recipient: rfc822; dan@home.test
                                        Action: failed
                                        Status: 5.1.1""")))
                .containsExactly("carol@home.test", "dan@home.test");
    }

    @Test
    void a_report_whose_parts_lost_their_boundaries_is_read_as_text() {
        ParsedMail mail =
                Mails.read(
                        """
                        From: MAILER-DAEMON@relay.test
                        To: anna@acme.test
                        Subject: Returned mail: Service unavailable
                        Content-Type: multipart/report; report-type=delivery-status; boundary=other

                        --b

                        It could not be delivered.

                        Final-Recipient: rfc822; carol@home.test
                        Action: failed
                        Status: 5.5.0
                        """);

        assertThat(mail.text()).contains("It could not be delivered.");
        assertThat(mail.defects())
                .contains(new Defect(Defect.Kind.STRUCTURE, "a multipart without parts"));
        assertThat(mail.kind().bounce().orElseThrow().recipients())
                .extracting(Bounce.Recipient::address, Bounce.Recipient::status)
                .containsExactly(tuple("carol@home.test", "5.5.0"));
    }

    @Test
    void a_bounce_inside_the_message_of_a_scanner_is_found() {
        assertThat(
                        addresses(
                                """
                                From: postmaster@relay.test
                                To: anna@acme.test
                                Subject: Delivery Status Notification (Failure)
                                Content-Type: multipart/mixed; boundary=b

                                --b
                                Content-Type: message/rfc822

                                From: postmaster@relay.test
                                Content-Type: multipart/report; boundary=c

                                --c
                                Content-Type: message/delivery-status

                                Reporting-MTA: dns; relay.test

                                Final-Recipient: rfc822;carol@home.test
                                Action: failed
                                Status: 5.1.1
                                --c--
                                --b--
                                """))
                .containsExactly("carol@home.test");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Your message\\n  To:  list@home.test\\ndid not reach:\\ncarol@home.test on Monday",
                "Received at noon\\nfrom uucp@localhost\\n  carol@home.test\\n550 unknown user",
                "In:  MAIL\\n  FROM:<x@spam.test>\\nIn: RCPT TO:<carol@home.test>\\n550 no",
                "<carol@home.test>: 550 unknown. Ask support@relay.test or hostmaster@relay.test",
                "To: carol@home.test\\n550 unknown user"
            })
    void who_is_named_beside_the_recipient_is_none(String text) {
        assertThat(addresses(told(text.replace("\\n", "\n")))).containsExactly("carol@home.test");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "These addresses failed:\\npostmaster@home.test | postmaster@home.test",
                "Error while mailing to <postmaster@home.test>. | postmaster@home.test",
                "<anna@acme.test>:\\nRemote host said: 552 full | anna@acme.test"
            })
    void a_mail_system_or_oneself_has_bounced_where_nobody_else_did(String text, String address) {
        assertThat(addresses(told(text.replace("\\n", "\n")))).containsExactly(address);
    }

    @Test
    void who_is_only_addressed_has_not_bounced() {
        assertThat(addresses(told("Sorry anna@acme.test. Your mail was rejected."))).isEmpty();
    }

    @Test
    void what_is_said_to_have_failed_counts_in_any_case() {
        assertThat(
                        addresses(
                                """
                                From: MAILER-DAEMON@relay.test
                                To: anna@acme.test
                                X-Failed-Recipients: anna@acme.test
                                Subject: Mail delivery failed

                                user unknown
                                """))
                .containsExactly("anna@acme.test");
    }

    @Test
    void giving_up_after_a_time_says_nothing_of_the_address() {
        Bounce late = bounce(told("failed:\n  carol@home.test\n    retry timeout exceeded\n"));
        Bounce busy = bounce(told("carol@home.test Error, ERROR_CODE :421, ERROR_CODE :, no\n"));
        Bounce unknown = bounce(told("failed:\n  carol@home.test\n    550 user unknown\n"));

        assertThat(late.permanent()).isFalse();
        assertThat(late.recipients().getFirst().status()).isEqualTo("4.4.7");
        assertThat(busy.permanent()).isFalse();
        assertThat(unknown.permanent()).isTrue();
    }

    @Test
    void a_sender_that_only_its_own_words_give_away_is_known() {
        String titled =
                """
                From: admin@home.test
                To: anna@acme.test
                Subject: Non-Delivery: offer

                --- Non-Delivery Report ---
                The email below could not be delivered to the following user:
                carol@home.test
                """;
        String personal =
                """
                From: carol@home.test
                Subject: Mail could not be delivered

                Hello, my mail could not be delivered to you.
                """;

        assertThat(addresses(titled)).containsExactly("carol@home.test");
        assertThat(Mails.read(personal).kind().bounce()).isEmpty();
    }

    private static String ses(String json) {
        return """
        From: no-reply@sns.amazonaws.com
        X-Amz-Sns-Message-Id: 1
        Subject: AWS Notification Message

        %s
        --
        If you wish to stop receiving notifications
        """
                .formatted(json);
    }

    @Test
    void a_bounce_notice_of_amazon_ses_is_a_bounce() {
        String json =
                "{\"notificationType\":\"Bounce\",\"bounce\":{\"bounceType\":\"Permanent\","
                        + "\"bouncedRecipients\":[{\"emailAddress\":\"ca!\n rol@home.test\","
                        + "\"status\":\"5.1.1\",\"diagnosticCode\":\"smtp; 550 unknown\"}]},"
                        + "\"mail\":{\"commonHeaders\":{\"messageId\":\"<one@acme.test>\"}}}";
        Bounce direct = bounce(ses(json));
        String wrapped =
                "{\"Type\":\"Notification\",\n \"Message\":\"" + json.replace("\"", "\\\"") + "\"}";

        assertThat(direct.recipients())
                .containsExactly(
                        new Bounce.Recipient(
                                "carol@home.test",
                                Bounce.Action.FAILED,
                                "5.1.1",
                                "smtp; 550 unknown"));
        assertThat(direct.originalMessageId()).contains("one@acme.test");
        assertThat(bounce(ses(wrapped))).isEqualTo(direct);
    }

    @Test
    void a_complaint_and_a_delivery_of_amazon_ses_are_what_they_are() {
        MailKind complaint =
                Mails.read(
                                ses(
                                        "{\"notificationType\":\"Complaint\",\"complaint\":{"
                                                + "\"complainedRecipients\":[{\"emailAddress\":"
                                                + "\"carol@home.test\"}]}}"))
                        .kind();
        Bounce delivery =
                bounce(
                        ses(
                                "{\"notificationType\":\"Delivery\",\"delivery\":{"
                                        + "\"recipients\":[\"carol@home.test\"]}}"));

        assertThat(complaint.abuseReport().orElseThrow().originalRecipient())
                .contains("carol@home.test");
        assertThat(delivery.recipients().getFirst().action()).isEqualTo(Bounce.Action.DELIVERED);
        assertThat(delivery.permanent()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"notificationType\":\"Bounce\"",
                "{\"notificationType\":\"Bounce\",\"bounce\":[]}",
                "{\"notificationType\":7}",
                "nothing"
            })
    void what_amazon_would_not_send_is_no_bounce(String json) {
        assertThat(Mails.read(ses(json)).kind().bounce()).isEmpty();
    }
}
