package org.tapline.bridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tapline.bridge.Seen;
import org.tapline.bridge.contacts.Contact;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;
import org.tapline.journal.Observation;

/// Bounces mark the address that they are about, if they are about mail of ours.
class BounceMarksTest {
    private static final String ANNA = "anna@acme.test";

    @TempDir static Path data;
    private static Rooms rooms;
    private static long uid;

    @BeforeAll
    static void open() throws IOException {
        rooms = Rooms.open(data);
    }

    @AfterAll
    static void close() {
        rooms.close();
    }

    @ParameterizedTest
    @CsvSource({
        "failed,  5.1.1, true,  0",
        "failed,  5.1.2, true,  0",
        "failed,  5.4.4, true,  0",
        "failed,  5.0.0, true,  0",
        "failed,  5.2.2, false, 1",
        "failed,  5.7.1, false, 1",
        "failed,  4.4.7, false, 1",
        "delayed, 4.4.1, false, 1",
        "delivered, 2.0.0, false, 0",
    })
    void only_what_says_that_the_address_is_no_good_marks_it(
            String action, String status, boolean bouncing, long soft) {
        String contact = "x" + status.replace(".", "") + action + "@kinds.test";
        sent(ANNA, contact, "kind-" + contact);

        bounced(ANNA, contact, action, status, "kind-" + contact, 10);

        assertThat(email(contact).bouncing().isPresent()).isEqualTo(bouncing);
        assertThat(email(contact).softBounces()).isEqualTo(soft);
    }

    @Test
    void the_mark_says_since_when_and_by_which_message_and_a_reply_takes_it_away() {
        sent(ANNA, "carol@kunde.test", "m1@acme.test");
        bounced(ANNA, "carol@kunde.test", "failed", "5.1.1", "m1@acme.test", 10);
        bounced(ANNA, "carol@kunde.test", "failed", "5.1.10", "m1@acme.test", 11);

        Contact.Bouncing bouncing = email("carol@kunde.test").bouncing().orElseThrow();
        assertThat(bouncing.since()).hasToString("2026-11-20T10:10:00Z");
        assertThat(bouncing.status()).isEqualTo("5.1.10");
        long bounce =
                rooms.messages().find(Rooms.READING, "b" + uid + "@mx.test").orElseThrow().id();
        assertThat(bouncing.message()).contains(bounce);

        received(ANNA, "carol@kunde.test", "Auto-Submitted: auto-replied", 20);
        assertThat(email("carol@kunde.test").bouncing()).as("a machine").isPresent();
        received(ANNA, "carol@kunde.test", "X-Person: yes", 9);
        assertThat(email("carol@kunde.test").bouncing()).as("written before").isPresent();
        received(ANNA, "carol@kunde.test", "X-Person: yes", 21);
        assertThat(email("carol@kunde.test").bouncing()).isEmpty();

        bounced(ANNA, "carol@kunde.test", "failed", "5.1.1", "m1@acme.test", 12);
        assertThat(email("carol@kunde.test").bouncing()).as("an old one, seen late").isEmpty();
    }

    @Test
    void an_old_bounce_that_is_seen_after_the_reply_marks_nothing() {
        sent(ANNA, "late@kunde.test", "late@acme.test");
        received(ANNA, "late@kunde.test", "X-Person: yes", 30);

        bounced(ANNA, "late@kunde.test", "failed", "5.1.1", "late@acme.test", 20);

        assertThat(email("late@kunde.test").bouncing()).isEmpty();
    }

    @Test
    void a_forged_bounce_marks_nothing() {
        rooms.addContact("victim@forged.test");
        bounced(ANNA, "victim@forged.test", "failed", "5.1.1", "invented@acme.test", 10);
        assertThat(email("victim@forged.test").bouncing()).as("nothing was sent").isEmpty();

        sent(ANNA, "victim@forged.test", "real@acme.test");
        bounced(ANNA, "victim@forged.test", "failed", "5.1.1", "invented@acme.test", 10);
        assertThat(email("victim@forged.test").bouncing()).as("another message").isEmpty();

        sent("ben@acme.test", "other@forged.test", "bens@acme.test");
        bounced(ANNA, "other@forged.test", "failed", "5.1.1", "bens@acme.test", 10);
        assertThat(email("other@forged.test").bouncing()).as("another mailbox").isEmpty();
        bounced(ANNA, "victim@forged.test", "failed", "5.1.1", "bens@acme.test", 10);
        assertThat(email("victim@forged.test").bouncing()).as("not its recipient").isEmpty();
    }

    @Test
    void a_bounce_that_returns_nothing_counts_for_a_few_days_after_mail_to_the_address() {
        sent(ANNA, "silent@kunde.test", "s1@acme.test");

        bounced(ANNA, "silent@kunde.test", "failed", "5.1.1", "", 10 + 9 * 24 * 60);
        assertThat(email("silent@kunde.test").bouncing()).as("nine days later").isEmpty();
        bounced(ANNA, "silent@kunde.test", "failed", "5.1.1", "", 10);

        assertThat(email("silent@kunde.test").bouncing()).isPresent();
    }

    @Test
    void a_bounce_that_is_left_out_marks_all_the_same() {
        PolicySettings.Scope all = PolicySettings.Scope.ORGANISATION;
        rooms.settings().set(all, "bounce.exclude", "true", "test");
        try {
            sent(ANNA, "quiet@kunde.test", "q1@acme.test");
            bounced(ANNA, "quiet@kunde.test", "failed", "5.1.1", "q1@acme.test", 10);
        } finally {
            rooms.settings().unset(all, "bounce.exclude", "test");
        }

        Contact.Bouncing bouncing = email("quiet@kunde.test").bouncing().orElseThrow();
        assertThat(bouncing.message()).isEmpty();
    }

    private static Contact.Email email(String address) {
        return rooms.contacts().find(address).orElseThrow().emails().getFirst();
    }

    private static void sent(String user, String to, String id) {
        file(Seen.submitted(user, to), Seen.mail(id, user, to, "Offer"));
    }

    private static String date(long minute) {
        return java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
                java.time.OffsetDateTime.parse("2026-11-20T10:00:00Z").plusMinutes(minute));
    }

    private static void received(String user, String from, String field, long minute) {
        file(
                Seen.fetched(user, "INBOX", ++uid),
                Seen.mail(
                        "Hello again.",
                        "From: " + from,
                        "To: " + user,
                        "Subject: Re: Offer",
                        "Date: " + date(minute),
                        "Message-ID: <r" + uid + "@x.test>",
                        field));
    }

    private static void bounced(
            String user,
            String address,
            String action,
            String status,
            String original,
            long minute) {
        String returned =
                original.isEmpty()
                        ? ""
                        : """
                        --b\r
                        Content-Type: text/rfc822-headers\r
                        \r
                        From: %s\r
                        To: %s\r
                        Message-ID: <%s>\r
                        """
                                .formatted(user, address, original);
        String report =
                """
                --b\r
                Content-Type: text/plain\r
                \r
                Your message could not be delivered.\r
                --b\r
                Content-Type: message/delivery-status\r
                \r
                Reporting-MTA: dns; mx.test\r
                \r
                Final-Recipient: rfc822; %s\r
                Action: %s\r
                Status: %s\r
                \r
                """
                        .formatted(address, action, status);
        var bounce =
                Seen.mail(
                        report + returned + "--b--",
                        "From: Mail Delivery System <mailer-daemon@mx.test>",
                        "To: " + user,
                        "Subject: Undelivered Mail Returned to Sender",
                        "Date: " + date(minute),
                        "Message-ID: <b" + ++uid + "@mx.test>",
                        "MIME-Version: 1.0",
                        "Content-Type: multipart/report; report-type=delivery-status; boundary=b");
        Observation seen = Seen.fetched(user, "INBOX", uid);
        // a report of nine days later was not seen before it was written
        file(Seen.at(seen.at().plusSeconds(minute * 60), seen), bounce);
    }

    private static void file(Observation observation, Content content) {
        assertThat(rooms.intake().consume(observation, content)).isEqualTo(Journal.Verdict.STORED);
    }
}
