package org.tapline.journal.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.journal.Content;
import org.tapline.journal.Journal.Subscription;
import org.tapline.journal.Journal.Verdict;
import org.tapline.journal.JournalSettings;
import org.tapline.journal.Observation;

/// Mailboxes that pass from one worker to another, and queues that do not fit in heap.
@Timeout(120)
class SharingTest {
    @TempDir Path data;

    @Test
    void mailboxes_that_change_hands_after_every_entry_stay_in_order_and_all_get_a_share()
            throws Exception {
        Collected collected = new Collected();
        List<String> takers = new ArrayList<>();
        Path spool = Files.createDirectory(data.resolve("turns"));
        try (EmbeddedJournal journal = open()) {
            append(journal, 100, List.of("anna", "ben", "cleo"), 1_000);
            try (Deliveries early =
                            new Deliveries(
                                    journal.endpoint(),
                                    spool,
                                    Duration.ZERO,
                                    () -> Deliveries.Stillness.NONE);
                    Deliveries late =
                            new Deliveries(
                                    journal.endpoint(),
                                    spool,
                                    Duration.ZERO,
                                    () -> Deliveries.Stillness.NONE);
                    Subscription first =
                            early.subscribe(3, (it, in) -> take("early", it, takers, collected))) {
                assertThat(first).isNotNull();
                collected.awaitCount(30);
                try (Subscription second =
                        late.subscribe(3, (it, in) -> take("late", it, takers, collected))) {
                    assertThat(second).isNotNull();
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> journal.state().depth() == 0);
                }
            }
        }
        assertThat(takers).contains("early", "late").hasSize(300);
        assertInOrder(collected, 3, 100);
    }

    @Test
    void a_worker_that_is_busy_with_one_mailbox_holds_up_nobody_elses_entries() throws Exception {
        List<String> users = IntStream.range(0, 16).mapToObj(n -> "user" + n).toList();
        Collected collected = new Collected();
        CountDownLatch free = new CountDownLatch(1);
        try (EmbeddedJournal journal = open()) {
            append(journal, 5, users, 1_000);
            try (Subscription running =
                    journal.subscribe(
                            4,
                            (it, in) -> {
                                if (it.mailbox().user().startsWith("user0@")) {
                                    free.await(90, TimeUnit.SECONDS);
                                }
                                return collected.consume(it, in);
                            })) {
                assertThat(running).isNotNull();
                // a fourth of the others may be with the worker that is busy
                collected.awaitCount(5 * 8);
                assertThat(collected.numbersByUser()).doesNotContainKey("user0@acme.test");
                free.countDown();
                collected.awaitCount(5 * 16);
            }
        }
        assertInOrder(collected, 16, 5);
    }

    @Test
    void a_queue_larger_than_its_part_of_the_heap_waits_in_files_and_stays_in_order() {
        Collected collected = new Collected();
        int size = 90_000;
        long part = Runtime.getRuntime().maxMemory() / 8;
        int count = (int) (part / size / 2 * 3);
        try (EmbeddedJournal journal = open()) {
            append(journal, count / 2, List.of("anna", "ben"), size);
            assertThat(data.resolve("journal-data/paging")).isNotEmptyDirectory();
        }
        try (EmbeddedJournal journal = open();
                Subscription running = journal.subscribe(4, collected)) {
            assertThat(running).isNotNull();
            await().atMost(Duration.ofSeconds(60)).until(() -> journal.state().depth() == 0);
        }
        assertInOrder(collected, 2, count / 2);
    }

    private static synchronized Verdict take(
            String name, Observation entry, List<String> takers, Collected collected) {
        takers.add(name);
        return collected.consume(entry, Content.none());
    }

    private static void assertInOrder(Collected collected, int users, int each) {
        List<Integer> all = IntStream.range(0, each).boxed().toList();
        assertThat(collected.numbersByUser()).hasSize(users);
        assertThat(collected.numbersByUser().values())
                .allSatisfy(numbers -> assertThat(numbers).containsExactlyElementsOf(all));
    }

    private static void append(EmbeddedJournal journal, int each, List<String> users, int size) {
        List<CompletableFuture<Void>> appends = new ArrayList<>();
        for (int number = 0; number < each; number++) {
            for (String user : users) {
                appends.add(
                        journal.append(Entries.of(user, number), Entries.content(size, number)));
            }
        }
        appends.forEach(CompletableFuture::join);
    }

    private EmbeddedJournal open() {
        return EmbeddedJournal.open(JournalSettings.embedded(data.resolve("journal-data")));
    }
}
