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
/// it is killed with SIGKILL at a random moment, every third time PostgreSQL with it, every fourth
/// time while it still starts and takes up what the one before left. At the end what was
/// acknowledged is there once, and everything that counts it agrees. See `bench/kill-intake`.
final class KillIntake {
    private static final String DONE = "done ";
    private static final int WORKERS = 4;
    private static final int UNDER_WAY = 64;
    private static final Duration POLL = Duration.ofMillis(50);

    /// Milliseconds within which a child is killed after it is ready, or after it began.
    private static final int LIFE = 800;

    /// Rounds after which everything is compared.
    private static final int VERIFIED = 25;

    private static final int TRAINING = 200;
    private static final int BIRTH = 3_000;

    private final Path folder;
    private final Random random = new Random();
    private final Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();

    private KillIntake(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        if (arguments[1].equals("child")) {
            child(folder, arguments[2].equals("train"));
            return;
        }
        KillIntake kills = new KillIntake(folder);
        kills.train();
        int rounds = Integer.parseInt(arguments[1]);
        for (int round = 1; round <= rounds; round++) {
            int before = kills.acknowledged.size();
            String what = kills.round(round % 3 == 0, round % 4 == 0);
            System.out.printf(
                    "round %d: %s, %d acknowledged%n",
                    round, what, kills.acknowledged.size() - before);
            if ((round % VERIFIED == 0 || round == rounds) && !kills.verify()) {
                System.exit(1);
            }
        }
    }

    /// A child that ends by itself leaves a cache of classes with which the others start sooner.
    private void train() throws IOException, InterruptedException {
        Process child = start("-XX:AOTCacheOutput=" + cache(), "train");
        try (BufferedReader lines = child.inputReader()) {
            lines.lines().forEach(this::acknowledge);
        }
        child.waitFor();
    }

    private Path cache() {
        return folder.resolve("classes.aot");
    }

    /// The virtual machine may print lines of its own.
    private void acknowledge(String line) {
        if (line.startsWith(DONE)) {
            acknowledged.add(UUID.fromString(line.substring(DONE.length())));
        }
    }

    private Process start(String option, String how) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        option,
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KillIntake.class.getName(),
                        folder.toString(),
                        "child",
                        how)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /// @return what was done
    private String round(boolean serverToo, boolean early)
            throws IOException, InterruptedException {
        Duration pause = Duration.ofMillis(random.nextInt(early ? BIRTH : LIFE));
        Process child = start("-XX:AOTCache=" + cache(), "serve");
        try (BufferedReader lines = child.inputReader()) {
            Thread killer = Thread.ofPlatform().unstarted(() -> kill(child, pause, serverToo));
            if (early) {
                killer.start();
            }
            String line = lines.readLine();
            while (line != null) {
                acknowledge(line);
                if (line.equals("ready") && !early) {
                    killer.start();
                }
                line = lines.readLine();
            }
            if (killer.getState() == Thread.State.NEW) {
                throw new IllegalStateException("the child ended by itself");
            }
            killer.join();
        }
        child.waitFor();
        return "killed %d ms after it %s%s"
                .formatted(
                        pause.toMillis(),
                        early ? "began" : "was ready",
                        serverToo ? ", PostgreSQL too" : "");
    }

    private void kill(Process child, Duration pause, boolean serverToo) {
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
            // through the handle: what the child has said can still be read
            child.toHandle().destroyForcibly();
        }
    }

    private static void child(Path folder, boolean ends) throws Exception {
        try (Bench bench = Bench.open(folder);
                EmbeddedJournal journal =
                        EmbeddedJournal.open(JournalSettings.embedded(folder.resolve("journal")));
                Journal.Subscription running = journal.subscribe(WORKERS, bench.intake())) {
            System.out.println(running == null ? "" : "ready");
            Letters letters = new Letters(ThreadLocalRandom.current().nextLong());
            Semaphore room = new Semaphore(UNDER_WAY);
            for (int n = 0; !ends || n < TRAINING; n++) {
                room.acquire();
                Letters.Letter letter = letters.letter(n);
                UUID id = letter.observation().id();
                CompletableFuture<Void> appended =
                        journal.append(letter.observation(), letter.content())
                                .whenComplete(
                                        (done, failure) -> {
                                            if (failure == null) {
                                                System.out.println(DONE + id);
                                            }
                                            room.release();
                                        });
                if (appended.isCompletedExceptionally()) {
                    appended.join();
                }
            }
            room.acquire(UNDER_WAY);
        }
    }

    /// Files what is left, then compares.
    private boolean verify() throws Exception {
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
