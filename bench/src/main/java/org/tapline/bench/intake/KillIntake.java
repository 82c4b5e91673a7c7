package org.tapline.bench.intake;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.tapline.journal.Journal;
import org.tapline.journal.JournalSettings;
import org.tapline.journal.artemis.EmbeddedJournal;

/// `KillIntake FOLDER ROUNDS`: a child process appends to the journal and files what it appended;
/// it is killed with SIGKILL at a random moment, every third time PostgreSQL with it. At the end
/// what was acknowledged is there once, and everything that counts it agrees. See
/// `bench/kill-intake`.
final class KillIntake {
    private static final int WORKERS = 4;
    private static final int UNDER_WAY = 64;
    private static final Duration POLL = Duration.ofMillis(50);

    private KillIntake() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        if (arguments[1].equals("child")) {
            child(folder);
            return;
        }
        int rounds = Integer.parseInt(arguments[1]);
        Random random = new Random();
        Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
        for (int round = 1; round <= rounds; round++) {
            int before = acknowledged.size();
            long pause = 100L + random.nextInt(4_000);
            round(folder, Duration.ofMillis(pause), round % 3 == 0, acknowledged);
            System.out.printf(
                    "round %d: killed after %d ms, %d acknowledged%n",
                    round, pause, acknowledged.size() - before);
        }
        if (!verify(folder, acknowledged)) {
            System.exit(1);
        }
    }

    private static void round(
            Path folder, Duration pause, boolean serverToo, Set<UUID> acknowledged)
            throws IOException, InterruptedException {
        Process child =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-Xmx512m",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KillIntake.class.getName(),
                                folder.toString(),
                                "child")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader lines = child.inputReader()) {
            String line = lines.readLine();
            while (line != null && !line.equals("ready")) {
                line = lines.readLine();
            }
            if (line == null) {
                throw new IllegalStateException("the child ended by itself");
            }
            Thread killer = Thread.ofPlatform().start(() -> kill(folder, child, pause, serverToo));
            for (line = lines.readLine(); line != null; line = lines.readLine()) {
                acknowledged.add(UUID.fromString(line));
            }
            killer.join();
        }
        child.waitFor();
    }

    private static void kill(Path folder, Process child, Duration pause, boolean serverToo) {
        try {
            Thread.sleep(pause);
            if (serverToo) {
                long pid =
                        Files.readAllLines(folder.resolve("database/cluster/postmaster.pid"))
                                .stream()
                                .findFirst()
                                .map(Long::parseLong)
                                .orElseThrow();
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        } catch (InterruptedException | IOException e) {
            System.out.println("PostgreSQL was not killed: " + e);
        } finally {
            child.destroyForcibly();
        }
    }

    private static void child(Path folder) throws Exception {
        try (Bench bench = Bench.open(folder);
                EmbeddedJournal journal =
                        EmbeddedJournal.open(JournalSettings.embedded(folder.resolve("journal")));
                Journal.Subscription running = journal.subscribe(WORKERS, bench.intake())) {
            System.out.println(running == null ? "" : "ready");
            Letters letters = new Letters(ThreadLocalRandom.current().nextLong());
            Semaphore room = new Semaphore(UNDER_WAY);
            for (int n = 0; ; n++) {
                room.acquire();
                Letters.Letter letter = letters.letter(n);
                UUID id = letter.observation().id();
                CompletableFuture<Void> appended =
                        journal.append(letter.observation(), letter.content())
                                .whenComplete(
                                        (done, failure) -> {
                                            if (failure == null) {
                                                System.out.println(id);
                                            }
                                            room.release();
                                        });
                if (appended.isCompletedExceptionally()) {
                    appended.join();
                }
            }
        }
    }

    /// Files what is left, then compares.
    private static boolean verify(Path folder, Set<UUID> acknowledged) throws Exception {
        try (Bench bench = Bench.open(folder);
                EmbeddedJournal journal =
                        EmbeddedJournal.open(JournalSettings.embedded(folder.resolve("journal")))) {
            try (Journal.Subscription running = journal.subscribe(WORKERS, bench.intake())) {
                while (running != null && journal.state().depth() > 0) {
                    Thread.sleep(POLL);
                }
            }
            Set<UUID> handled =
                    Set.copyOf(
                            bench.database()
                                    .jdbc()
                                    .sql("select id from observation")
                                    .query(UUID.class)
                                    .list());
            long lost = acknowledged.stream().filter(id -> !handled.contains(id)).count();
            long messages = bench.count("message");
            List<Long> counts =
                    List.of(
                            (long) handled.size(),
                            bench.count("delivery"),
                            bench.count("event"),
                            bench.count("decision"),
                            bench.count("blob"),
                            bench.count("ledger_day as d cross join generate_series(1, d.seen)"));
            long broken =
                    bench.count(
                            "message m where not exists (select from participant p where"
                                    + " p.message_id = m.id) or not exists (select from thread t"
                                    + " where t.id = m.thread_id)");
            System.out.printf(
                    "acknowledged %d, lost %d, messages %d, handled/delivery/event/decision/blob/"
                            + "ledger %s, broken %d, parked %d%n",
                    acknowledged.size(), lost, messages, counts, broken, bench.parking().count());
            boolean good =
                    lost == 0
                            && broken == 0
                            && bench.parking().count() == 0
                            && counts.stream().allMatch(count -> count == messages);
            System.out.println(good ? "nothing lost, nothing doubled" : "FAILED");
            return good;
        }
    }
}
