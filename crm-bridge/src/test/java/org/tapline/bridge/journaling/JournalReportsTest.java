package org.tapline.bridge.journaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapline.bridge.forwards.AttachedMessages;
import org.tapline.bridge.mime.AttachmentSink;
import org.tapline.bridge.mime.MailReader;
import org.tapline.bridge.mime.ReadLimits;
import org.tapline.journal.Content;

/// Journal reports written by hand in the forms of Exchange on premises and Exchange Online.
final class JournalReportsTest {
    private static final String ORIGINAL =
            """
            From: Anna <anna@acme.test>
            To: bob@globex.test
            Message-ID: <1@acme.test>
            Subject: =?utf-8?q?Price_list?=

            Dear Bob
            """;

    private static final String ON_PREMISES =
            """
            From: <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@acme.test>
            To: journal@crm.acme.test
            Subject: Price list
            X-MS-Journal-Report:
            Content-Identifer: ExJournalReport
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="b"

            --b
            Content-Type: text/plain; charset="us-ascii"

            Sender: anna@acme.test
            Subject: Price list
            Message-Id: <1@acme.test>
            To: bob@globex.test
            To: Carl@globex.test, Expanded: sales@globex.test
            Cc: dora@initech.test, Forwarded: old@initech.test
            Bcc: erna@initech.test
            Recipient: fritz@elsewhere.test
            Recipient: bob@globex.test

            --b
            Content-Type: message/rfc822

            """
                    + ORIGINAL
                    + "\n--b--\n";

    private static final String ONLINE =
            """
            From: <postmaster@acme.onmicrosoft.test>
            To: journal@crm.acme.test
            Subject: Price list
            Content-Identifier: ExJournalReport
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="b"

            --b
            Content-Type: text/plain; charset="utf-8"
            Content-Transfer-Encoding: quoted-printable

            Sender: assistant@acme.test
            On-Behalf-Of: Anna Arm <anna@acme.test>
            Subject: A price list
             that was folded
            Message-Id:
             <1@acme.test>
            Recipient: bob@globex.test
            Label: Confidential

            --b
            Content-Type: message/rfc822

            """
                    + ORIGINAL
                    + "\n--b--\n";

    private static Optional<JournalReport> read(String mail) throws IOException {
        AttachedMessages messages =
                new AttachedMessages(
                        AttachmentSink.discard(), AttachedMessages.Store.inMemory(), 2);
        byte[] octets = mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        var parsed = new MailReader(ReadLimits.standard()).read(Content.of(octets), messages);
        return JournalReports.find(parsed, messages.contents());
    }

    private static String original(JournalReport report) throws IOException {
        return new String(report.original().open().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void a_report_of_exchange_on_premises_gives_envelope_roles_and_original() throws IOException {
        JournalReport report = read(ON_PREMISES).orElseThrow();
        assertThat(report.sender()).isEqualTo("anna@acme.test");
        assertThat(report.onBehalfOf()).isEmpty();
        assertThat(report.messageId()).contains("1@acme.test");
        assertThat(report.subject()).isEqualTo("Price list");
        assertThat(report.recipients())
                .containsExactly(
                        recipient("bob@globex.test", JournalReport.Role.TO, ""),
                        recipient("Carl@globex.test", JournalReport.Role.TO, "sales@globex.test"),
                        recipient("dora@initech.test", JournalReport.Role.CC, "old@initech.test"),
                        recipient("erna@initech.test", JournalReport.Role.BCC, ""),
                        recipient("fritz@elsewhere.test", JournalReport.Role.UNKNOWN, ""));
        assertThat(original(report)).isEqualTo(ORIGINAL.replace("\n", "\r\n"));
    }

    private static JournalReport.Recipient recipient(
            String address, JournalReport.Role role, String via) {
        return new JournalReport.Recipient(
                address, role, Optional.of(via).filter(text -> !text.isEmpty()));
    }

    @Test
    void a_report_of_exchange_online_with_folded_lines_is_read() throws IOException {
        JournalReport report = read(ONLINE).orElseThrow();
        assertThat(report.sender()).isEqualTo("assistant@acme.test");
        assertThat(report.onBehalfOf()).contains("anna@acme.test");
        assertThat(report.subject()).isEqualTo("A price list that was folded");
        assertThat(report.messageId()).contains("1@acme.test");
        assertThat(report.recipients())
                .containsExactly(recipient("bob@globex.test", JournalReport.Role.UNKNOWN, ""));
        assertThat(original(report)).isEqualTo(ORIGINAL.replace("\n", "\r\n"));
    }

    @Test
    void the_envelope_has_every_recipient_once_and_accepted() throws IOException {
        var envelope = read(ON_PREMISES).orElseThrow().envelope();
        assertThat(envelope.sender()).isEqualTo("anna@acme.test");
        assertThat(envelope.recipients()).hasSize(5).allMatch(one -> one.accepted());
        assertThat(envelope.authenticated()).isEmpty();
    }

    @Test
    void the_null_sender_is_empty() throws IOException {
        JournalReport report =
                read(ON_PREMISES.replace("Sender: anna@acme.test", "Sender: <>")).orElseThrow();
        assertThat(report.sender()).isEmpty();
    }

    @Test
    void a_footer_below_the_lines_is_not_part_of_the_report() throws IOException {
        String footer =
                ONLINE.replace(
                        "Label: Confidential",
                        "\nThis mail was scanned and found clean.\nRecipient: evil@x.test");
        assertThat(read(footer).orElseThrow().recipients()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-MS-Journal-Report: | X-Nothing:",
                "Content-Type: message/rfc822 | Content-Type: application/octet-stream",
                "Sender: anna@acme.test | Author: anna@acme.test"
            })
    void a_report_that_lacks_a_mark_a_message_or_a_sender_is_none(String part, String instead)
            throws IOException {
        String mail =
                ON_PREMISES
                        .replace(part, instead)
                        .replace(
                                "Content-Identifer: ExJournalReport",
                                part.startsWith("X-MS") ? "X-Other: 1" : "Content-Identifer: x");
        assertThat(read(mail)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: hello\n\nSender: a@a.test\nRecipient: b@b.test\n",
                "X-MS-Journal-Report:\nSubject: hello\n\nSender: a@a.test\nRecipient: b@b.test\n",
                "",
                "X-MS-Journal-Report:\n\n"
            })
    void other_mail_is_no_report(String mail) throws IOException {
        assertThat(read(mail)).isEmpty();
    }

    @Test
    void a_report_without_recipients_is_none() throws IOException {
        String mail = ONLINE.replace("Recipient: bob@globex.test\n", "");
        assertThat(read(mail)).isEmpty();
    }
}
