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
import org.tapline.bridge.Seen;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.sharing.Marks;
import org.tapline.bridge.sharing.Sights;
import org.tapline.bridge.timeline.Entry;
import org.tapline.bridge.timeline.Page;
import org.tapline.bridge.timeline.Position;
import org.tapline.bridge.timeline.Search;
import org.tapline.bridge.timeline.Wanted;
import org.tapline.journal.Content;

class SearchTest {
    private static final String ANNA = "anna@acme.test";

    @TempDir static Path data;
    private static Rooms rooms;
    private static Search search;

    @BeforeAll
    static void open() throws IOException {
        rooms = Rooms.open(data);
        Sights sights =
                new Sights(
                        rooms.database(),
                        rooms.settings(),
                        new Marks(rooms.database(), new Audit(rooms.database())));
        search = new Search(rooms.database(), rooms.settings(), sights);
    }

    @AfterAll
    static void close() {
        rooms.close();
    }

    @Test
    void words_are_found_in_the_forms_of_the_language_that_was_chosen() {
        file(1, mail("l1@x.test", "eve@one.test", "Unsere Angebote", "kurz"));
        assertThat(found("Angebot")).isEmpty();
        rooms.settings().set(PolicySettings.Scope.ORGANISATION, "search.language", "german", "me");
        file(2, mail("l2@x.test", "eve@two.test", "Unsere Angebote", "lang"));

        assertThat(found("Angebot")).containsExactly("l2@x.test");
        assertThat(found("angebote")).containsExactly("l2@x.test", "l1@x.test");
        rooms.settings().unset(PolicySettings.Scope.ORGANISATION, "search.language", "me");
    }

    @Test
    void a_blind_copy_is_not_searched_and_pages_go_on_where_they_ended() {
        for (int i = 10; i < 15; i++) {
            file(i, mail("p" + i + "@x.test", "fay@pages.test", "Paginated", "text"));
        }
        rooms.intake()
                .consume(
                        Seen.submitted(ANNA, "gil@pages.test", "hidden@secret.test"),
                        Seen.mail("blind@x.test", ANNA, "gil@pages.test", "Paginated"));

        assertThat(found("secret")).isEmpty();
        Page<Entry> first = search.find(Rooms.READING, wanted("paginated"), 4, Rooms.NEWEST);
        assertThat(first.items()).hasSize(4);
        Page<Entry> second =
                search.find(
                        Rooms.READING,
                        wanted("paginated"),
                        4,
                        Position.parse(first.next().orElseThrow()).orElseThrow());
        assertThat(second.items()).hasSize(2);
        assertThat(second.next()).isEmpty();
    }

    private static Wanted wanted(String words) {
        return new Wanted(words, "", "", Optional.empty(), Optional.empty(), "");
    }

    private static List<String> found(String words) {
        return search.find(Rooms.READING, wanted(words), 50, Rooms.NEWEST).items().stream()
                .map(entry -> entry.messageId().orElseThrow())
                .toList();
    }

    private static Content mail(String id, String from, String subject, String text) {
        return Seen.mail(
                text,
                "From: " + from,
                "To: " + ANNA,
                "Subject: " + subject,
                "Date: Fri, 20 Nov 2026 10:00:00 +0000",
                "Message-ID: <" + id + ">");
    }

    private static void file(long uid, Content mail) {
        rooms.intake().consume(Seen.fetched(ANNA, "INBOX", uid), mail);
    }
}
