package org.tapline.proxy.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;
import org.tapline.journal.JournalState;
import org.tapline.journal.Observation;

/// Keeps what is appended, and answers as a test says.
final class FakeJournal implements Journal {
    /// @param octets each octet as one character
    record Entry(Observation observation, String octets) {}

    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private volatile Supplier<CompletableFuture<Void>> answer =
            () -> CompletableFuture.completedFuture(null);

    void answers(Supplier<CompletableFuture<Void>> next) {
        answer = next;
    }

    List<Entry> entries() {
        return entries;
    }

    @Override
    public CompletableFuture<Void> append(Observation observation, Content content) {
        try (InputStream in = content.open()) {
            entries.add(
                    new Entry(
                            observation,
                            new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return answer.get();
    }

    @Override
    public Subscription subscribe(int parallelism, Consumer consumer) {
        return () -> {};
    }

    @Override
    public JournalState state() {
        return new JournalState(entries.size(), Optional.empty());
    }

    @Override
    public void close() {}
}
