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
import org.junit.jupiter.params.provider.CsvSource;
import org.tapline.bridge.Seen;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.timeline.FullMessage;
import org.tapline.bridge.timeline.Messages;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;
import org.tapline.journal.Observation;
import org.tapline.journal.Place;
import org.tapline.journal.Sighting;

/// What happens to messages that were filed: flags, moves, copies, deletions; and how much of a
/// message is kept.
class SightingsTest {
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
    void flags_are_those_of_the_last_sighting_and_of_that_place_only() {
        String user = "flags@acme.test";
        fetched(user, 1, "f1");
        fetched(user, 2, "f2");

        seen(user, new Sighting.Flagged(place("INBOX", 1), List.of("\\Seen", "\\Flagged")));
        assertThat(flags("f1", "INBOX")).containsExactly("\\Seen", "\\Flagged");
        seen(user, new Sighting.Flagged(place("INBOX", 1), List.of()));

        assertThat(flags("f1", "INBOX")).isEmpty();
        assertThat(flags("f2", "INBOX")).isEmpty();
    }

    @Test
    void flags_of_another_uidvalidity_or_an_unknown_place_change_nothing() {
        String user = "validity@acme.test";
        fetched(user, 1, "v1");

        seen(user, new Sighting.Flagged(new Place("INBOX", 2, 1), List.of("\\Seen")));
        seen(user, new Sighting.Flagged(place("Elsewhere", 1), List.of("\\Seen")));

        assertThat(flags("v1", "INBOX")).isEmpty();
    }

    @Test
    void a_message_that_left_every_folder_stays_on_the_record() {
        String user = "gone@acme.test";
        fetched(user, 1, "g1");

        seen(user, new Sighting.Gone(List.of(place("INBOX", 1), place("INBOX", 99))));

        assertThat(gone("g1", "INBOX")).isTrue();
        assertThat(find("g1")).isPresent();
        fetched(user, 1, "g1");
        assertThat(gone("g1", "INBOX")).isFalse();
    }

    @Test
    void a_copy_lies_in_both_folders_and_a_move_in_the_new_one() {
        String user = "moved@acme.test";
        fetched(user, 1, "m1");
        seen(user, new Sighting.Flagged(place("INBOX", 1), List.of("\\Seen")));

        seen(
                user,
                new Sighting.Moved(List.of(place("INBOX", 1)), List.of(place("Kept", 7)), false));
        assertThat(gone("m1", "INBOX")).isFalse();
        assertThat(flags("m1", "Kept")).containsExactly("\\Seen");
        seen(user, new Sighting.Moved(List.of(place("Kept", 7)), List.of(place("Done", 8)), true));

        assertThat(gone("m1", "Kept")).isTrue();
        assertThat(gone("m1", "Done")).isFalse();
        assertThat(find("m1")).isPresent();
    }

    @Test
    void a_change_that_is_delivered_again_is_made_once() {
        String user = "twice@acme.test";
        fetched(user, 1, "t1");
        Observation flagged =
                Seen.without(user, new Sighting.Flagged(place("INBOX", 1), List.of("\\Seen")));
        file(flagged, Content.none());
        seen(user, new Sighting.Flagged(place("INBOX", 1), List.of()));
        file(flagged, Content.none());

        assertThat(flags("t1", "INBOX")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"full, true, true", "text, true, false", "none, false, false"})
    void as_much_of_a_message_is_kept_as_the_policy_says(
            String value, boolean text, boolean octets) {
        String user = "body-" + value + "@acme.test";
        rooms.settings().set(PolicySettings.Scope.ORGANISATION, "store.body", value, "test");
        try {
            file(
                    Seen.fetched(user, "INBOX", 1),
                    Seen.mail(
                            String.join(
                                    "\r\n",
                                    "--b",
                                    "Content-Type: text/plain",
                                    "",
                                    "A wombat in the text.",
                                    "--b",
                                    "Content-Type: application/pdf",
                                    "Content-Disposition: attachment; filename=numbat.pdf",
                                    "",
                                    "%PDF",
                                    "--b--"),
                            "From: jo@lam.test",
                            "To: " + user,
                            "Subject: Body",
                            "Date: Fri, 20 Nov 2026 10:00:00 +0000",
                            "Message-ID: <body-" + value + "@x.test>",
                            "MIME-Version: 1.0",
                            "Content-Type: multipart/mixed; boundary=b"));
        } finally {
            rooms.settings().unset(PolicySettings.Scope.ORGANISATION, "store.body", "test");
        }

        Messages.Found found = find("body-" + value).orElseThrow();
        FullMessage full = rooms.messages().full(found).orElseThrow();
        assertThat(String.valueOf(full.text()).contains("wombat")).isEqualTo(text);
        assertThat(rooms.messages().raw(found).isPresent()).isEqualTo(octets);
        assertThat(full.entry().attachments()).hasSize(octets ? 1 : 0);
        assertThat(found("wombat", value)).isEqualTo(text);
        assertThat(found("numbat", value)).isEqualTo(octets);
        assertThat(full.entry().subject()).isEqualTo("Body");
    }

    /// Whether a word is in the search vector.
    private static boolean found(String word, String value) {
        return rooms.database()
                .jdbc()
                .sql(
                        """
                        select w.words @@ to_tsquery('simple', :word)
                        from message_words w join message m on m.id = w.message_id
                        where m.message_id = :id
                        """)
                .param("word", word)
                .param("id", "body-" + value + "@x.test")
                .query(Boolean.class)
                .single();
    }

    private static Place place(String folder, long uid) {
        return new Place(folder, 1, uid);
    }

    private static void fetched(String user, long uid, String id) {
        file(
                Seen.fetched(user, "INBOX", uid),
                Seen.mail(id + "@x.test", "jo@lam.test", user, "About " + id));
    }

    private static void seen(String user, Sighting sighting) {
        file(Seen.without(user, sighting), Content.none());
    }

    private static void file(Observation observation, Content content) {
        assertThat(rooms.intake().consume(observation, content)).isEqualTo(Journal.Verdict.STORED);
    }

    private static Optional<Messages.Found> find(String id) {
        return rooms.messages().find(Rooms.READING, id + "@x.test");
    }

    private static List<String> flags(String id, String folder) {
        return rooms.database()
                .jdbc()
                .sql(
                        """
                        select unnest(d.flags) from delivery d join message m on m.id = d.message_id
                        where m.message_id = :id and d.folder = :folder
                        """)
                .param("id", id + "@x.test")
                .param("folder", folder)
                .query((row, number) -> row.getString(1))
                .list();
    }

    private static boolean gone(String id, String folder) {
        return rooms.database()
                .jdbc()
                .sql(
                        """
                        select d.gone_at is not null
                        from delivery d join message m on m.id = d.message_id
                        where m.message_id = :id and d.folder = :folder
                        """)
                .param("id", id + "@x.test")
                .param("folder", folder)
                .query(Boolean.class)
                .single();
    }
}
