package org.tapline.bridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

/// Messages whose sending was not seen to its end, and messages whose capture was lost.
class UncertainMailTest {
    private static final String ANNA = "anna@acme.test";
    private static final String BOB = "bob@acme.test";

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
    void a_message_whose_answer_was_lost_is_shown_as_uncertain() {
        file(
                Seen.uncertain(ANNA, "gus@one.test"),
                Seen.mail("u1@acme.test", ANNA, "gus@one.test", "Lost"));

        assertThat(only("gus@one.test").uncertain()).isTrue();
        assertThat(certainty("u1@acme.test")).isEqualTo("uncertain");
    }

    @Test
    void its_copy_in_the_sent_folder_settles_it() {
        Content mail = Seen.mail("u2@acme.test", ANNA, "hal@two.test", "Found");
        file(Seen.uncertain(ANNA, "hal@two.test"), mail);
        file(Seen.appended(ANNA, "Sent", 2), mail);

        assertThat(only("hal@two.test").uncertain()).isFalse();
        assertThat(certainty("u2@acme.test")).isEqualTo("certain");
    }

    @Test
    void its_arrival_at_a_colleague_settles_it() {
        Content mail = Seen.mail("u3@acme.test", ANNA, "ida@three.test, " + BOB, "Arrived");
        file(Seen.uncertain(ANNA, "ida@three.test", BOB), mail);
        file(Seen.fetched(BOB, "INBOX", 3), mail);

        assertThat(only("ida@three.test").uncertain()).isFalse();
        assertThat(only("ida@three.test").direction()).isEqualTo("outbound");
    }

    @Test
    void another_try_that_succeeds_settles_it() {
        Content mail = Seen.mail("u4@acme.test", ANNA, "jo@four.test", "Again");
        file(Seen.uncertain(ANNA, "jo@four.test"), mail);
        file(Seen.uncertain(ANNA, "jo@four.test"), mail);
        assertThat(only("jo@four.test").uncertain()).isTrue();
        file(Seen.submitted(ANNA, "jo@four.test"), mail);
        file(Seen.uncertain(ANNA, "jo@four.test"), mail);

        assertThat(only("jo@four.test").uncertain()).isFalse();
    }

    @Test
    void a_draft_settles_nothing() {
        Content mail = Seen.mail("u5@acme.test", ANNA, "kim@five.test", "Draft");
        file(Seen.uncertain(ANNA, "kim@five.test"), mail);
        file(Seen.appended(ANNA, "Drafts", 5), mail);

        assertThat(only("kim@five.test").uncertain()).isTrue();
    }

    /// Mail went first: the journal did not answer in time, so that the submission was not
    /// captured. What the client, or the server, files in Sent is all there is.
    @Test
    void a_lost_capture_is_made_good_by_the_copy_in_sent_with_its_blind_copies() {
        Content sent =
                Seen.mail(
                        "Good morning.",
                        "From: " + ANNA,
                        "To: lea@six.test",
                        "Bcc: blind@six.test",
                        "Subject: Went first",
                        "Date: Fri, 20 Nov 2026 10:00:00 +0000",
                        "Message-ID: <u6@acme.test>");
        file(Seen.appended(ANNA, "Sent", 6), sent);
        file(Seen.fetched(ANNA, "Sent", 6), sent);

        Entry entry = only("lea@six.test");
        assertThat(entry.direction()).isEqualTo("outbound");
        assertThat(entry.uncertain()).isFalse();
        assertThat(entry.bcc()).extracting(Entry.Person::address).containsExactly("blind@six.test");
        assertThat(rooms.contacts().find("lea@six.test").orElseThrow().origin()).isEqualTo("sent");
    }

    private static String certainty(String messageId) {
        return rooms.messages().explain(Rooms.READING, messageId).orElseThrow().rules().stream()
                .filter(each -> each.rule().equals("certainty"))
                .map(Explanation.RuleOutcome::outcome)
                .findFirst()
                .orElse("");
    }

    private static void file(Observation observation, Content mail) {
        assertThat(rooms.intake().consume(observation, mail)).isEqualTo(Journal.Verdict.STORED);
        assertThat(rooms.parking().list()).isEmpty();
    }

    private static Entry only(String address) {
        List<Entry> entries = rooms.timelineOf(address);
        assertThat(entries).as("timeline of %s", address).hasSize(1);
        return entries.getFirst();
    }
}
