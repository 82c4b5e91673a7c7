package org.tapline.bridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapline.bridge.Seen;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.policy.Level;
import org.tapline.bridge.timeline.ExcludedMessage;
import org.tapline.bridge.timeline.Explanation;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;
import org.tapline.journal.Observation;
import org.tapline.journal.Place;
import org.tapline.journal.Sighting;

/// Keywords and folders by which people include and exclude a message from any mail client, also
/// after it was filed or left out.
class HandMarksTest {
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

    @ParameterizedTest
    @ValueSource(strings = {"$NoCRM", "$nocrm"})
    void a_recorded_message_that_gets_the_private_keyword_is_gone_until_it_is_taken_away(
            String keyword) {
        String user = "keyword-" + keyword.toLowerCase(java.util.Locale.ROOT) + "@acme.test";
        String id = keyword + "@x.test";
        String contact = "jo@" + (keyword.equals("$NoCRM") ? "upper" : "lower") + ".test";
        fetched(user, "INBOX", 1, id, contact);
        assertThat(rooms.timelineOf(contact)).hasSize(1);

        flagged(user, "INBOX", 1, "\\Seen", keyword);
        assertThat(rooms.timelineOf(contact)).isEmpty();
        assertThat(rooms.messages().find(Rooms.READING, id)).isEmpty();
        Explanation explained = explain(id);
        assertThat(explained.decision()).isEqualTo("excluded");
        assertThat(explained.reason()).isEqualTo("marked-private");
        assertThat(explained.rules().getFirst().text()).contains("$NoCRM", "after it was recorded");
        assertThat(excluded()).anyMatch(each -> each.messageId().equals(Optional.of(id)));

        fetched(user, "INBOX", 1, id, contact);
        assertThat(rooms.timelineOf(contact)).as("seen again, still marked").isEmpty();

        flagged(user, "INBOX", 1, "\\Seen");
        assertThat(rooms.timelineOf(contact)).hasSize(1);
        assertThat(explain(id).decision()).isEqualTo("recorded");
        assertThat(excluded()).noneMatch(each -> each.messageId().equals(Optional.of(id)));
    }

    @Test
    void a_copy_in_another_mailbox_is_not_touched() {
        fetched("one@acme.test", "INBOX", 1, "both@x.test", "jo@both.test");
        fetched("two@acme.test", "INBOX", 1, "both@x.test", "jo@both.test");

        flagged("one@acme.test", "INBOX", 1, "$NoCRM");

        assertThat(rooms.timelineOf("jo@both.test"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.mailboxes()).containsExactly("two@acme.test"));
    }

    @Test
    void a_move_into_the_private_folder_hides_and_a_move_out_of_it_shows_again() {
        String user = "moves@acme.test";
        fetched(user, "INBOX", 1, "moves@x.test", "jo@moves.test");

        moved(user, place("INBOX", 1), place("Private", 8), true);
        assertThat(rooms.timelineOf("jo@moves.test")).isEmpty();

        moved(user, place("Private", 8), place("INBOX", 2), true);
        assertThat(rooms.timelineOf("jo@moves.test")).hasSize(1);
    }

    @Test
    void a_copy_in_the_private_folder_hides_and_its_deletion_does_not_show_again() {
        String user = "copies@acme.test";
        fetched(user, "INBOX", 1, "copies@x.test", "jo@copies.test");

        moved(user, place("INBOX", 1), place("Private", 8), false);
        assertThat(rooms.timelineOf("jo@copies.test")).isEmpty();

        seen(user, new Sighting.Gone(List.of(place("Private", 8))));
        assertThat(rooms.timelineOf("jo@copies.test")).isEmpty();
    }

    @Test
    void a_recorded_message_that_is_found_in_the_private_folder_is_hidden_and_can_come_back() {
        String user = "found@acme.test";
        fetched(user, "INBOX", 1, "found@x.test", "jo@found.test");

        fetched(user, "Private/Old", 3, "found@x.test", "jo@found.test");
        assertThat(rooms.timelineOf("jo@found.test")).isEmpty();

        moved(user, place("Private/Old", 3), place("INBOX", 9), true);
        assertThat(rooms.timelineOf("jo@found.test")).hasSize(1);
    }

    @Test
    void one_of_two_private_marks_is_enough() {
        String user = "twice@acme.test";
        fetched(user, "INBOX", 1, "twice@x.test", "jo@twice.test");
        flagged(user, "INBOX", 1, "$NoCRM");
        moved(user, place("INBOX", 1), place("Private", 5), true);

        flagged(user, "Private", 5);
        assertThat(rooms.timelineOf("jo@twice.test")).isEmpty();

        moved(user, place("Private", 5), place("INBOX", 6), true);
        assertThat(rooms.timelineOf("jo@twice.test")).hasSize(1);
    }

    @Test
    void an_appended_message_with_a_keyword_is_kept_out_although_its_submission_was_recorded() {
        String user = "append@acme.test";
        Content mail = Seen.mail("append@acme.test", user, "jo@append.test", "About");
        file(Seen.submitted(user, "jo@append.test"), mail);
        assertThat(rooms.timelineOf("jo@append.test")).hasSize(1);

        file(withFlags(Seen.appended(user, "Sent", 4), "\\Seen", "$NoCRM"), mail);
        assertThat(rooms.timelineOf("jo@append.test")).isEmpty();

        flagged(user, "Sent", 4, "\\Seen");
        assertThat(rooms.timelineOf("jo@append.test")).hasSize(1);
    }

    @Test
    void a_message_that_was_left_out_and_is_marked_later_is_wanted_and_taken_in_when_seen_again() {
        String user = "wanted@acme.test";
        fetched(user, "Junk", 7, "wanted@x.test", "jo@wanted.test");
        assertThat(explain("wanted@x.test").reason()).isEqualTo("out-of-scope");

        flagged(user, "Junk", 7, "$CRM");
        Explanation explained = explain("wanted@x.test");
        assertThat(explained.decision()).isEqualTo("excluded");
        assertThat(explained.reason()).isEqualTo("wanted");
        assertThat(explained.rules().getFirst().text()).contains("downloads it again");

        flagged(user, "Junk", 7);
        assertThat(explain("wanted@x.test").reason()).isEqualTo("out-of-scope");

        flagged(user, "Junk", 7, "$CRM");
        fetched(user, "Junk", 7, "wanted@x.test", "jo@wanted.test");
        assertThat(rooms.timelineOf("jo@wanted.test")).hasSize(1);
        assertThat(explain("wanted@x.test").decision()).isEqualTo("recorded");
    }

    @Test
    void a_message_that_was_left_out_is_followed_into_the_folder_for_the_crm() {
        String user = "follow@acme.test";
        PolicySettings.Scope scope =
                new PolicySettings.Scope(Level.USER, rooms.users().add("", user, List.of()).id());
        rooms.settings().set(scope, "capture.folder", "Clients", "test");
        fetched(user, "Junk", 7, "follow@x.test", "jo@follow.test");

        moved(user, place("Junk", 7), place("Junk/Later", 1), true);
        moved(user, place("Junk/Later", 1), place("Clients", 2), false);

        assertThat(explain("follow@x.test").reason()).isEqualTo("wanted");
        fetched(user, "Junk/Later", 1, "follow@x.test", "jo@follow.test");
        assertThat(rooms.timelineOf("jo@follow.test")).hasSize(1);
    }

    private static Place place(String folder, long uid) {
        return new Place(folder, 1, uid);
    }

    private static void fetched(String user, String folder, long uid, String id, String from) {
        file(Seen.fetched(user, folder, uid), Seen.mail(id, from, user, "About"));
    }

    private static void flagged(String user, String folder, long uid, String... flags) {
        seen(user, new Sighting.Flagged(place(folder, uid), List.of(flags)));
    }

    private static void moved(String user, Place from, Place to, boolean move) {
        seen(user, new Sighting.Moved(List.of(from), List.of(to), move));
    }

    private static void seen(String user, Sighting sighting) {
        file(Seen.without(user, sighting), Content.none());
    }

    private static Observation withFlags(Observation seen, String... flags) {
        Sighting.Message message = (Sighting.Message) seen.sighting();
        return new Observation(
                seen.id(),
                seen.at(),
                seen.mailbox(),
                seen.way(),
                seen.session(),
                new Sighting.Message(
                        message.direction(),
                        message.place(),
                        List.of(flags),
                        message.internalDate(),
                        message.providerIds(),
                        message.envelope(),
                        message.certain()));
    }

    private static void file(Observation observation, Content content) {
        assertThat(rooms.intake().consume(observation, content)).isEqualTo(Journal.Verdict.STORED);
    }

    private static Explanation explain(String id) {
        return rooms.messages().explain(Rooms.READING, id).orElseThrow();
    }

    private static List<ExcludedMessage> excluded() {
        return rooms.messages()
                .excluded(Rooms.READING, Optional.empty(), 100, Rooms.NEWEST)
                .items();
    }
}
