package org.tapline.bridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.Seen;
import org.tapline.bridge.timeline.Entry;
import org.tapline.bridge.timeline.Explanation;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;
import org.tapline.journal.Observation;
import org.tapline.journal.Place;
import org.tapline.journal.Sighting;

class IntakeTest {
    private static final String ANNA = "anna@acme.test";

    @TempDir static Path data;
    private static Rooms rooms;

    @BeforeAll
    static void open() throws IOException {
        rooms = Rooms.open(data);
    }

    @AfterAll
    static void close() {
        rooms.close();
    }

    @Test
    void a_message_sent_makes_a_contact_and_stands_on_its_timeline() {
        file(
                Seen.submitted(ANNA, "carol@alpha.test"),
                Seen.mail("sent@acme.test", ANNA, "Carol Jones <carol@alpha.test>", "Offer"));

        Entry entry = only("carol@alpha.test");
        assertThat(entry.direction()).isEqualTo("outbound");
        assertThat(entry.to().getFirst().contactId()).isPresent();
        assertThat(rooms.contacts().find("carol@alpha.test").orElseThrow())
                .satisfies(
                        contact -> {
                            assertThat(contact.name()).isEqualTo("Carol Jones");
                            assertThat(contact.origin()).isEqualTo("sent");
                            assertThat(contact.company()).contains("alpha.test");
                        });
    }

    @Test
    void an_observation_delivered_again_changes_nothing() {
        Observation observation = Seen.submitted(ANNA, "carol@beta.test");
        Content mail = Seen.mail("again@acme.test", ANNA, "carol@beta.test", "Once");
        file(observation, mail);
        file(observation, mail);

        assertThat(only("carol@beta.test").subject()).isEqualTo("Once");
        assertThat(
                        count(
                                "select count(*) from event e join message m"
                                        + " on (e.payload->>'message_id')::bigint = m.id"
                                        + " where m.message_id = 'again@acme.test'"))
                .isEqualTo(1);
    }

    @Test
    void one_message_seen_in_three_ways_is_one_message() {
        Content mail = Seen.mail("three@acme.test", ANNA, "carol@gamma.test", "Three ways");
        file(Seen.fetched(ANNA, "Sent", 7), mail);
        file(Seen.appended(ANNA, "Sent", 7), mail);
        file(Seen.submitted(ANNA, "carol@gamma.test", "hidden@gamma.test"), mail);

        Entry entry = only("carol@gamma.test");
        assertThat(entry.waysIn()).containsExactly("imap-fetch", "imap-append", "smtp-submission");
        assertThat(entry.mailboxes()).containsExactly(ANNA);
        assertThat(entry.bcc())
                .extracting(Entry.Person::address)
                .containsExactly("hidden@gamma.test");
        assertThat(only("hidden@gamma.test").id()).isEqualTo(entry.id());
    }

    @Test
    void a_copy_that_was_dated_a_little_later_is_the_message_that_was_submitted() {
        file(
                Seen.submitted(ANNA, "lea@rho.test"),
                dated("lea@rho.test", "Fri, 20 Nov 2026 10:00:00 +0000"));
        file(
                Seen.appended(ANNA, "Sent", 61),
                dated("lea@rho.test", "Fri, 20 Nov 2026 10:00:01 +0000"));
        file(
                Seen.fetched(ANNA, "Sent", 61),
                dated("lea@rho.test", "Fri, 20 Nov 2026 10:00:01 +0000"));

        assertThat(only("lea@rho.test").waysIn())
                .containsExactly("smtp-submission", "imap-append", "imap-fetch");
    }

    @Test
    void the_same_words_under_the_same_id_a_day_later_are_another_message() {
        file(
                Seen.submitted(ANNA, "mia@sigma.test"),
                dated("mia@sigma.test", "Fri, 20 Nov 2026 10:00:00 +0000"));
        file(
                Seen.submitted(ANNA, "mia@sigma.test"),
                dated("mia@sigma.test", "Sat, 21 Nov 2026 10:00:00 +0000"));

        assertThat(timeline("mia@sigma.test")).hasSize(2);
    }

    private static Content dated(String to, String date) {
        return Seen.mail(
                "Filed anew.",
                "From: " + ANNA,
                "To: " + to,
                "Subject: Dated",
                "Date: " + date,
                "Message-ID: <dated-" + to + ">");
    }

    @Test
    void a_recipient_that_was_named_is_no_blind_copy() {
        Content mail = Seen.mail("named@acme.test", ANNA, "Carol@Delta.test", "Named");
        file(Seen.submitted(ANNA, "carol@delta.test"), mail);

        assertThat(only("carol@delta.test").bcc()).isEmpty();
    }

    @Test
    void replies_that_come_before_their_original_are_one_thread() {
        file(
                Seen.fetched(ANNA, "INBOX", 21),
                reply("r2", "<r1@x.test>", "<r0@x.test> <r1@x.test>"));
        file(Seen.fetched(ANNA, "INBOX", 22), reply("r1", "<r0@x.test>", "<r0@x.test>"));
        file(Seen.fetched(ANNA, "INBOX", 23), Seen.mail("r0@x.test", "dan@eps.test", ANNA, "Plan"));

        assertThat(timeline("dan@eps.test")).hasSize(3);
        assertThat(timeline("dan@eps.test").stream().map(Entry::threadId).distinct()).hasSize(1);
    }

    @Test
    void a_late_message_joins_two_threads() {
        file(Seen.fetched(ANNA, "INBOX", 31), Seen.mail("j1@x.test", "eve@zeta.test", ANNA, "One"));
        file(Seen.fetched(ANNA, "INBOX", 32), Seen.mail("j2@x.test", "eve@zeta.test", ANNA, "Two"));
        assertThat(timeline("eve@zeta.test").stream().map(Entry::threadId).distinct()).hasSize(2);

        file(
                Seen.fetched(ANNA, "INBOX", 33),
                Seen.mail(
                        "Both.",
                        "From: eve@zeta.test",
                        "To: " + ANNA,
                        "Subject: Both",
                        "Date: Fri, 20 Nov 2026 12:00:00 +0000",
                        "Message-ID: <j3@x.test>",
                        "References: <j1@x.test> <j2@x.test>"));

        assertThat(timeline("eve@zeta.test")).hasSize(3);
        assertThat(timeline("eve@zeta.test").stream().map(Entry::threadId).distinct()).hasSize(1);
    }

    @Test
    void internal_mail_is_not_stored_but_explained() {
        file(
                Seen.submitted(ANNA, "ben@acme.test"),
                Seen.mail("internal@acme.test", ANNA, "ben@acme.test", "Salaries"));

        assertThat(rooms.messages().find("internal@acme.test")).isEmpty();
        Explanation explanation = rooms.messages().explain("<internal@acme.test>").orElseThrow();
        assertThat(explanation.decision()).isEqualTo("excluded");
        assertThat(explanation.reason()).isEqualTo("internal");
        assertThat(explanation.participants())
                .extracting(Explanation.Person::address)
                .contains("ben@acme.test");
        assertThat(count("select count(*) from decision where rules::text like '%Salaries%'"))
                .isZero();
    }

    @Test
    void a_contact_added_later_has_the_mail_of_before() {
        file(
                Seen.fetched(ANNA, "INBOX", 41),
                Seen.mail("old@x.test", "fay@eta.test", ANNA, "Before"));
        assertThat(rooms.contacts().find("fay@eta.test")).isEmpty();

        var contact = rooms.addContact("fay@eta.test");

        assertThat(rooms.timeline().ofContact(contact, 10, Rooms.NEWEST).items())
                .extracting(Entry::subject)
                .containsExactly("Before");
    }

    @Test
    void a_deleted_contact_is_not_made_again() {
        var contact = rooms.addContact("gil@theta.test");
        rooms.contacts().deleted(contact, true);

        file(
                Seen.submitted(ANNA, "gil@theta.test"),
                Seen.mail("tomb@acme.test", ANNA, "gil@theta.test", "Hello"));

        var after = rooms.contacts().find("gil@theta.test").orElseThrow();
        assertThat(after.id()).isEqualTo(contact.id());
        assertThat(after.deletedAt()).isPresent();
        assertThat(rooms.timeline().ofContact(after, 10, Rooms.NEWEST).items()).hasSize(1);
    }

    @Test
    void the_octets_are_kept_as_they_came() throws IOException {
        Content mail = Seen.mail("raw@acme.test", ANNA, "hal@iota.test", "Raw");
        file(Seen.submitted(ANNA, "hal@iota.test"), mail);

        String raw = rooms.messages().raw(only("hal@iota.test").id()).orElseThrow();
        try (InputStream kept = rooms.blobs().open(raw);
                InputStream sent = mail.open()) {
            assertThat(kept.readAllBytes()).isEqualTo(sent.readAllBytes());
        }
    }

    @Test
    void text_that_a_database_refuses_is_filed_all_the_same() {
        file(
                Seen.submitted(ANNA, "ida@kappa.test"),
                Seen.mail(
                        "NUL \0 in the text",
                        "From: " + ANNA,
                        "To: =?utf-8?q?=00Ida?= <ida@kappa.test>",
                        "Subject: =?utf-8?q?a=00b?=",
                        "Date: Fri, 20 Nov 2026 10:00:00 +0000",
                        "Message-ID: <" + "n".repeat(900) + "@acme.test>"));

        assertThat(only("ida@kappa.test").subject()).startsWith("a").endsWith("b");
    }

    @Test
    void the_ledger_accounts_for_captured_excluded_and_moved() {
        String user = "ledger@acme.test";
        file(Seen.fetched(user, "INBOX", 1), Seen.mail("l1@x.test", "jo@lam.test", user, "One"));
        file(Seen.fetched(user, "INBOX", 2), Seen.mail("l2@x.test", ANNA, user, "Internal"));
        file(
                Seen.without(
                        user,
                        new Sighting.Moved(
                                List.of(new Place("INBOX", 1, 1), new Place("INBOX", 1, 9)),
                                List.of(new Place("Archive", 1, 5), new Place("Archive", 1, 6)),
                                true)),
                Content.none());

        var folders = rooms.ledger(user);
        assertThat(folders).extracting("folder").containsExactly("Archive", "INBOX");
        assertThat(folders.get(0))
                .extracting("seen", "captured", "excluded", "pending", "failed")
                .containsExactly(2L, 1L, 0L, 1L, 0L);
        assertThat(folders.get(1))
                .extracting("seen", "captured", "excluded", "pending", "failed")
                .containsExactly(2L, 1L, 1L, 0L, 0L);
        assertThat(timeline("jo@lam.test")).hasSize(1);
    }

    @Test
    void a_copy_under_another_id_is_the_message_that_was_submitted() {
        file(
                Seen.submitted(ANNA, "kim@xi.test"),
                Seen.mail("client@acme.test", ANNA, "kim@xi.test", "Rewritten"));
        file(
                Seen.fetched(ANNA, "Sent", 51),
                Seen.mail("provider@mail.test", ANNA, "kim@xi.test", "Rewritten"));

        assertThat(only("kim@xi.test").waysIn()).containsExactly("smtp-submission", "imap-fetch");
    }

    @Test
    void the_same_words_to_many_people_are_many_messages() {
        for (String name : List.of("p1", "p2", "p3")) {
            file(
                    Seen.submitted(ANNA, name + "@omi.test"),
                    Seen.mail(name + "@acme.test", ANNA, name + "@omi.test", "Newsletter"));
        }

        assertThat(timeline("p1@omi.test")).hasSize(1);
        assertThat(timeline("p3@omi.test")).hasSize(1);
    }

    private static Content reply(String id, String inReplyTo, String references) {
        return Seen.mail(
                "Answer " + id,
                "From: dan@eps.test",
                "To: " + ANNA,
                "Subject: Re: Plan",
                "Date: Fri, 20 Nov 2026 11:00:00 +0000",
                "Message-ID: <" + id + "@x.test>",
                "In-Reply-To: " + inReplyTo,
                "References: " + references);
    }

    private static void file(Observation observation, Content content) {
        assertThat(rooms.intake().consume(observation, content)).isEqualTo(Journal.Verdict.STORED);
        assertThat(rooms.parking().list()).isEmpty();
    }

    private static List<Entry> timeline(String address) {
        return rooms.timelineOf(address);
    }

    private static Entry only(String address) {
        List<Entry> entries = timeline(address);
        assertThat(entries).hasSize(1);
        return entries.getFirst();
    }

    private static long count(String sql) {
        return rooms.database().jdbc().sql(sql).query(Long.class).single();
    }
}
