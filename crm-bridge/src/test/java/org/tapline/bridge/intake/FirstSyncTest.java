package org.tapline.bridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tapline.bridge.Seen;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.journal.Content;
import org.tapline.journal.FolderUse;
import org.tapline.journal.Observation;
import org.tapline.journal.Place;
import org.tapline.journal.Sighting;
import org.tapline.journal.Way;

/// Where a mailbox begins (`sync.first-days`), and the folders it is read from. The mailbox is seen
/// first at [Seen#NOW], the 20th of November.
class FirstSyncTest {
    private static final String ANNA = "anna@acme.test";
    private static final String INBOX = "INBOX";

    @TempDir Path data;
    private Rooms rooms;

    @BeforeEach
    void open() throws IOException {
        rooms = Rooms.open(data);
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    # Date, topmost Received, INTERNALDATE,    days, taken in
                    18 Nov,  -,             -,                3,    true
                    16 Nov,  -,             -,                3,    false
                    16 Nov,  -,             -,                5,    true
                    16 Nov,  16 Nov,        2026-11-16,       3,    false
                    16 Nov,  16 Nov,        2026-11-19,       3,    true
                    16 Nov,  19 Nov,        -,                3,    true
                    16 Nov,  19 Nov,        2026-11-16,       3,    true
                    19 Nov,  -,             2026-11-16,       3,    true
                    -,       -,             2026-11-16,       3,    false
                    -,       -,             -,                3,    true
                    16 Nov,  30 Nov,        -,                3,    false
                    """)
    void mail_found_lying_is_as_old_as_the_latest_date_that_can_be_believed(
            @Nullable String date,
            @Nullable String received,
            @Nullable String internal,
            int days,
            boolean taken) {
        rooms.settings()
                .set(
                        PolicySettings.Scope.ORGANISATION,
                        "sync.first-days",
                        Integer.toString(days),
                        "test");
        Optional<Instant> internalDate =
                Optional.ofNullable(internal).map(day -> Instant.parse(day + "T10:00:00Z"));
        file(found(new Place(INBOX, 1, 7), internalDate), mail(date, received));

        assertThat(rooms.timelineOf("old@scope.test")).hasSize(taken ? 1 : 0);
        assertThat(reason()).isEqualTo(taken ? "recorded" : "out-of-scope");
    }

    @Test
    void mail_that_is_sent_or_put_into_a_folder_is_new_whatever_its_date() {
        file(Seen.fetched(ANNA, INBOX, 1), Seen.mail("x@x.test", "x@x.test", ANNA, "First"));
        file(Seen.submitted(ANNA, "old@scope.test"), mail("3 Mar", null));
        assertThat(rooms.timelineOf("old@scope.test")).hasSize(1);

        file(Seen.appended(ANNA, "Kept", 2), mail("4 Mar", null));
        assertThat(rooms.timelineOf("old@scope.test")).hasSize(2);
    }

    @Test
    void what_the_server_says_of_a_folder_counts_more_than_its_name() {
        Optional<Instant> now = Optional.of(Seen.NOW);
        file(
                found(new Place("Papeles", 1, 8, Optional.of(FolderUse.TRASH)), now),
                mail("18 Nov", null));
        assertThat(reason()).isEqualTo("out-of-scope");

        file(
                found(new Place("Trash", 1, 9, Optional.of(FolderUse.ARCHIVE)), now),
                mail("18 Nov", null));
        assertThat(reason()).isEqualTo("recorded");
    }

    private String reason() {
        return rooms.messages().explain(Rooms.READING, "d@x.test").orElseThrow().reason();
    }

    private void file(Observation observation, Content content) {
        rooms.intake().consume(observation, content);
    }

    private static Observation found(Place place, Optional<Instant> internalDate) {
        Observation plain = Seen.fetched(ANNA, INBOX, 1);
        return new Observation(
                plain.id(),
                plain.at(),
                plain.mailbox(),
                Way.FOLLOWER,
                plain.session(),
                new Sighting.Message(
                        Sighting.DirectionHint.UNKNOWN,
                        Optional.of(place),
                        List.of(),
                        internalDate,
                        Map.of(),
                        Optional.empty(),
                        true));
    }

    private static Content mail(@Nullable String date, @Nullable String received) {
        return Seen.mail(
                "Text",
                received == null
                        ? "X-None: 1"
                        : "Received: from a by b with SMTP; " + received + " 2026 10:00:00 +0000",
                date == null ? "X-No-Date: 1" : "Date: " + date + " 2026 10:00:00 +0000",
                "From: old@scope.test",
                "To: " + ANNA,
                "Subject: Old",
                "Message-ID: <d@x.test>");
    }
}
