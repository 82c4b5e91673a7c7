package org.tapline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/// What is measured: a port, and the process behind it with its children.
///
/// @param pid 0 when nothing stands between driver and upstream
/// @param user who signs in: decides whether Tapline observes the session
/// @param item what is fetched: decides whether Tapline captures it
/// @param control how to talk to Tapline; port 0 where it is not Tapline
record Target(String name, int port, long pid, String user, String item, Control control) {

    /// Reads `name,port,pid,user,item[,control port]`.
    static Target of(String words) {
        String[] parts = words.split(",", -1);
        return new Target(
                parts[0],
                Integer.parseInt(parts[1]),
                Long.parseLong(parts[2]),
                parts[3],
                parts[4],
                new Control(parts.length > 5 ? Integer.parseInt(parts[5]) : 0));
    }

    boolean direct() {
        return pid == 0;
    }

    /// CPU time of the processes and their threads so far, in seconds, as the kernel counts it.
    double cpuSeconds() throws IOException {
        double seconds = 0;
        for (long one : processes()) {
            seconds += cpuSeconds(one);
        }
        return seconds;
    }

    private static double cpuSeconds(long process) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) / 100.0;
    }

    /// Anonymous memory in KiB: what sessions really cost.
    long anonymousKib() throws IOException {
        return smaps("Anonymous:");
    }

    /// Waits until anonymous memory stays as it is (within a hundredth for three seconds), at most
    /// half a minute: on a busy machine sessions take their time to come to rest.
    void awaitStill() throws IOException, InterruptedException {
        int still = 0;
        long before = anonymousKib();
        for (int seconds = 0; seconds < 30 && (seconds < 5 || still < 3); seconds++) {
            Thread.sleep(1000);
            long now = anonymousKib();
            still = Math.abs(now - before) < before / 100 ? still + 1 : 0;
            before = now;
        }
    }

    /// Resident memory in KiB, shared file pages included (counted once for each process).
    long residentKib() throws IOException {
        return smaps("Rss:");
    }

    private long smaps(String field) throws IOException {
        long kib = 0;
        for (long one : processes()) {
            kib += smaps(one, field);
        }
        return kib;
    }

    /// @return 0 when the process has ended meanwhile
    private static long smaps(long process, String field) throws IOException {
        try {
            return Files.readAllLines(Path.of("/proc/" + process + "/smaps_rollup")).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (NoSuchFileException ended) {
            return 0;
        }
    }

    private long[] processes() {
        return ProcessHandle.of(pid)
                .map(
                        process ->
                                LongStream.concat(
                                                LongStream.of(pid),
                                                process.descendants().mapToLong(ProcessHandle::pid))
                                        .toArray())
                .orElse(new long[0]);
    }
}
