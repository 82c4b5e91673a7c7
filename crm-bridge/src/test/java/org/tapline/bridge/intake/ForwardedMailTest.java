package org.tapline.bridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapline.bridge.Seen;
import org.tapline.bridge.mailbox.PolicySettings.Scope;
import org.tapline.bridge.timeline.Entry;
import org.tapline.bridge.timeline.Explanation;
import org.tapline.bridge.timeline.FullMessage;
import org.tapline.journal.Content;
import org.tapline.journal.Observation;
import org.tapline.journal.Way;

/// Forwards to the Forwards.CRM, through the whole intake. Each test has an author of its own.
class ForwardedMailTest {
    private static final String ANNA = "anna@acme.test";

    @TempDir static Path data;
    private static Rooms rooms;

    @BeforeAll
    static void open() throws IOException {
        rooms = Rooms.open(data);
        rooms.users().add("Anna Arm", ANNA, List.of());
        rooms.users().add("Bob Bell", "bob@acme.test", List.of());
        rooms.settings().set(Scope.ORGANISATION, "sync.first-days", "60", "test");
    }

    @AfterAll
    static void close() {
        rooms.close();
    }

    @Test
    void a_forward_stands_under_its_author_on_the_day_it_was_written() {
        forward(
                ANNA,
                Forwards.inline("gus@one.test", "Anna <anna@acme.test>", "Plan", "See the plan."));

        Entry entry = rooms.only("gus@one.test");
        assertThat(entry.direction()).isEqualTo("inbound");
        assertThat(entry.subject()).isEqualTo("Plan");
        assertThat(entry.occurredAt()).isEqualTo(Instant.parse("2026-10-27T09:31:00Z"));
        assertThat(entry.from()).extracting(Entry.Person::address).containsExactly("gus@one.test");
        assertThat(entry.to()).extracting(Entry.Person::address).containsExactly(ANNA);
        assertThat(entry.mailboxes()).containsExactly(ANNA);
        assertThat(entry.waysIn()).containsExactly("bcc");
        assertThat(entry.messageId()).isEmpty();
    }

    @Test
    void a_forward_through_the_proxy_is_handed_in_and_not_sent_by_its_author() {
        Observation sent = Seen.submitted(ANNA, Forwards.CRM);
        rooms.file(
                new Observation(
                        sent.id(),
                        sent.at(),
                        sent.mailbox(),
                        Way.BCC,
                        sent.session(),
                        sent.sighting()),
                Forwards.inline("wim@sixteen.test", ANNA, "Proxied", "By submission."));

        Entry entry = rooms.only("wim@sixteen.test");
        assertThat(entry.direction()).isEqualTo("inbound");
        assertThat(entry.bcc()).isEmpty();
    }

    @Test
    void who_forwarded_it_and_what_was_written_above_it_are_remembered() throws IOException {
        Content mail = Forwards.inline("hal@two.test", ANNA, "Offer", "The offer stands.");
        forward(ANNA, mail);

        FullMessage full = rooms.full(rooms.only("hal@two.test"));
        assertThat(full.text()).isEqualTo("The offer stands.");
        assertThat(full.unpacked())
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.kind()).isEqualTo("forward");
                            assertThat(each.by()).contains(ANNA);
                            assertThat(each.at()).contains("2026-11-20T10:00:00Z");
                            assertThat(each.comment()).contains("For the record.");
                            assertThat(each.mailbox()).isEqualTo(ANNA);
                        });
        assertThat(rooms.raw(full.entry())).isEqualTo(mail.open().readAllBytes());
    }

    @Test
    void the_explanation_says_who_forwarded_it_and_where_the_original_was() {
        forward(
                ANNA,
                Forwards.mail(
                        "german-fwd",
                        "WG: Angebot",
                        "To: " + Forwards.CRM,
                        """
                        Von: Ida Igel <ida@three.test>
                        Gesendet: Dienstag, 27. Oktober 2026 09:31
                        An: Anna <anna@acme.test>
                        Betreff: Angebot

                        Anbei das Angebot.
                        """));

        assertThat(explained(rooms.only("ida@three.test")))
                .contains(
                        "unpacking forward Forwarded by anna@acme.test: the original was found in a"
                                + " header block in German.");
        assertThat(rooms.messages().explain(Rooms.READING, "german-fwd@acme.test"))
                .as("by the id of the forward")
                .isPresent();
    }

    @Test
    void what_one_of_us_wrote_was_sent_mail() {
        forward(
                ANNA,
                Forwards.inline(
                        "Bob Bell <bob@acme.test>",
                        "Jo <jo@four.test>",
                        "Answer",
                        "We can do it."));

        Entry entry = rooms.only("jo@four.test");
        assertThat(entry.direction()).isEqualTo("outbound");
        assertThat(rooms.contacts().find("jo@four.test").orElseThrow().origin()).isEqualTo("bcc");
    }

    @Test
    void an_attached_message_comes_before_the_text_and_keeps_its_id() throws IOException {
        Content mail = Forwards.attached("kim-1@five.test", "kim@five.test", "Attached");
        forward(ANNA, mail);

        Entry entry = rooms.only("kim@five.test");
        assertThat(entry.messageId()).contains("kim-1@five.test");
        assertThat(entry.occurredAt()).isEqualTo(Instant.parse("2026-10-27T09:31:12Z"));
        assertThat(rooms.raw(entry)).isEqualTo(mail.open().readAllBytes());
    }

    @Test
    void a_redirect_is_the_message_itself() {
        forward(
                ANNA,
                Seen.mail(
                        "Good morning.",
                        "Resent-From: " + ANNA,
                        "Resent-To: " + Forwards.CRM,
                        "From: lea@six.test",
                        "To: " + ANNA + ", pat@six.test",
                        "Subject: Redirected",
                        "Date: Tue, 27 Oct 2026 09:31:00 +0000",
                        "Message-ID: <lea-1@six.test>"));

        Entry entry = rooms.only("lea@six.test");
        assertThat(entry.messageId()).contains("lea-1@six.test");
        assertThat(entry.direction()).isEqualTo("inbound");
        assertThat(rooms.full(entry).unpacked().getFirst().by()).contains(ANNA);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_forward_and_the_message_itself_are_one(boolean forwardFirst) {
        String author = forwardFirst ? "max@seven.test" : "mia@seven.test";
        Content forward =
                Forwards.inline(author, ANNA, "Price list", "Our prices:\n\n  > one\n  > two");
        Content itself =
                Seen.mail(
                        "Our prices:\r\n\r\n  > one\r\n  > two\r\n-- \r\nMax",
                        "From: Max <" + author + ">",
                        "To: " + ANNA,
                        "Subject: Price list",
                        "Date: Tue, 27 Oct 2026 09:31:42 +0000",
                        "Message-ID: <1-" + author + ">");
        Observation seen = Seen.fetched(ANNA, "INBOX", forwardFirst ? 31 : 32);
        if (forwardFirst) {
            forward(ANNA, forward);
            rooms.file(seen, itself);
        } else {
            rooms.file(seen, itself);
            forward(ANNA, forward);
        }

        Entry entry = rooms.only(author);
        assertThat(entry.messageId()).contains("1-" + author);
        assertThat(entry.occurredAt()).isEqualTo(Instant.parse("2026-10-27T09:31:42Z"));
        assertThat(entry.waysIn()).containsExactlyInAnyOrder("bcc", "imap-fetch");
        assertThat(rooms.full(entry).text()).contains("-- ");
        assertThat(explained(entry)).anyMatch(line -> line.contains("Forwarded by " + ANNA));
        rooms.file(Seen.fetched("bob@acme.test", "INBOX", forwardFirst ? 33 : 34), itself);
        assertThat(rooms.only(author).mailboxes()).containsExactlyInAnyOrder(ANNA, "bob@acme.test");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_attached_message_and_the_message_itself_are_one(boolean forwardFirst) {
        String author = forwardFirst ? "nat@eight.test" : "ned@eight.test";
        Observation seen = Seen.fetched(ANNA, "INBOX", forwardFirst ? 41 : 42);
        Content itself =
                Seen.mail("The same.", Forwards.header("id-" + author, author, "Attached"));
        if (forwardFirst) {
            forward(ANNA, Forwards.attached("id-" + author, author, "Attached"));
            rooms.file(seen, itself);
        } else {
            rooms.file(seen, itself);
            forward(ANNA, Forwards.attached("id-" + author, author, "Attached"));
        }

        assertThat(rooms.only(author).waysIn()).containsExactlyInAnyOrder("bcc", "imap-fetch");
    }

    @Test
    void the_time_of_a_block_does_not_count_where_the_forward_names_the_message() {
        rooms.file(
                Seen.fetched(ANNA, "INBOX", 51),
                Seen.mail("Hello.", Forwards.header("ola-1@nine.test", "ola@nine.test", "Zones")));
        forward(
                ANNA,
                Forwards.inlineAt(
                        "Tue, Oct 27, 2026 at 4:31 PM",
                        "ola@nine.test",
                        ANNA,
                        "Zones",
                        "Hello.",
                        "References: <ola-1@nine.test>"));

        assertThat(rooms.only("ola@nine.test").messageId()).contains("ola-1@nine.test");
    }

    @Test
    void two_people_who_forward_one_message_file_it_once() {
        forward(
                ANNA,
                Forwards.inline(
                        "pia@ten.test", "anna@acme.test, bob@acme.test", "Both", "To both."));
        forward(
                "bob@acme.test",
                Seen.mail(
                        "> "
                                + Forwards.block(
                                                Forwards.WRITTEN,
                                                "pia@ten.test",
                                                "bob@acme.test",
                                                "Both")
                                        .replace("\n", "\r\n> ")
                                + "To  both.",
                        "From: Bob Bell <bob@acme.test>",
                        "To: " + Forwards.CRM,
                        "Subject: Fwd: Both",
                        "Date: Fri, 20 Nov 2026 11:00:00 +0000",
                        "Message-ID: <fwd-of-bob@acme.test>"));

        Entry entry = rooms.only("pia@ten.test");
        assertThat(rooms.full(entry).unpacked()).hasSize(2);
        assertThat(entry.mailboxes()).containsExactlyInAnyOrder(ANNA, "bob@acme.test");
        assertThat(rooms.full(entry).unpacked())
                .extracting(each -> each.by().orElse(""))
                .containsExactlyInAnyOrder(ANNA, "bob@acme.test");
    }

    @Test
    void other_words_of_one_author_in_one_minute_are_another_message() {
        forward(
                ANNA,
                Forwards.inline("quin@eleven.test", ANNA, "News", "The first piece of news."));
        forward(
                ANNA,
                Forwards.inline("quin@eleven.test", ANNA, "News", "Something else entirely."));

        assertThat(rooms.timelineOf("quin@eleven.test")).hasSize(2);
    }

    @Test
    void a_forward_to_somebody_outside_is_mail_to_that_person() {
        forward(
                ANNA,
                Forwards.mail(
                        "to-customer",
                        "Fwd: Plan",
                        "To: rita@twelve.test\r\nCc: " + Forwards.CRM,
                        Forwards.block(Forwards.WRITTEN, "sam@twelve.test", ANNA, "Plan")
                                + "\nHello."));

        Entry entry = rooms.only("rita@twelve.test");
        assertThat(entry.direction()).isEqualTo("outbound");
        assertThat(entry.cc()).as("the Forwards.CRM takes part in nothing").isEmpty();
        assertThat(rooms.timelineOf("sam@twelve.test")).isEmpty();
    }

    @Test
    void what_is_no_forward_stands_under_nobody_else() {
        forward(
                ANNA,
                Forwards.mail(
                        "no-forward",
                        "A note",
                        "To: " + Forwards.CRM,
                        "Tom (tom@thirteen.test) called. He said: From: now on, no mail."));

        assertThat(rooms.timelineOf("tom@thirteen.test")).isEmpty();
        assertThat(rooms.timelineOf(Forwards.CRM)).isEmpty();
        assertThat(rooms.contacts().find(Forwards.CRM)).isEmpty();
        assertThat(rooms.messages().explain(Rooms.READING, "no-forward@acme.test"))
                .get()
                .satisfies(each -> assertThat(each.reason()).isEqualTo("internal"));
    }

    @Test
    void a_forward_delivered_again_changes_nothing() {
        Observation observation = Seen.handedIn(ANNA, Forwards.CRM);
        Content mail = Forwards.inline("uwe@fourteen.test", ANNA, "Again", "Once is enough.");
        rooms.file(observation, mail);
        rooms.file(observation, mail);
        forward(ANNA, mail);

        assertThat(rooms.full(rooms.only("uwe@fourteen.test")).unpacked()).hasSize(1);
    }

    @Test
    void what_is_on_a_never_log_list_stays_off_however_it_comes() {
        rooms.settings().set(Scope.ORGANISATION, "never-log.addresses", "vic@fifteen.test", "test");
        forward(
                ANNA,
                Forwards.mail(
                        "listed",
                        "Fwd: Secret",
                        "To: " + Forwards.CRM,
                        Forwards.block(Forwards.WRITTEN, "vic@fifteen.test", ANNA, "Secret")
                                + "\nHello."));

        assertThat(rooms.timelineOf("vic@fifteen.test")).isEmpty();
    }

    private static void forward(String user, Content mail) {
        rooms.file(Seen.handedIn(user, Forwards.CRM), mail);
    }

    private static List<String> explained(Entry entry) {
        Explanation explanation =
                rooms.messages().explain(Rooms.READING, Long.toString(entry.id())).orElseThrow();
        return explanation.rules().stream()
                .map(each -> each.rule() + " " + each.outcome() + " " + each.text())
                .toList();
    }
}
