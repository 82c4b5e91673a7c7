package org.tapline.journal.artemis;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.tapline.journal.Content;
import org.tapline.journal.Journal.Subscription;
import org.tapline.journal.JournalSettings;

/// Durable appends and deliveries a second, by hand: run `main` with a folder on a real disk.
/// Prints one line per number of threads, then how long opening takes and how fast it empties.
final class JournalBenchmark {
    private static final Duration LENGTH = Duration.ofSeconds(5);

    private JournalBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "journal-benchmark");
        JournalSettings settings = JournalSettings.embedded(folder);
        try (EmbeddedJournal journal = EmbeddedJournal.open(settings)) {
            appendsPerSecond(journal, 8, 20_000);
            for (int threads : new int[] {1, 8, 64}) {
                System.out.printf(
                        "append 20 KB, %2d threads: %6d/s%n",
                        threads, appendsPerSecond(journal, threads, 20_000));
            }
            System.out.printf(
                    "append 150 KB, 8 threads: %6d/s%n", appendsPerSecond(journal, 8, 150_000));
            empty(journal);
        }
        long start = System.nanoTime();
        try (EmbeddedJournal journal = EmbeddedJournal.open(settings)) {
            System.out.printf("open again: %d ms%n", (System.nanoTime() - start) / 1_000_000);
            System.out.println("left: " + journal.state().depth());
        }
    }

    private static long appendsPerSecond(EmbeddedJournal journal, int threads, int size)
            throws InterruptedException {
        Content content = Entries.content(size, 1);
        AtomicLong done = new AtomicLong();
        long end = System.nanoTime() + LENGTH.toNanos();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            String user = "user" + i;
            running.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        while (System.nanoTime() < end) {
                                            journal.append(Entries.of(user, 1), content).join();
                                            done.incrementAndGet();
                                        }
                                    }));
        }
        for (Thread thread : running) {
            thread.join();
        }
        return done.get() / LENGTH.toSeconds();
    }

    private static void empty(EmbeddedJournal journal) throws InterruptedException {
        long depth = journal.state().depth();
        long start = System.nanoTime();
        Collected collected = new Collected();
        try (Subscription running = journal.subscribe(8, collected)) {
            while (running != null && journal.state().depth() > 0) {
                Thread.sleep(10);
            }
        }
        System.out.printf(
                "delivered by 8 workers: %d/s%n",
                depth * 1_000_000_000L / (System.nanoTime() - start));
    }
}
