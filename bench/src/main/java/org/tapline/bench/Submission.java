package org.tapline.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.tapline.bench.Control.Captures;

/// Submits messages of 20 KB over several connections, and then 32 of 25 MB side by side.
///
/// Fails when a message is refused, and when Tapline did not capture a small one that passed
/// through it. Of the large ones it says how many were captured: a spool that cannot keep up with
/// what the clients send lets go of captures, not of mail.
/// Arguments: messages a round, then the targets, see [Target#of].
public final class Submission {
    private static final int SMALL = 20 << 10;
    private static final long LARGE = 25L << 20;
    private static final int LARGE_AT_ONCE = 32;
    private static final int ROUNDS = 3;
    private static final String USER = "anna@bench.test";

    private final int messages;
    private final List<Target> targets;

    private Submission(int messages, List<Target> targets) {
        this.messages = messages;
        this.targets = targets;
    }

    public static void main(String[] words) throws Exception {
        Submission submission =
                new Submission(
                        Integer.parseInt(words[0]),
                        Arrays.asList(words).subList(1, words.length).stream()
                                .map(Target::of)
                                .toList());
        String connections = System.getenv().getOrDefault("CONNECTIONS", "1 16 64");
        submission.small(
                Arrays.stream(connections.trim().split(" +", -1))
                        .mapToInt(Integer::parseInt)
                        .toArray());
        if (!"no".equals(System.getenv("LARGE"))) {
            submission.large();
        }
    }

    private void small(int[] connections) throws Exception {
        System.out.printf(
                "%n### Submission of messages of 20 KB, %d a round (medians of %d rounds)%n%n",
                messages, ROUNDS);
        System.out.println(
                "| target | connections | messages a second | p50 ms | p99 ms | added p50 | added p99"
                        + " | CPU-ms a message |\n| --- | --- | --- | --- | --- | --- | --- | --- |");
        for (int at : connections) {
            Map<Target, Round> medians = rounds(at);
            Round direct = Objects.requireNonNull(medians.get(targets.getFirst()));
            medians.forEach(
                    (target, round) ->
                            System.out.printf(
                                    "| %s | %d | %.0f | %.1f | %.1f | %s | %s | %.2f |%n",
                                    target.name(),
                                    at,
                                    round.perSecond(),
                                    round.p50(),
                                    round.p99(),
                                    added(target, round.p50() - direct.p50()),
                                    added(target, round.p99() - direct.p99()),
                                    round.cpu()));
        }
    }

    private static String added(Target target, double millis) {
        return target.direct() ? "-" : "%.1f".formatted(millis);
    }

    /// Each round goes over all targets; the first one is for warming up.
    private Map<Target, Round> rounds(int connections) throws Exception {
        Map<Target, Round[]> all = new LinkedHashMap<>();
        for (int round = -1; round < ROUNDS; round++) {
            for (Target target : targets) {
                Round result = round(target, connections);
                if (round >= 0) {
                    all.computeIfAbsent(target, one -> new Round[ROUNDS])[round] = result;
                }
            }
        }
        Map<Target, Round> medians = new LinkedHashMap<>();
        all.forEach((target, some) -> medians.put(target, Round.median(some)));
        return medians;
    }

    private Round round(Target target, int connections) throws Exception {
        Captures before = target.control().drain();
        double cpuBefore = target.cpuSeconds();
        long[] nanos = new long[messages];
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        inParallel(
                connections,
                number -> {
                    try (SmtpClient client = new SmtpClient(target.port())) {
                        client.signIn(USER);
                        for (int i = next.getAndIncrement();
                                i < messages;
                                i = next.getAndIncrement()) {
                            long begin = System.nanoTime();
                            client.submit(USER, "ben@else.test", "m" + i + "-" + begin, SMALL);
                            nanos[i] = System.nanoTime() - begin;
                        }
                    }
                });
        double seconds = (System.nanoTime() - start) / 1e9;
        Captures captures = target.control().settle().since(before);
        requireCaptured(target, captures, messages);
        Arrays.sort(nanos);
        return new Round(
                messages / seconds,
                nanos[messages / 2] / 1e6,
                nanos[messages * 99 / 100] / 1e6,
                (target.cpuSeconds() - cpuBefore) * 1000 / messages);
    }

    private void large() throws Exception {
        System.out.printf("%n### %d submissions of %d MB at once%n%n", LARGE_AT_ONCE, LARGE >> 20);
        System.out.println(
                "| target | seconds | heap at its peak, MiB | captured | lost |\n"
                        + "| --- | --- | --- | --- | --- |");
        for (Target target : targets) {
            Captures before = target.control().drain();
            long start = System.nanoTime();
            inParallel(
                    LARGE_AT_ONCE,
                    number -> {
                        try (SmtpClient client = new SmtpClient(target.port())) {
                            client.signIn(USER);
                            client.submit(USER, "ben@else.test", "large" + number, LARGE);
                        }
                    });
            double seconds = (System.nanoTime() - start) / 1e9;
            Captures captures = target.control().settle().since(before);
            System.out.printf(
                    "| %s | %.1f | %s | %d | %d |%n",
                    target.name(),
                    seconds,
                    target.control().peakHeap(),
                    captures.captured(),
                    captures.lost());
        }
    }

    private static void requireCaptured(Target target, Captures captures, int expected)
            throws IOException {
        if (target.control().port() != 0
                && (captures.captured() != expected || captures.lost() != 0)) {
            throw new IOException(
                    target.name() + " should have captured " + expected + ": " + captures);
        }
    }

    /// One connection's work.
    private interface Work {
        void run(int number) throws IOException;
    }

    private static void inParallel(int count, Work work)
            throws ExecutionException, InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all =
                    IntStream.range(0, count)
                            .<Future<?>>mapToObj(
                                    number ->
                                            threads.submit(
                                                    () -> {
                                                        work.run(number);
                                                        return null;
                                                    }))
                            .toList();
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    /// What one round brought.
    ///
    /// @param cpu of the process between, in milliseconds a message
    private record Round(double perSecond, double p50, double p99, double cpu) {
        static Round median(Round[] rounds) {
            return new Round(
                    middle(Arrays.stream(rounds).mapToDouble(Round::perSecond).toArray()),
                    middle(Arrays.stream(rounds).mapToDouble(Round::p50).toArray()),
                    middle(Arrays.stream(rounds).mapToDouble(Round::p99).toArray()),
                    middle(Arrays.stream(rounds).mapToDouble(Round::cpu).toArray()));
        }

        private static double middle(double[] values) {
            Arrays.sort(values);
            return values[values.length / 2];
        }
    }
}
