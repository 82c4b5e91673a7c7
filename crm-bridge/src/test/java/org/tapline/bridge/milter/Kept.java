package org.tapline.bridge.milter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.tapline.journal.Content;
import org.tapline.journal.Envelope;
import org.tapline.journal.Journal;
import org.tapline.journal.JournalException;
import org.tapline.journal.JournalState;
import org.tapline.journal.Observation;
import org.tapline.journal.Sighting;

/// A journal in memory, which can fail in all ways.
final class Kept implements Journal {
    private final List<Entry> entries = new ArrayList<>();
    private volatile Mood mood = Mood.WILLING;

    /// What it does with an append.
    enum Mood {
        WILLING,
        /// It never answers.
        SILENT,
        /// It answers that it is full.
        FULL,
        /// It throws: a fault of ours.
        BROKEN
    }

    /// @param text the octets, each as one character
    record Entry(Observation observation, String text) {
        Sighting.Message seen() {
            return (Sighting.Message) observation.sighting();
        }

        Envelope envelope() {
            return seen().envelope().orElseThrow();
        }

        String user() {
            return observation.mailbox().user();
        }
    }

    void be(Mood wanted) {
        mood = wanted;
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public CompletableFuture<Void> append(Observation observation, Content content) {
        return switch (mood) {
            case WILLING -> keep(observation, content);
            case SILENT -> new CompletableFuture<>();
            case FULL -> CompletableFuture.failedFuture(new JournalException("the disk is full"));
            case BROKEN -> throw new IllegalStateException("a fault, made for the test");
        };
    }

    private CompletableFuture<Void> keep(Observation observation, Content content) {
        try (InputStream in = content.open()) {
            Entry entry = new Entry(observation, new String(in.readAllBytes(), ISO_8859_1));
            synchronized (this) {
                entries.add(entry);
            }
            return CompletableFuture.completedFuture(null);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public Subscription subscribe(int parallelism, Consumer consumer) {
        throw new UnsupportedOperationException("nobody consumes here");
    }

    @Override
    public JournalState state() {
        return new JournalState(entries().size(), Optional.empty());
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}
