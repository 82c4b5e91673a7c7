package org.tapline.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;

/// Runs the measurements over all targets and prints Markdown tables.
///
/// Arguments: folder with `trust.p12`, rounds, then for each target `name,port,pid,user,item`.
/// Named measurements in the environment variable `BENCH` (default `bulk noop login idle`).
public final class Driver {
    private static final int MIB_PER_ROUND = Integer.getInteger("bench.mib", 512);
    private static final int MIB_PER_MESSAGE = 16;

    private final SSLSocketFactory tls;
    private final int rounds;
    private final List<Target> targets;

    private Driver(SSLSocketFactory tls, int rounds, List<Target> targets) {
        this.tls = tls;
        this.rounds = rounds;
        this.targets = targets;
    }

    public static void main(String[] words) throws Exception {
        List<Target> targets = new ArrayList<>();
        for (String word : Arrays.asList(words).subList(2, words.length)) {
            String[] parts = word.split(",", -1);
            targets.add(
                    new Target(
                            parts[0],
                            Integer.parseInt(parts[1]),
                            Long.parseLong(parts[2]),
                            parts[3],
                            parts[4]));
        }
        Driver driver =
                new Driver(
                        Tls.client(Path.of(words[0])).getSocketFactory(),
                        Integer.parseInt(words[1]),
                        targets);
        for (String what :
                System.getenv().getOrDefault("BENCH", "bulk noop login idle").split(" +", -1)) {
            switch (what) {
                case "bulk" -> driver.bulk();
                case "noop" -> driver.noop();
                case "login" -> driver.login();
                case "idle" -> driver.idle();
                default -> throw new IllegalArgumentException("no measurement " + what);
            }
        }
    }

    /// One stream that fetches [#MIB_PER_ROUND] in messages of 16 MiB.
    private void bulk() throws IOException {
        Map<String, List<Double>> cpu = new LinkedHashMap<>();
        Map<String, List<Double>> speed = new LinkedHashMap<>();
        for (int round = -1; round < rounds; round++) {
            for (Target target : targets) {
                try (ImapClient client = new ImapClient(tls, target.port(), 1 << 16)) {
                    client.signIn(target.user());
                    client.command("SELECT INBOX");
                    double before = target.cpuSeconds();
                    long start = System.nanoTime();
                    long octets = 0;
                    while (octets < (long) MIB_PER_ROUND << 20) {
                        octets +=
                                client.command(
                                        "UID FETCH " + MIB_PER_MESSAGE + " " + target.item());
                    }
                    double seconds = (System.nanoTime() - start) / 1e9;
                    if (round >= 0) {
                        double gib = octets / (double) (1 << 30);
                        add(cpu, target, (target.cpuSeconds() - before) / gib);
                        add(speed, target, octets / 1e6 / seconds);
                    }
                }
            }
        }
        System.out.println("\n### Bulk FETCH, one stream (medians of " + rounds + " rounds)\n");
        System.out.println(
                "| target | CPU-s per GiB | ratio to HAProxy | MB/s |\n| --- | --- | --- | --- |");
        for (Target target : targets) {
            System.out.printf(
                    "| %s | %.2f | %s | %.0f |%n",
                    target.name(),
                    median(cpu.get(target.name())),
                    ratio(cpu, target),
                    median(speed.get(target.name())));
        }
    }

    private void noop() throws IOException {
        Map<String, List<Double>> p50 = new LinkedHashMap<>();
        Map<String, List<Double>> p99 = new LinkedHashMap<>();
        Map<String, List<Double>> cpu = new LinkedHashMap<>();
        int trips = 10_000;
        for (int round = -2; round < rounds; round++) {
            for (Target target : targets) {
                try (ImapClient client = new ImapClient(tls, target.port(), 4096)) {
                    client.signIn(target.user());
                    long[] nanos = new long[trips];
                    double before = target.cpuSeconds();
                    for (int i = 0; i < trips; i++) {
                        long start = System.nanoTime();
                        client.command("NOOP");
                        nanos[i] = System.nanoTime() - start;
                    }
                    double used = target.cpuSeconds() - before;
                    Arrays.sort(nanos);
                    if (round >= 0) {
                        add(p50, target, nanos[trips / 2] / 1e3);
                        add(p99, target, nanos[trips * 99 / 100] / 1e3);
                        add(cpu, target, used * 1e6 / trips);
                    }
                }
            }
        }
        System.out.println(
                "\n### Round trip of NOOP, microseconds (medians of " + rounds + " rounds)\n");
        System.out.println("| target | p50 | p99 | CPU per trip |\n| --- | --- | --- | --- |");
        for (Target target : targets) {
            System.out.printf(
                    "| %s | %.0f | %.0f | %.0f |%n",
                    target.name(),
                    median(p50.get(target.name())),
                    median(p99.get(target.name())),
                    median(cpu.get(target.name())));
        }
    }

    /// Connections with a whole handshake on both legs, sign-in, end.
    private void login() throws IOException, InterruptedException {
        Map<String, List<Double>> perSecond = new LinkedHashMap<>();
        Map<String, List<Double>> cpu = new LinkedHashMap<>();
        int count = 600;
        for (int round = -1; round < rounds; round++) {
            for (Target target : targets) {
                double before = target.cpuSeconds();
                long start = System.nanoTime();
                AtomicInteger failed = new AtomicInteger();
                List<Thread> threads = new ArrayList<>();
                for (int thread = 0; thread < 8; thread++) {
                    threads.add(
                            Thread.ofVirtual()
                                    .start(
                                            () -> {
                                                for (int i = 0; i < count / 8; i++) {
                                                    try (ImapClient client =
                                                            new ImapClient(
                                                                    tls, target.port(), 1024)) {
                                                        client.signIn(target.user());
                                                    } catch (IOException e) {
                                                        failed.incrementAndGet();
                                                    }
                                                }
                                            }));
                }
                for (Thread thread : threads) {
                    thread.join();
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                if (failed.get() > 0) {
                    throw new IOException(target.name() + ": " + failed + " sign-ins failed");
                }
                if (round >= 0) {
                    add(perSecond, target, count / seconds);
                    add(cpu, target, (target.cpuSeconds() - before) * 1e3 / count);
                }
            }
        }
        System.out.println(
                "\n### Sign-ins, 8 at a time, no resumption (medians of " + rounds + " rounds)\n");
        System.out.println("| target | per second | CPU-ms each |\n| --- | --- | --- |");
        for (Target target : targets) {
            System.out.printf(
                    "| %s | %.0f | %.2f |%n",
                    target.name(),
                    median(perSecond.get(target.name())),
                    median(cpu.get(target.name())));
        }
    }

    /// Signed in, folder selected, IDLE. Once, at growing numbers of sessions.
    private void idle() throws IOException, InterruptedException {
        int[] steps =
                Arrays.stream(System.getProperty("bench.idle", "2000 9000").split(" ", -1))
                        .mapToInt(Integer::parseInt)
                        .toArray();
        System.out.println("\n### Memory of idle sessions, MiB (KiB for each session)\n");
        System.out.println(
                "| target | sessions | anonymous | resident |\n| --- | --- | --- | --- |");
        for (Target target : targets) {
            if (target.pid() == 0) {
                continue;
            }
            ConcurrentLinkedQueue<ImapClient> open = new ConcurrentLinkedQueue<>();
            long anonymous = target.anonymousKib();
            long resident = target.residentKib();
            for (int step : steps) {
                Semaphore atOnce = new Semaphore(32);
                List<Thread> threads = new ArrayList<>();
                for (int i = open.size(); i < step; i++) {
                    atOnce.acquire();
                    threads.add(
                            Thread.ofVirtual()
                                    .start(
                                            () -> {
                                                try {
                                                    ImapClient client =
                                                            new ImapClient(tls, target.port(), 256);
                                                    client.signIn(target.user());
                                                    client.command("SELECT INBOX");
                                                    client.idle();
                                                    open.add(client);
                                                } catch (IOException e) {
                                                    System.err.println(target.name() + ": " + e);
                                                } finally {
                                                    atOnce.release();
                                                }
                                            }));
                }
                for (Thread thread : threads) {
                    thread.join();
                }
                Thread.sleep(5000);
                long nowAnonymous = target.anonymousKib();
                long nowResident = target.residentKib();
                System.out.printf(
                        "| %s | %d | %d (%.1f) | %d (%.1f) |%n",
                        target.name(),
                        open.size(),
                        nowAnonymous >> 10,
                        (nowAnonymous - anonymous) / (double) open.size(),
                        nowResident >> 10,
                        (nowResident - resident) / (double) open.size());
            }
            for (ImapClient client : open) {
                client.close();
            }
            Thread.sleep(5000);
        }
    }

    private String ratio(Map<String, List<Double>> values, Target target) {
        List<Double> peer = values.get("haproxy");
        List<Double> own = values.get(target.name());
        if (peer == null || own == null || target.pid() == 0) {
            return "-";
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            ratios.add(own.get(i) / peer.get(i));
        }
        return "%.2f".formatted(median(ratios));
    }

    private static void add(Map<String, List<Double>> values, Target target, double value) {
        values.computeIfAbsent(target.name(), name -> new ArrayList<>()).add(value);
    }

    private static double median(@org.jspecify.annotations.Nullable List<Double> values) {
        if (values == null || values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
