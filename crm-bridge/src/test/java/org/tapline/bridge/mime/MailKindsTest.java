package org.tapline.bridge.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bounces, automatic replies, lists, unsubscribe requests, complaints, invitations, and the
/// authors behind lists.
final class MailKindsTest {

    @Test
    void a_delivery_status_tells_of_each_recipient() {
        ParsedMail mail =
                Mails.read(
                        """
                        From: MAILER-DAEMON@mx.test
                        Subject: Undelivered Mail Returned to Sender
                        Content-Type: multipart/report; report-type=delivery-status; boundary=x

                        --x

                        Sorry.
                        --x
                        Content-Type: message/delivery-status

                        Reporting-MTA: dns; mx.test

                        Final-Recipient: rfc822; ben@home.test
                        Action: failed
                        Status: 5.1.1
                        Diagnostic-Code: smtp; 550 no such
                          user

                        Final-Recipient: rfc822; carl@home.test
                        Action: delayed
                        Status: 4.4.1
                        --x
                        Content-Type: text/rfc822-headers

                        Message-ID: <sent@acme.test>
                        --x--
                        """);
        Bounce bounce = mail.kind().bounce().orElseThrow();
        assertThat(bounce.recipients())
                .containsExactly(
                        new Bounce.Recipient(
                                "ben@home.test",
                                Bounce.Action.FAILED,
                                "5.1.1",
                                "smtp; 550 no such user"),
                        new Bounce.Recipient("carl@home.test", Bounce.Action.DELAYED, "4.4.1", ""));
        assertThat(bounce.permanent()).isTrue();
        assertThat(bounce.originalMessageId()).contains("sent@acme.test");
        assertThat(mail.kind().automaticReply()).isFalse();
    }

    @Test
    void a_bounce_in_words_is_recognised() {
        ParsedMail mail =
                Mails.read(
                        """
                        From: Mail Delivery Subsystem <mailer-daemon@mx.test>
                        To: anna@acme.test
                        Subject: Returned mail: see transcript for details

                        The following address had permanent fatal errors:
                        <ben@home.test>
                        550 5.1.1 User unknown

                        --- Original message follows ---
                        To: ben@home.test
                        Message-ID: <sent@acme.test>
                        """);
        Bounce bounce = mail.kind().bounce().orElseThrow();
        assertThat(bounce.recipients()).hasSize(1);
        assertThat(bounce.recipients().getFirst().address()).isEqualTo("ben@home.test");
        assertThat(bounce.recipients().getFirst().status()).isEqualTo("5.1.1");
        assertThat(bounce.recipients().getFirst().permanent()).isTrue();
        assertThat(bounce.originalMessageId()).contains("sent@acme.test");
    }

    @Test
    void a_person_who_writes_about_a_failed_delivery_is_no_bounce() {
        ParsedMail mail =
                Mails.read(
                        "From: Ben <ben@home.test>\nSubject: delivery failed?\n\nIt was not delivered.");
        assertThat(mail.kind()).isEqualTo(MailKind.ordinary());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: auto-replied",
                "Auto-Submitted: auto-generated (by rule)",
                "Precedence: auto_reply",
                "X-Autoreply: yes",
                "Subject: Automatische Antwort: Angebot",
                "Subject: Out of office",
                "Return-Path: <>\nX-Auto-Response-Suppress: All"
            })
    void automatic_replies_are_recognised(String header) {
        assertThat(Mails.read(header + "\n\nI am away.").kind().automaticReply()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: no",
                "X-Auto-Response-Suppress: All",
                "Subject: Re: the automatic reply machine"
            })
    void mail_of_people_is_no_automatic_reply(String header) {
        assertThat(Mails.read(header + "\n\nHello").kind()).isEqualTo(MailKind.ordinary());
    }

    @Test
    void lists_unsubscribe_requests_and_invitations_are_recognised() {
        MailKind list = Mails.read("List-Id: Friends <friends.lists.test>\n\nHello").kind();
        assertThat(list.bulk()).isTrue();
        assertThat(list.listId()).contains("friends.lists.test");
        assertThat(Mails.read("Precedence: bulk\n\nHello").kind().bulk()).isTrue();
        assertThat(Mails.read("Subject: unsubscribe\n\n").kind().unsubscribeRequest()).isTrue();
        assertThat(Mails.read("To: news-unsubscribe@acme.test\n\n").kind().unsubscribeRequest())
                .isTrue();
        assertThat(Mails.read("Subject: How do I unsubscribe?\n\nx").kind().unsubscribeRequest())
                .isFalse();
        String calendar = "Content-Type: text/calendar; method=request\n\nBEGIN:VCALENDAR";
        assertThat(Mails.read(calendar).kind().calendarMethod()).contains("REQUEST");
    }

    @Test
    void a_complaint_is_recognised() {
        ParsedMail mail =
                Mails.read(
                        """
                        Content-Type: multipart/report; report-type=feedback-report; boundary=x

                        --x
                        Content-Type: message/feedback-report

                        Feedback-Type: abuse
                        Original-Rcpt-To: <ben@home.test>
                        --x--
                        """);
        assertThat(mail.kind().abuseReport().orElseThrow().feedbackType()).isEqualTo("abuse");
        assertThat(mail.kind().abuseReport().orElseThrow().originalRecipient())
                .contains("ben@home.test");
        assertThat(mail.kind().bounce()).isEmpty();
    }

    @Test
    void the_author_behind_a_list_is_found() {
        String list = "List-Id: <talk.lists.test>\nList-Post: <mailto:talk@lists.test>\n";
        Author google =
                Mails.read(
                                list
                                        + "From: \"'Anna' via Talk\" <talk@lists.test>\n"
                                        + "X-Original-From: Anna <anna@acme.test>\n\n")
                        .author();
        assertThat(google)
                .isEqualTo(
                        new Author(
                                new MailAddress("Anna", "anna@acme.test"),
                                Author.Source.ORIGINAL_FROM));
        Author mailman =
                Mails.read(
                                list
                                        + "From: Anna Berg via Talk <talk@lists.test>\n"
                                        + "Reply-To: talk@lists.test, Anna Berg <anna@acme.test>\n\n")
                        .author();
        assertThat(mailman)
                .isEqualTo(
                        new Author(
                                new MailAddress("Anna Berg", "anna@acme.test"),
                                Author.Source.REPLY_TO));
        Author shop = Mails.read("From: Anna via Shop <no-reply@shop.test>\n\n").author();
        assertThat(shop.source()).isEqualTo(Author.Source.FROM);
        assertThat(shop.mailbox().address()).isEqualTo("no-reply@shop.test");
    }
}
