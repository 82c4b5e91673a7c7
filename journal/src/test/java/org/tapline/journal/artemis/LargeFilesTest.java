package org.tapline.journal.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.journal.Content;
import org.tapline.journal.Journal.Subscription;
import org.tapline.journal.JournalSettings;
import org.tapline.journal.Observation;

/// The files in which large entries wait: one for each entry, and none that belongs to nobody.
@Timeout(120)
class LargeFilesTest {
    private static final int LARGE = 3_000_000;

    @TempDir Path data;

    @Test
    void a_large_content_lies_once_on_the_disk_when_the_append_is_answered_and_goes_when_stored()
            throws IOException {
        Collected collected = new Collected();
        try (EmbeddedJournal journal = open()) {
            journal.append(Entries.of("anna", 1), Entries.content(LARGE, 1)).join();
            assertThat(files()).hasSize(1);
            assertThat(Files.size(files().getFirst())).isBetween((long) LARGE, LARGE + 4096L);
            try (Subscription running = journal.subscribe(1, collected)) {
                assertThat(running).isNotNull();
                collected.awaitCount(1);
                await().untilAsserted(() -> assertThat(files()).isEmpty());
            }
        }
    }

    @Test
    void an_id_appended_twice_leaves_no_file_behind() throws IOException {
        Observation twice = Entries.of("anna", 1);
        try (EmbeddedJournal journal = open()) {
            journal.append(twice, Entries.content(LARGE, 1)).join();
            journal.append(twice, Entries.content(LARGE, 1)).join();
            await().untilAsserted(() -> assertThat(files()).hasSize(1));
        }
    }

    @Test
    void a_content_that_fails_leaves_no_file_and_the_next_of_its_mailbox_is_taken()
            throws IOException {
        Collected collected = new Collected();
        try (EmbeddedJournal journal = open()) {
            CompletableFuture<Void> failed = journal.append(Entries.of("anna", 1), torn());
            CompletableFuture<Void> next =
                    journal.append(Entries.of("anna", 2), Entries.content(LARGE, 2));
            assertThatThrownBy(failed::join).hasMessageContaining("the disk is torn");
            next.join();
            assertThat(files()).hasSize(1);
            try (Subscription running = journal.subscribe(1, collected)) {
                assertThat(running).isNotNull();
                collected.awaitCount(1);
            }
        }
        assertThat(collected.numbersByUser()).containsEntry("anna@acme.test", List.of(2));
    }

    @Test
    void a_file_whose_entry_never_came_is_gone_after_a_restart() throws IOException {
        try (EmbeddedJournal journal = open()) {
            journal.append(Entries.of("anna", 1), Entries.content(LARGE, 1)).join();
        }
        // what a crash leaves between writing the file and telling the broker of it
        Path orphan = data.resolve("large").resolve("4711.msg");
        Files.write(orphan, Entries.octets(LARGE, 7));
        try (EmbeddedJournal journal = open()) {
            await().atMost(Duration.ofSeconds(60)).until(() -> journal.state().depth() == 1);
            await().untilAsserted(() -> assertThat(orphan).doesNotExist());
            assertThat(files()).hasSize(1);
        }
    }

    @Test
    void large_and_small_entries_of_a_mailbox_stay_in_their_order() {
        Collected collected = new Collected();
        List<CompletableFuture<Void>> appends = new ArrayList<>();
        try (EmbeddedJournal journal = open()) {
            for (int number = 0; number < 60; number++) {
                int size = number % 3 == 0 ? 400_000 : 100;
                appends.add(
                        journal.append(Entries.of("anna", number), Entries.content(size, number)));
            }
            try (Subscription running = journal.subscribe(3, collected)) {
                assertThat(running).isNotNull();
                collected.awaitCount(60);
            }
        }
        assertThat(appends).allMatch(each -> each.isDone() && !each.isCompletedExceptionally());
        assertThat(collected.numbersByUser().get("anna@acme.test")).hasSize(60).isSorted();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(data.resolve("large"))) {
            return all.toList();
        }
    }

    private EmbeddedJournal open() {
        return EmbeddedJournal.open(JournalSettings.embedded(data));
    }

    private static Content torn() {
        return new Content() {
            @Override
            public long size() {
                return LARGE;
            }

            @Override
            public InputStream open() {
                return new InputStream() {
                    private int given;

                    @Override
                    public int read() throws IOException {
                        if (++given > LARGE / 2) {
                            throw new IOException("the disk is torn");
                        }
                        return 1;
                    }

                    @Override
                    public int read(byte[] into, int from, int most) throws IOException {
                        if (most == 0) {
                            return 0;
                        }
                        into[from] = (byte) read();
                        return 1;
                    }
                };
            }
        };
    }
}
