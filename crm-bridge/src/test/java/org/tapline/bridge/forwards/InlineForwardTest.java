package org.tapline.bridge.forwards;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapline.bridge.mime.MailAddress;

/// Forwards whose original stands in the text, and texts that only look like one.
final class InlineForwardTest {
    private static final String GMAIL =
            """
            Please file this.

            ---------- Forwarded message ---------
            Von: Anna Arm <anna@globex.test>
            Date: Mi., 27. Okt. 2021 um 09:31 Uhr
            Subject: Price list
            To: <bob@initech.test>, Uta User <uta@acme.test>
            Cc: Carl <carl@initech.test>

            Dear Bob,
            here it is.
            """;

    private static final String OUTLOOK =
            """
            See below.

            ________________________________
            From: Anna Arm <anna@globex.test>
            Sent: Wednesday, October 27, 2021 15:14
            To: Uta User <uta@acme.test>
            Subject: Price list

            Dear Uta,
            here it is.
            """;

    @Test
    void a_gmail_forward_gives_people_date_and_both_texts() {
        Forwarded found = Mails.original("Fwd: Price list", GMAIL).orElseThrow();
        assertThat(found.sender()).isEqualTo(new MailAddress("Anna Arm", "anna@globex.test"));
        assertThat(found.to())
                .containsExactly(
                        new MailAddress("", "bob@initech.test"),
                        new MailAddress("Uta User", "uta@acme.test"));
        assertThat(found.cc()).containsExactly(new MailAddress("Carl", "carl@initech.test"));
        assertThat(found.subject()).isEqualTo("Price list");
        assertThat(found.date()).contains(Instant.parse("2021-10-27T08:31:00Z"));
        assertThat(found.text()).isEqualTo("Dear Bob,\nhere it is.");
        assertThat(found.comment()).isEqualTo("Please file this.");
        assertThat(found.found())
                .isEqualTo(new Forwarded.Found.Inline(Forwarded.Mark.SEPARATOR, List.of("de")));
    }

    @Test
    void words_that_say_forwarded_need_no_prefix_in_the_subject() {
        assertThat(Mails.original("Their prices", GMAIL)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "FW: Price list, true",
        "WG: Price list, true",
        "[EXTERNAL] TR: Price list, true",
        "Fwd[2]: Price list, true",
        "VS: Price list, true",
        "转发：Price list, true",
        "Price list, false",
        "RE: Price list, false",
        "AW: FW: Price list, false",
        "Fwdx: Price list, false"
    })
    void a_header_block_of_outlook_is_a_forward_when_the_subject_says_so(
            String subject, boolean forward) {
        Optional<Forwarded> found = Mails.original(subject, OUTLOOK);
        assertThat(found.isPresent()).isEqualTo(forward);
        found.ifPresent(
                one -> {
                    assertThat(one.sender().address()).isEqualTo("anna@globex.test");
                    assertThat(one.comment()).isEqualTo("See below.");
                    assertThat(one.text()).isEqualTo("Dear Uta,\nhere it is.");
                });
    }

    @Test
    void vs_is_an_answer_in_finnish() {
        String text =
                """
                Kiitos!

                Lähettäjä: Anna Arm <anna@globex.test>
                Lähetetty: keskiviikko 27. lokakuuta 2021 15.14
                Vastaanottaja: Uta User <uta@acme.test>
                Aihe: Hinnasto

                Hei
                """;
        assertThat(Mails.original("VS: Hinnasto", text)).isEmpty();
        assertThat(Mails.original("VL: Hinnasto", text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Re: Price list", "AW: Price list", "Antw: Price list"})
    void an_answer_to_a_forward_is_no_forward(String subject) {
        assertThat(Mails.original(subject, GMAIL)).isEmpty();
    }

    @Test
    void a_forward_inside_what_is_answered_belongs_to_somebody_else() {
        String text =
                """
                Thanks.

                On Mon, Nov 8, 2021 at 9:31 AM Bob <bob@initech.test>
                wrote:

                > FYI
                > ---------- Forwarded message ---------
                > From: Anna Arm <anna@globex.test>
                > Date: Wed, Oct 27, 2021 at 9:31 AM
                > Subject: Price list
                > To: <bob@initech.test>
                >
                > here it is.
                """;
        assertThat(Mails.original("Price list", text)).isEmpty();
    }

    @Test
    void only_the_first_block_counts_in_a_forward_of_a_forward() {
        String text =
                GMAIL
                        + "\n---------- Forwarded message ---------\nFrom: Zoe <zoe@x.test>\n"
                        + "Date: Wed, Oct 20, 2021 at 9:31 AM\nSubject: Old\n\nolder\n";
        Forwarded found = Mails.original("Fwd: Price list", text).orElseThrow();
        assertThat(found.sender().address()).isEqualTo("anna@globex.test");
        assertThat(found.text()).contains("zoe@x.test", "older");
    }

    @Test
    void an_author_without_address_is_nobody_even_when_an_older_block_has_one() {
        String text =
                """
                ---------- Forwarded message ---------
                From: Anna Arm
                Date: Wed, Oct 27, 2021 at 9:31 AM
                Subject: Price list
                To: <bob@initech.test>

                ---------- Forwarded message ---------
                From: Zoe <zoe@x.test>
                Date: Wed, Oct 20, 2021 at 9:31 AM
                Subject: Old

                older
                """;
        assertThat(Mails.original("Fwd: Price list", text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Just a note without any forward.",
                "From: now on we meet at ten.\nTo: be sure, come earlier.",
                "---------- Forwarded message ---------\n\nNothing below.",
                "---------- Something else ---------\nFrom: Anna <a@a.test>\nSubject: x\n",
                "Begin forwarded message:\n\nNo header block.",
                "On Monday Anna <anna@a.test> wrote:\n> hello"
            })
    void what_is_no_forward_is_none(String text) {
        assertThat(Mails.original("Fwd: Price list", text)).isEmpty();
    }

    @Test
    void wrapped_fields_are_put_together() {
        String text =
                """
                -------- Forwarded Message --------
                Subject: \tA price list with a very long
                subject
                Date: \tWed, 3 Nov 2021 15:51:30 +0100
                From: \tAnna Arm <anna@globex.test>
                To: \tBob <bob@initech.test>, Carl
                <carl@initech.test>,
                Dora <dora@initech.test>

                Hello
                """;
        Forwarded found = Mails.original("Fwd: x", text).orElseThrow();
        assertThat(found.subject()).isEqualTo("A price list with a very long subject");
        assertThat(found.to())
                .extracting(MailAddress::address)
                .containsExactly("bob@initech.test", "carl@initech.test", "dora@initech.test");
        assertThat(found.date()).contains(Instant.parse("2021-11-03T14:51:30Z"));
        assertThat(found.text()).isEqualTo("Hello");
    }

    @Test
    void outlook_html_without_plain_text_is_understood() {
        Forwarded found =
                Forwards.find(
                                Mails.read(
                                        """
                                        From: uta@acme.test
                                        To: crm@crm.acme.test
                                        Subject: WG: Preisliste
                                        Content-Type: text/html; charset=utf-8

                                        <div>Bitte ablegen</div><div><hr>
                                        <p><b>Von:</b> Anna Arm &lt;anna@globex.test&gt;<br>
                                        <b>Gesendet:</b> Mittwoch, 27. Oktober 2021 15:14<br>
                                        <b>An:</b> Uta User &lt;uta@acme.test&gt;<br>
                                        <b>Betreff:</b> Preisliste</p></div>
                                        <p>Liebe Uta</p>
                                        """),
                                List.of())
                        .orElseThrow();
        assertThat(found.sender()).isEqualTo(new MailAddress("Anna Arm", "anna@globex.test"));
        assertThat(found.subject()).isEqualTo("Preisliste");
        assertThat(found.comment()).isEqualTo("Bitte ablegen");
        assertThat(found.text()).isEqualTo("Liebe Uta");
    }

    @Test
    void a_whole_conversation_is_under_its_first_message() {
        String text =
                """
                Forwarded Conversation
                Subject: Re: Image
                ------------------------

                From: Anna <anna@globex.test>
                Date: Fri, 14 Jun 2019 at 14:27
                To: Bob <bob@initech.test>

                Hi

                ----------
                From: Bob <bob@initech.test>
                Date: Sat, 15 Jun 2019 at 01:26
                To: Anna <anna@globex.test>

                Ok
                """;
        Forwarded found = Mails.original("Fwd: Image", text).orElseThrow();
        assertThat(found.sender().address()).isEqualTo("anna@globex.test");
        assertThat(found.subject()).isEqualTo("Re: Image");
    }
}
