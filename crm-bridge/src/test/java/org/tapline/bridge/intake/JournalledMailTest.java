package org.tapline.bridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.Seen;
import org.tapline.bridge.timeline.Entry;
import org.tapline.bridge.timeline.FullMessage;
import org.tapline.journal.Content;
import org.tapline.journal.Observation;

/// Journal reports and `always_bcc` copies, through the whole intake. Each test has people outside
/// of its own.
class JournalledMailTest {
    private static final String ANNA = "anna@acme.test";
    private static final String BOB = "bob@acme.test";

    @TempDir static Path data;
    private static Rooms rooms;

    @BeforeAll
    static void open() throws IOException {
        rooms = Rooms.open(data);
        rooms.users().add("Anna Arm", ANNA, List.of("a.arm@acme.test"));
        rooms.users().add("Bob Bell", BOB, List.of());
    }

    @AfterAll
    static void close() {
        rooms.close();
    }

    @Test
    void a_report_of_sent_mail_is_the_message_with_its_blind_copies() throws IOException {
        String original = original("s1", ANNA, "gus@one.test", "Price list");
        rooms.file(
                Seen.journalled(),
                report(
                        original,
                        "Sender: " + ANNA,
                        "To: gus@one.test",
                        "To: " + BOB + ", Expanded: all@acme.test",
                        "Bcc: hidden@one.test"));

        Entry entry = rooms.only("gus@one.test");
        assertThat(entry.direction()).isEqualTo("outbound");
        assertThat(entry.messageId()).contains("s1");
        assertThat(entry.waysIn()).containsExactly("journal-report");
        assertThat(entry.mailboxes()).containsExactlyInAnyOrder(ANNA, BOB);
        assertThat(entry.bcc())
                .as("a member of a group is no blind copy")
                .extracting(Entry.Person::address)
                .containsExactly("hidden@one.test");
        assertThat(rooms.only("hidden@one.test").id()).isEqualTo(entry.id());
        assertThat(rooms.contacts().find("gus@one.test").orElseThrow().origin()).isEqualTo("sent");
        assertThat(rooms.raw(entry)).isEqualTo(original.getBytes(StandardCharsets.UTF_8));
        assertThat(rooms.full(entry).unpacked())
                .extracting(FullMessage.Wrapping::kind)
                .containsOnly("journal-report");
    }

    @Test
    void the_report_itself_is_nowhere() {
        rooms.file(
                Seen.journalled(),
                report(
                        original("s2", "hal@two.test", ANNA, "Question"),
                        "Sender: hal@two.test",
                        "Recipient: a.arm@acme.test"));

        Entry entry = rooms.only("hal@two.test");
        assertThat(entry.direction()).isEqualTo("inbound");
        assertThat(entry.mailboxes()).as("an alias is its user's").containsExactly(ANNA);
        assertThat(rooms.timelineOf("exchange@acme.test")).isEmpty();
        assertThat(rooms.timelineOf("journal@crm.acme.test")).isEmpty();
        assertThat(rooms.users().byAddress("journal@crm.acme.test")).isEmpty();
    }

    @Test
    void the_same_message_from_a_report_and_from_a_mailbox_is_one() {
        String original = original("s3", "ida@three.test", ANNA + ", " + BOB, "Once");
        Content report =
                report(
                        original,
                        "Sender: ida@three.test",
                        "Recipient: " + ANNA,
                        "Recipient: " + BOB);
        Observation observation = Seen.journalled();
        rooms.file(observation, report);
        rooms.file(Seen.fetched(ANNA, "INBOX", 3), content(original));
        rooms.file(observation, report);
        rooms.file(Seen.journalled(), report);

        Entry entry = rooms.only("ida@three.test");
        assertThat(entry.waysIn()).containsExactlyInAnyOrder("journal-report", "imap-fetch");
        assertThat(entry.mailboxes()).containsExactlyInAnyOrder(ANNA, BOB);
        assertThat(count("select count(*) from delivery where message_id = " + entry.id()))
                .isEqualTo(3);
    }

    @Test
    void a_report_about_nobody_we_know_is_kept_for_the_administrator() {
        rooms.file(
                Seen.journalled(),
                report(
                        original("s4", "new@acme.test", "jo@four.test", "By a new colleague"),
                        "Sender: new@acme.test",
                        "Recipient: jo@four.test"));

        Entry entry = rooms.only("jo@four.test");
        assertThat(entry.direction()).isEqualTo("outbound");
        assertThat(entry.mailboxes()).containsExactly("journal@crm.acme.test");
    }

    @Test
    void a_copy_of_sent_mail_is_in_its_senders_mailbox() throws IOException {
        Content copy =
                content(original("s5", "Anna Arm <" + ANNA + ">", "kim@five.test", "Copied"));
        rooms.file(Seen.journalled(), copy);
        rooms.file(Seen.submitted(ANNA, "kim@five.test", "blind@five.test"), copy);

        Entry entry = rooms.only("kim@five.test");
        assertThat(entry.direction()).isEqualTo("outbound");
        assertThat(entry.mailboxes()).containsExactly(ANNA);
        assertThat(entry.waysIn()).containsExactly("journal-report", "smtp-submission");
        assertThat(entry.bcc())
                .extracting(Entry.Person::address)
                .containsExactly("blind@five.test");
        assertThat(rooms.full(entry).unpacked())
                .extracting(FullMessage.Wrapping::kind)
                .containsExactly("copy");
    }

    @Test
    void a_copy_is_in_the_mailboxes_it_was_delivered_to_whatever_the_header_says() {
        rooms.file(
                Seen.journalled(),
                content(
                        String.join(
                                "\r\n",
                                "X-Original-To: " + BOB,
                                "Received: from mx.six.test by mail.acme.test with ESMTPS id 4",
                                "\tfor <a.arm@acme.test>; Fri, 20 Nov 2026 10:00:01 +0000",
                                original(
                                        "s6", "lea@six.test", "undisclosed-recipients:;", "Six"))));

        Entry entry = rooms.only("lea@six.test");
        assertThat(entry.direction()).isEqualTo("inbound");
        assertThat(entry.mailboxes()).containsExactlyInAnyOrder(ANNA, BOB);
        assertThat(entry.bcc()).isEmpty();
    }

    @Test
    void a_forged_report_in_an_inbox_is_mail_like_any_other() {
        rooms.file(
                Seen.fetched(ANNA, "INBOX", 7),
                report(
                        original("s7", "bob@acme.test", "max@seven.test", "Never sent"),
                        "Sender: " + BOB,
                        "Recipient: max@seven.test"));

        assertThat(rooms.timelineOf("max@seven.test")).isEmpty();
    }

    private static String original(String id, String from, String to, String subject) {
        return String.join(
                "\r\n",
                "From: " + from,
                "To: " + to,
                "Subject: " + subject,
                "Date: Fri, 20 Nov 2026 10:00:00 +0000",
                "Message-ID: <" + id + ">",
                "",
                "Dear reader,",
                "",
                "this is it.",
                "");
    }

    private static Content content(String mail) {
        return Content.of(mail.getBytes(StandardCharsets.UTF_8));
    }

    private static Content report(String original, String... lines) {
        return Seen.mail(
                String.join(
                        "\r\n",
                        "--b",
                        "Content-Type: text/plain",
                        "",
                        String.join("\r\n", lines),
                        "",
                        "--b",
                        "Content-Type: message/rfc822",
                        "",
                        original,
                        "--b--"),
                "From: Exchange <exchange@acme.test>",
                "To: journal@crm.acme.test",
                "Subject: Report",
                "X-MS-Journal-Report:",
                "Date: Fri, 20 Nov 2026 10:00:05 +0000",
                "Message-ID: <report-" + Integer.toHexString(original.hashCode()) + "@acme.test>",
                "MIME-Version: 1.0",
                "Content-Type: multipart/mixed; boundary=b");
    }

    private static long count(String sql) {
        return rooms.database().jdbc().sql(sql).query(Long.class).single();
    }
}
