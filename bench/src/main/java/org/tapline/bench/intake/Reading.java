package org.tapline.bench.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.tapline.bridge.privacy.Viewer;
import org.tapline.bridge.timeline.Entry;
import org.tapline.bridge.timeline.Page;
import org.tapline.bridge.timeline.Position;
import org.tapline.bridge.timeline.Wanted;

/// How long pages of 50 take: timelines, and searches for words of each frequency.
final class Reading {
    private static final int QUERIES = 300;
    private static final int WARM = 30;
    private static final int PAGE = 50;
    private static final Viewer ADMINISTRATOR = new Viewer.Administrator(true);

    private final Bench bench;
    private final Random random = new Random(7);

    Reading(Bench bench) {
        this.bench = bench;
    }

    void measure(long contacts) {
        long user =
                bench.database()
                        .jdbc()
                        .sql("select user_id from mailbox where login = 'user7@acme.test'")
                        .query(Long.class)
                        .single();
        Viewer colleague = new Viewer.User(Long.toString(user));
        timelines("administrator", ADMINISTRATOR, contacts);
        timelines("user", colleague, contacts);
        searches("administrator", ADMINISTRATOR);
        searches("user", colleague);
    }

    private void timelines(String who, Viewer viewer, long contacts) {
        times(
                who + ", timeline of an address",
                () ->
                        bench.timeline()
                                .ofAddresses(
                                        viewer,
                                        List.of("g" + random.nextLong(contacts) + "@grown.test"),
                                        PAGE,
                                        Position.NEWEST));
        times(
                who + ", timeline of a company of all",
                () -> bench.timeline().ofDomain(viewer, "grown.test", PAGE, Position.NEWEST));
        times(
                who + ", everything, newest",
                () -> bench.timeline().all(viewer, PAGE, Position.NEWEST));
        long mailbox =
                bench.database()
                        .jdbc()
                        .sql("select id from mailbox where login = 'user7@acme.test'")
                        .query(Long.class)
                        .single();
        times(
                who + ", a mailbox",
                () -> bench.timeline().ofMailbox(viewer, mailbox, PAGE, Position.NEWEST));
    }

    private void searches(String who, Viewer viewer) {
        search(who + ", word in 1 of 3,000 to 20,000", viewer, () -> word(3_000, 20_000));
        search(who + ", word in 1 of 300 to 3,000", viewer, () -> word(300, 3_000));
        search(who + ", word in 1 of 30 to 300", viewer, () -> word(30, 300));
        search(who + ", word in 1 of 2 to 30", viewer, () -> word(1, 30));
        search(who + ", two words", viewer, () -> word(10, 3_000) + " " + word(10, 3_000));
        search(who + ", a word that is nowhere", viewer, () -> "nowhere" + random.nextInt());
    }

    /// A word of a rank stands in one of about rank / 6 messages.
    private String word(int commoner, int rarer) {
        return Letters.word(random.nextInt(commoner * 6, Math.min(29_999, rarer * 6)));
    }

    private void search(String what, Viewer viewer, Supplier<String> words) {
        times(
                what,
                () -> {
                    Wanted wanted =
                            new Wanted(words.get(), "", "", Optional.empty(), Optional.empty(), "");
                    return bench.search().find(viewer, wanted, PAGE, Position.NEWEST);
                });
    }

    private void times(String what, Supplier<Page<Entry>> query) {
        List<Double> millis = new ArrayList<>();
        List<Double> work = new ArrayList<>();
        List<Long> servers =
                ProcessHandle.of(bench.server().pid().orElseThrow())
                        .orElseThrow()
                        .children()
                        .map(ProcessHandle::pid)
                        .toList();
        long found = 0;
        for (int i = -WARM; i < QUERIES; i++) {
            double worked = worked(servers);
            long begun = System.nanoTime();
            int items = query.get().items().size();
            if (i >= 0) {
                millis.add((System.nanoTime() - begun) / 1e6);
                work.add(worked(servers) - worked);
                found += items;
            }
        }
        System.out.printf(
                "  %s: %s; processor time %s (%.1f found)%n",
                what, spread(millis), spread(work), found / (double) QUERIES);
    }

    private static String spread(List<Double> millis) {
        millis.sort(null);
        return "p50 %.1f, p99 %.1f, max %.1f ms"
                .formatted(
                        millis.get(QUERIES / 2), millis.get(QUERIES * 99 / 100), millis.getLast());
    }

    /// Milliseconds of processor time of this thread and of the server: unlike the time that
    /// passes they hardly depend on who else uses the machine.
    private static double worked(List<Long> servers) {
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (long server : servers) {
            nanos += onProcessor(server);
        }
        return nanos / 1e6;
    }

    /// The first number of `/proc/PID/schedstat` (Linux, sched-stats).
    private static long onProcessor(long pid) {
        try {
            String text = Files.readString(Path.of("/proc", Long.toString(pid), "schedstat"));
            return Long.parseLong(text.substring(0, text.indexOf(' ')));
        } catch (NoSuchFileException ended) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
