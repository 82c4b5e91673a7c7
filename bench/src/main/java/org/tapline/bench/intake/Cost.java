package org.tapline.bench.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Time and processor time of this process and of PostgreSQL: the latter hardly depends on who
/// else uses the machine. What the JVM's compilers take is told apart: it ends after some minutes,
/// and a run is over before.
record Cost(Bench bench, long at, long own, long compiling, long server) {
    private static final long TICK = 10_000_000L;

    static Cost start(Bench bench) throws IOException {
        return new Cost(bench, System.nanoTime(), ownNow(), compilingNow(), serverNow(bench));
    }

    String of(int messages) throws IOException {
        double seconds = (System.nanoTime() - at) / 1e9;
        double compiled = (compilingNow() - compiling) / 1e6;
        return "%.0f messages/s; processor time for each %.2f ms here and %.2f compiling, %.2f ms PostgreSQL"
                .formatted(
                        messages / seconds,
                        ((ownNow() - own) / 1e6 - compiled) / messages,
                        compiled / messages,
                        (serverNow(bench) - server) / 1e6 / messages);
    }

    private static long ownNow() {
        return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    /// Started with `-XX:-UseDynamicNumberOfCompilerThreads`, so that none ends with its account.
    private static long compilingNow() throws IOException {
        long ticks = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            for (Path thread : threads.toList()) {
                ticks += compiling(thread);
            }
        }
        return ticks * TICK;
    }

    private static long compiling(Path thread) throws IOException {
        try {
            boolean compiler = Files.readString(thread.resolve("comm")).contains(" CompilerThre");
            return compiler ? ticks(thread.resolve("stat"), false) : 0;
        } catch (NoSuchFileException ended) {
            return 0;
        }
    }

    /// The server's processes of now and those that ended (`cutime`, proc_pid_stat(5)).
    private static long serverNow(Bench bench) throws IOException {
        ProcessHandle server = ProcessHandle.of(bench.server().pid().orElseThrow()).orElseThrow();
        long ticks = ticks(stat(server), true);
        List<ProcessHandle> children = server.children().toList();
        for (ProcessHandle each : children) {
            ticks += ticks(stat(each), false);
        }
        return ticks * TICK;
    }

    private static Path stat(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()), "stat");
    }

    private static long ticks(Path stat, boolean withEnded) throws IOException {
        if (!Files.exists(stat)) {
            return 0;
        }
        String text = Files.readString(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        return withEnded ? ticks + Long.parseLong(fields[13]) + Long.parseLong(fields[14]) : ticks;
    }
}
