package org.tapline.journal.artemis;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.tapline.journal.Content;
import org.tapline.journal.Journal.Subscription;
import org.tapline.journal.Journal.Verdict;
import org.tapline.journal.JournalSettings;
import org.tapline.journal.Observation;

/// A process of its own that tests kill, or give little heap. Prints one line per event.
final class JournalChild {
    private JournalChild() {}

    /// `append FOLDER FIRST`: appends from eight threads until killed, numbered from there, and
    /// prints each acknowledged id.
    /// `large FOLDER OCTETS`: puts one message through and prints the heap it took.
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "append" -> append(folder, Integer.parseInt(arguments[2]));
            case "large" -> large(folder, Long.parseLong(arguments[2]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    @SuppressWarnings("resource") // never closed: it is killed
    private static void append(Path folder, int first) {
        EmbeddedJournal journal = EmbeddedJournal.open(JournalSettings.embedded(folder));
        AtomicInteger numbers = new AtomicInteger(first);
        for (int thread = 0; thread < 8; thread++) {
            String user = "user" + thread;
            Thread.ofPlatform()
                    .start(
                            () -> {
                                while (true) {
                                    int number = numbers.incrementAndGet();
                                    Observation entry = Entries.of(user, number);
                                    int size = number % 50 == 0 ? 250_000 : 4_000;
                                    journal.append(entry, Entries.content(size, number)).join();
                                    print("acknowledged " + entry.id());
                                }
                            });
        }
    }

    private static void large(Path folder, long size) throws Exception {
        AtomicLong counted = new AtomicLong(-1);
        AtomicLong heap = new AtomicLong();
        Thread.ofPlatform().daemon().start(() -> watch(heap));
        try (EmbeddedJournal journal = EmbeddedJournal.open(JournalSettings.embedded(folder))) {
            System.gc();
            print("before " + used());
            journal.append(Entries.of("anna", 1), pattern(size)).join();
            try (Subscription running =
                    journal.subscribe(
                            1,
                            (observation, content) -> {
                                counted.set(countMatching(content));
                                return Verdict.STORED;
                            })) {
                while (running != null && journal.state().depth() > 0) {
                    Thread.sleep(20);
                }
            }
        }
        print("peak " + heap.get());
        print("matching " + counted.get());
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void watch(AtomicLong peak) {
        try {
            while (true) {
                peak.accumulateAndGet(used(), Math::max);
                Thread.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Octets that nobody holds: octet n is n modulo 251.
    private static Content pattern(long size) {
        return new Content() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream open() {
                return new InputStream() {
                    private long at;

                    @Override
                    public int read() {
                        return at == size ? -1 : (int) (at++ % 251);
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) {
                        int count = (int) Math.min(length, size - at);
                        for (int i = 0; i < count; i++) {
                            into[offset + i] = (byte) (at++ % 251);
                        }
                        return count == 0 ? -1 : count;
                    }
                };
            }
        };
    }

    private static long countMatching(Content content) throws Exception {
        try (InputStream in = content.open()) {
            long at = 0;
            int octet = in.read();
            while (octet == at % 251) {
                at++;
                octet = in.read();
            }
            return octet < 0 ? at : -1;
        }
    }

    private static void print(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
