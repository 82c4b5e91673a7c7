package org.tapline.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;
import org.tapline.journal.JournalState;
import org.tapline.journal.MailboxName;
import org.tapline.journal.Observation;

/// A journal that keeps its promises except one: it does not outlive the process.
public final class MemoryJournal implements Journal {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Map<UUID, Entry> entries = new LinkedHashMap<>();
    private final Set<MailboxName> busy = new HashSet<>();

    private record Entry(Observation observation, Content content) {}

    @Override
    public synchronized CompletableFuture<Void> append(Observation observation, Content content) {
        try (InputStream octets = content.open()) {
            Content copy = Content.of(octets.readAllBytes());
            entries.put(observation.id(), new Entry(observation, copy));
            notifyAll();
            return CompletableFuture.completedFuture(null);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public Subscription subscribe(int parallelism, Consumer consumer) {
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < parallelism; i++) {
            workers.add(Thread.ofPlatform().start(() -> work(consumer)));
        }
        return () -> {
            workers.forEach(Thread::interrupt);
            for (Thread worker : workers) {
                join(worker);
            }
        };
    }

    private void work(Consumer consumer) {
        try {
            while (true) {
                Entry entry = take();
                Verdict verdict = verdict(consumer, entry);
                if (verdict == Verdict.TRY_AGAIN) {
                    Thread.sleep(PAUSE);
                }
                give(entry, verdict);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Verdict verdict(Consumer consumer, Entry entry) {
        try {
            return consumer.consume(entry.observation(), entry.content());
        } catch (Exception e) {
            return Verdict.TRY_AGAIN;
        }
    }

    private synchronized Entry take() throws InterruptedException {
        while (true) {
            for (Entry entry : entries.values()) {
                if (busy.add(entry.observation().mailbox())) {
                    return entry;
                }
            }
            wait();
        }
    }

    private synchronized void give(Entry entry, Verdict verdict) {
        if (verdict == Verdict.STORED) {
            entries.remove(entry.observation().id());
        }
        busy.remove(entry.observation().mailbox());
        notifyAll();
    }

    private static void join(Thread worker) {
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized JournalState state() {
        return new JournalState(
                entries.size(),
                entries.values().stream().findFirst().map(entry -> entry.observation().at()));
    }

    @Override
    public synchronized void close() {
        entries.clear();
    }
}
