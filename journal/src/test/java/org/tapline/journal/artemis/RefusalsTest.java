package org.tapline.journal.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.journal.Content;
import org.tapline.journal.JournalException;
import org.tapline.journal.JournalSettings;

/// What the journal does not take, and how it says so.
@Timeout(120)
class RefusalsTest {
    @TempDir Path data;

    @Test
    void a_disk_that_is_nearly_full_refuses_at_once_and_says_what_to_do() {
        JournalSettings greedy = new JournalSettings(data, Optional.empty(), Long.MAX_VALUE);
        try (EmbeddedJournal journal = EmbeddedJournal.open(greedy)) {
            CompletableFuture<Void> refused = journal.append(Entries.of("anna", 1), Content.none());
            assertThat(refused).isCompletedExceptionally();
            assertThatThrownBy(refused::join)
                    .hasCauseInstanceOf(JournalException.class)
                    .hasMessageContaining("Free some space");
            assertThat(journal.state().depth()).isZero();
        }
    }

    @Test
    void a_folder_in_use_is_refused_with_the_reason() {
        try (EmbeddedJournal journal = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("in use by another Tapline");
            journal.append(Entries.of("anna", 1), Content.none()).join();
        }
        try (EmbeddedJournal again = open()) {
            await().atMost(Duration.ofSeconds(60)).until(() -> again.state().depth() == 1);
        }
    }

    @Test
    void a_folder_that_cannot_be_made_is_refused_with_the_reason() throws IOException {
        Path file = Files.createFile(data.resolve("file"));
        assertThatThrownBy(() -> EmbeddedJournal.open(JournalSettings.embedded(file.resolve("x"))))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("cannot be used");
    }

    @Test
    void an_append_after_close_fails() {
        EmbeddedJournal journal = open();
        journal.close();
        assertThat(journal.append(Entries.of("anna", 1), Content.none()))
                .isCompletedExceptionally();
    }

    @Test
    void a_burst_beyond_the_bound_is_refused_and_not_blocked() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        Content stuck =
                new Content() {
                    @Override
                    public long size() {
                        return 1;
                    }

                    @Override
                    public InputStream open() throws IOException {
                        try {
                            slow.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                        return new ByteArrayInputStream(new byte[1]);
                    }
                };
        try (EmbeddedJournal journal = open()) {
            List<CompletableFuture<Void>> appends = new ArrayList<>();
            try {
                for (int number = 0; number < AppendLane.MAX_WAITING + 2; number++) {
                    appends.add(journal.append(Entries.of("anna", number), stuck));
                }
                // which one it is hangs on when the lane's thread takes the first
                assertThat(appends).anyMatch(CompletableFuture::isCompletedExceptionally);
                assertThat(appends.getFirst()).isNotDone();
            } finally {
                slow.countDown();
            }
            assertThat(appends.subList(0, AppendLane.MAX_WAITING))
                    .allSatisfy(each -> assertThat(each).succeedsWithin(Duration.ofSeconds(60)));
        }
    }

    private EmbeddedJournal open() {
        return EmbeddedJournal.open(new JournalSettings(data, Optional.empty(), 1 << 20));
    }
}
