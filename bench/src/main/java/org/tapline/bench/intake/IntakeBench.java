package org.tapline.bench.intake;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;
import org.tapline.journal.JournalSettings;
import org.tapline.journal.Observation;
import org.tapline.journal.artemis.EmbeddedJournal;

/// `IntakeBench FOLDER direct|journal|paced|limit|grow|read MESSAGES WORKERS [MORE]`; see
/// `bench/intake`.
final class IntakeBench {
    private static final Duration POLL = Duration.ofMillis(20);

    private IntakeBench() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int messages = Integer.parseInt(arguments[2]);
        int workers = Integer.parseInt(arguments[3]);
        try (Bench bench = Bench.open(folder)) {
            switch (arguments[1]) {
                case "direct" -> direct(bench, messages, workers);
                case "journal" -> journal(bench, folder, messages, workers, 0);
                case "limit" -> limit(bench, messages, workers);
                case "grow" -> {
                    warm(bench);
                    int words = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 60;
                    new Growth(bench, messages, workers, words).fill();
                }
                case "read" -> new Reading(bench).measure(workers);
                case "paced" ->
                        journal(bench, folder, messages, workers, Integer.parseInt(arguments[4]));
                default -> throw new IllegalArgumentException(arguments[1]);
            }
            System.out.printf(
                    "  messages %d, contacts %d, parked %d%n",
                    bench.count("message"), bench.count("contact"), bench.parking().count());
        }
    }

    /// Each worker has mailboxes of its own, as the journal gives them out.
    private static void direct(Bench bench, int messages, int workers) throws Exception {
        List<Letters.Letter> letters = letters(messages);
        warm(bench);
        Cost cost = Cost.start(bench);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            int worker = i;
            threads.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        List<Journal.Entry> mine =
                                                IntStream.range(0, messages)
                                                        .filter(
                                                                n ->
                                                                        n
                                                                                        % Letters
                                                                                                .MAILBOXES
                                                                                        % workers
                                                                                == worker)
                                                        .mapToObj(letters::get)
                                                        .map(Letters.Letter::entry)
                                                        .toList();
                                        fileAll(bench, mine);
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("direct, " + workers + " workers: " + cost.of(messages));
    }

    private static void limit(Bench bench, int messages, int workers) throws Exception {
        fileAll(bench, letters(messages).stream().map(Letters.Letter::entry).toList());
        long last = Limit.prepare(bench);
        Cost cost = Cost.start(bench);
        Limit.run(bench, last, workers);
        System.out.println("limit, " + workers + " workers: " + cost.of(messages));
    }

    /// As many at once as intake likes.
    private static void fileAll(Bench bench, List<Journal.Entry> entries) {
        int done = 0;
        while (done < entries.size()) {
            int end = Math.min(entries.size(), done + bench.intake().most());
            done += bench.intake().consumeAll(entries.subList(done, end));
        }
    }

    private static void warm(Bench bench) {
        Letters warm = new Letters(System.nanoTime());
        fileAll(
                bench,
                IntStream.range(0, 600).mapToObj(warm::letter).map(Letters.Letter::entry).toList());
    }

    /// Through the real journal: all at once, or at a steady rate.
    private static void journal(Bench bench, Path folder, int messages, int workers, int perSecond)
            throws IOException, InterruptedException {
        warm(bench);
        Letters letters = new Letters(System.nanoTime());
        Queue<Long> waits = new ConcurrentLinkedQueue<>();
        AtomicLong done = new AtomicLong();
        AtomicLong batches = new AtomicLong();
        try (EmbeddedJournal journal =
                EmbeddedJournal.open(JournalSettings.embedded(folder.resolve("journal")))) {
            Journal.Consumer consumer = new Watched(bench, waits, done, batches);
            if (perSecond == 0) {
                append(journal, letters, messages, 0);
            }
            Cost cost = Cost.start(bench);
            try (Journal.Subscription running = journal.subscribe(workers, consumer)) {
                if (perSecond > 0) {
                    append(journal, letters, messages, perSecond);
                }
                while (running != null && done.get() < messages) {
                    Thread.sleep(POLL);
                }
                System.out.printf(
                        "journal, %d workers, %s: %s; %.1f at once%n",
                        workers,
                        perSecond == 0 ? "all waiting" : perSecond + "/s offered",
                        cost.of(messages),
                        (double) messages / batches.get());
            }
        }
        if (perSecond > 0) {
            List<Long> sorted = waits.stream().sorted().toList();
            System.out.printf(
                    "  observed to visible: p50 %d ms, p99 %d ms, max %d ms%n",
                    sorted.get(sorted.size() / 2),
                    sorted.get(sorted.size() * 99 / 100),
                    sorted.getLast());
        }
    }

    private static void append(Journal journal, Letters letters, int messages, int perSecond)
            throws InterruptedException {
        long begun = System.nanoTime();
        List<CompletableFuture<Void>> appended = new ArrayList<>();
        for (int n = 0; n < messages; n++) {
            Letters.Letter letter = letters.letter(n);
            if (perSecond > 0) {
                long due = begun + n * 1_000_000_000L / perSecond;
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            }
            appended.add(journal.append(letter.observation(), letter.content()));
            if (perSecond == 0 && appended.size() == 500) {
                appended.forEach(CompletableFuture::join);
                appended.clear();
            }
        }
        appended.forEach(CompletableFuture::join);
    }

    /// Notes how long each message took from being observed.
    private record Watched(Bench bench, Queue<Long> waits, AtomicLong done, AtomicLong batches)
            implements Journal.Consumer {
        @Override
        public Journal.Verdict consume(Observation observation, Content content) {
            Journal.Verdict verdict = bench.intake().consume(observation, content);
            if (verdict == Journal.Verdict.STORED) {
                note(observation);
            }
            return verdict;
        }

        @Override
        public int most() {
            return bench.intake().most();
        }

        @Override
        public int consumeAll(List<Journal.Entry> entries) {
            int stored = bench.intake().consumeAll(entries);
            batches.incrementAndGet();
            entries.subList(0, stored).forEach(each -> note(each.observation()));
            return stored;
        }

        private void note(Observation observation) {
            waits.add(Duration.between(observation.at(), Instant.now()).toMillis());
            done.incrementAndGet();
        }
    }

    private static List<Letters.Letter> letters(int count) {
        Letters letters = new Letters(System.nanoTime());
        return IntStream.range(0, count).mapToObj(letters::letter).toList();
    }
}
