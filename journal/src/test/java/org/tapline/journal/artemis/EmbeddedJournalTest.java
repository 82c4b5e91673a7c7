package org.tapline.journal.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.journal.Content;
import org.tapline.journal.Journal.Subscription;
import org.tapline.journal.Journal.Verdict;
import org.tapline.journal.JournalException;
import org.tapline.journal.JournalSettings;
import org.tapline.journal.JournalState;
import org.tapline.journal.Observation;
import org.tapline.journal.RandomObservations;

@Timeout(120)
class EmbeddedJournalTest {
    @TempDir Path data;

    @Test
    void an_entry_comes_out_as_it_went_in_after_a_restart() {
        List<Observation> appended = new ArrayList<>();
        Map<String, byte[]> contents = new ConcurrentHashMap<>();
        try (EmbeddedJournal journal = open()) {
            RandomObservations observations = new RandomObservations(42);
            for (int i = 0; i < 60; i++) {
                Observation observation = observations.next();
                // around the border between entries in the journal and in files of their own
                byte[] octets = Entries.octets(i < 50 ? i * 4096 : i * 20_000, i);
                journal.append(observation, Content.of(octets)).join();
                appended.add(observation);
                contents.put(observation.id().toString(), octets);
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> journal.state().depth() == 60);
        }
        List<Observation> delivered = new ArrayList<>();
        try (EmbeddedJournal journal = open();
                Subscription running =
                        journal.subscribe(
                                1,
                                (observation, content) -> {
                                    byte[] expected = contents.get(observation.id().toString());
                                    for (int twice = 0; twice < 2; twice++) {
                                        try (InputStream in = content.open()) {
                                            assertThat(in.readAllBytes()).isEqualTo(expected);
                                        }
                                    }
                                    delivered.add(observation);
                                    return Verdict.STORED;
                                })) {
            assertThat(running).isNotNull();
            awaitEmpty(journal);
        }
        assertThat(delivered).containsExactlyElementsOf(appended);
    }

    @Test
    void after_a_scrub_the_files_hold_what_waits_and_nothing_that_was_taken_out()
            throws IOException {
        Collected collected = new Collected();
        try (EmbeddedJournal journal = open()) {
            for (int number = 0; number < 40; number++) {
                // beyond the size from which an entry is a file of its own, too
                int repeated = number % 10 == 0 ? 20_000 : 500;
                journal.append(Entries.of("anna", number), text("Wombat%d ", number, repeated))
                        .join();
            }
            assertThat(files()).anyMatch(file -> file.contains("Wombat7"));
            try (Subscription running = journal.subscribe(1, collected)) {
                assertThat(running).isNotNull();
                awaitEmpty(journal);
            }
            journal.append(Entries.of("anna", 40), text("Numbat%d ", 40, 500)).join();

            assertThat(journal.scrub()).isTrue();

            assertThat(files()).noneMatch(file -> file.contains("Wombat"));
            await().atMost(Duration.ofSeconds(60)).until(() -> journal.state().depth() == 1);
            journal.append(Entries.of("anna", 41), text("Numbat%d ", 41, 500)).join();
        }
        try (EmbeddedJournal journal = open();
                Subscription running = journal.subscribe(1, collected)) {
            assertThat(running).isNotNull();
            collected.awaitCount(42);
        }
        assertThat(collected.numbersByUser().get("anna@acme.test"))
                .containsExactlyElementsOf(IntStream.range(0, 42).boxed().toList());
    }

    private static Content text(String form, int number, int repeated) {
        return Content.of(
                form.formatted(number).repeat(repeated).getBytes(StandardCharsets.ISO_8859_1));
    }

    private List<String> files() throws IOException {
        List<String> all = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(data)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                all.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all;
    }

    @Test
    void one_mailbox_stays_in_order_with_eight_workers_and_entries_of_every_size() {
        Collected collected = new Collected();
        try (EmbeddedJournal journal = open()) {
            List<CompletableFuture<Void>> appends = new ArrayList<>();
            for (int number = 0; number < 150; number++) {
                for (String user : List.of("anna", "ben", "cleo", "dora", "emil", "fred")) {
                    int size = number % 17 == 3 ? 150_000 : 500;
                    appends.add(
                            journal.append(
                                    Entries.of(user, number), Entries.content(size, number)));
                }
            }
            appends.forEach(CompletableFuture::join);
            try (Subscription first = journal.subscribe(8, collected)) {
                assertThat(first).isNotNull();
                collected.awaitCount(300);
                // a second one joins while the first is at work
                try (Subscription second = journal.subscribe(4, collected)) {
                    assertThat(second).isNotNull();
                    collected.awaitCount(900);
                }
            }
            assertThat(journal.state()).isEqualTo(new JournalState(0, Optional.empty()));
        }
        assertThat(collected.numbersByUser()).hasSize(6);
        assertThat(collected.numbersByUser().values())
                .allSatisfy(
                        numbers ->
                                assertThat(numbers)
                                        .containsExactlyElementsOf(
                                                IntStream.range(0, 150).boxed().toList()));
    }

    @Test
    void an_entry_that_fails_is_tried_again_before_the_next_of_its_mailbox() {
        Collected collected = new Collected();
        AtomicInteger tries = new AtomicInteger();
        try (EmbeddedJournal journal = open()) {
            for (int number = 0; number < 5; number++) {
                journal.append(Entries.of("anna", number), Content.none()).join();
            }
            try (Subscription running =
                    journal.subscribe(
                            3,
                            (observation, content) -> {
                                if (observation.session().equals("2")) {
                                    switch (tries.incrementAndGet()) {
                                        case 1 -> {
                                            return Verdict.TRY_AGAIN;
                                        }
                                        case 2 -> throw new IOException("database down");
                                        case 3 -> throw new StackOverflowError("deep");
                                        default -> {}
                                    }
                                }
                                return collected.consume(observation, content);
                            })) {
                assertThat(running).isNotNull();
                awaitEmpty(journal);
            }
        }
        assertThat(tries).hasValue(4);
        assertThat(collected.numbersByUser())
                .containsEntry("anna@acme.test", List.of(0, 1, 2, 3, 4));
    }

    @Test
    void an_entry_that_was_not_stored_before_close_is_delivered_to_the_next_subscriber_first() {
        Collected collected = new Collected();
        CountDownLatch tried = new CountDownLatch(1);
        try (EmbeddedJournal journal = open()) {
            for (int number = 0; number < 4; number++) {
                journal.append(Entries.of("anna", number), Content.none()).join();
            }
            try (Subscription other = journal.subscribe(2, collected)) {
                assertThat(other).isNotNull();
                collected.awaitCount(4);
            }
            for (int number = 4; number < 9; number++) {
                journal.append(Entries.of("anna", number), Content.none()).join();
            }
            Subscription failing =
                    journal.subscribe(
                            2,
                            (observation, content) -> {
                                tried.countDown();
                                return Verdict.TRY_AGAIN;
                            });
            await().until(() -> tried.getCount() == 0);
            try (Subscription next = journal.subscribe(2, collected)) {
                assertThat(next).isNotNull();
                failing.close();
                collected.awaitCount(9);
            }
        }
        assertThat(collected.numbersByUser())
                .containsEntry("anna@acme.test", List.of(0, 1, 2, 3, 4, 5, 6, 7, 8));
    }

    @Test
    void close_waits_for_the_entry_being_worked_on() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger finished = new AtomicInteger();
        try (EmbeddedJournal journal = open()) {
            journal.append(Entries.of("anna", 1), Content.none()).join();
            Subscription running =
                    journal.subscribe(
                            1,
                            (observation, content) -> {
                                begun.countDown();
                                goOn.await();
                                finished.incrementAndGet();
                                return Verdict.STORED;
                            });
            await().until(() -> begun.getCount() == 0);
            assertThat(journal.state()).isEqualTo(new JournalState(1, oldest(1)));
            Thread closer = Thread.ofVirtual().start(running::close);
            assertThat(closer.isAlive()).isTrue();
            goOn.countDown();
            await().until(() -> !closer.isAlive());
            assertThat(finished).hasValue(1);
            awaitEmpty(journal);
        }
    }

    @Test
    void the_state_tells_depth_and_the_oldest() {
        try (EmbeddedJournal journal = open()) {
            assertThat(journal.state()).isEqualTo(new JournalState(0, Optional.empty()));
            for (int number = 7; number < 12; number++) {
                journal.append(Entries.of("anna", number), Content.none()).join();
            }
            // the broker counts an entry a moment after it has answered for it
            await().untilAsserted(
                            () ->
                                    assertThat(journal.state())
                                            .isEqualTo(new JournalState(5, oldest(7))));
        }
    }

    @Test
    void an_id_appended_twice_is_delivered_once() {
        Collected collected = new Collected();
        Observation twice = Entries.of("anna", 1);
        try (EmbeddedJournal journal = open()) {
            journal.append(twice, Content.none()).join();
            journal.append(twice, Content.none()).join();
        }
        try (EmbeddedJournal journal = open();
                Subscription running = journal.subscribe(1, collected)) {
            assertThat(running).isNotNull();
            journal.append(twice, Content.none()).join();
            journal.append(Entries.of("anna", 2), Content.none()).join();
            collected.awaitCount(2);
            awaitEmpty(journal);
        }
        assertThat(collected.numbersByUser()).containsEntry("anna@acme.test", List.of(1, 2));
    }

    @Test
    void a_content_that_is_not_as_long_as_it_says_fails_and_harms_no_other() {
        Collected collected = new Collected();
        try (EmbeddedJournal journal = open()) {
            for (int size : new int[] {1000, 5_000_000}) {
                for (int wrong : new int[] {size - 1, size + 1}) {
                    assertThatThrownBy(
                                    () ->
                                            journal.append(
                                                            Entries.of("anna", 0),
                                                            lying(size, wrong))
                                                    .join())
                            .hasCauseInstanceOf(JournalException.class);
                    journal.append(Entries.of("anna", wrong), Entries.content(size, 1)).join();
                }
            }
            try (Subscription running = journal.subscribe(1, collected)) {
                assertThat(running).isNotNull();
                awaitEmpty(journal);
            }
        }
        assertThat(collected.numbersByUser())
                .containsEntry("anna@acme.test", List.of(999, 1001, 4_999_999, 5_000_001));
    }

    private EmbeddedJournal open() {
        return EmbeddedJournal.open(new JournalSettings(data, Optional.empty(), 1 << 20));
    }

    private static void awaitEmpty(EmbeddedJournal journal) {
        await().atMost(Duration.ofSeconds(60)).until(() -> journal.state().depth() == 0);
    }

    private static Optional<java.time.Instant> oldest(int number) {
        return Optional.of(Entries.AT.plusSeconds(number));
    }

    private static Content lying(int size, int wrong) {
        return new Content() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(new byte[wrong]);
            }
        };
    }
}
