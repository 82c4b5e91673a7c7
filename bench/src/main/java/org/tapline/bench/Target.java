package org.tapline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What is measured: a port, and the process behind it.
///
/// @param pid 0 when nothing stands between driver and upstream
/// @param user who signs in: decides whether Tapline observes the session
/// @param item what is fetched: decides whether Tapline captures it
record Target(String name, int port, long pid, String user, String item) {

    /// CPU time of the process and its threads so far, in seconds, as the kernel counts it.
    double cpuSeconds() throws IOException {
        if (pid == 0) {
            return 0;
        }
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) / 100.0;
    }

    /// Anonymous memory of the process in KiB: what its sessions really cost.
    long anonymousKib() throws IOException {
        return smaps("Anonymous:");
    }

    /// Resident memory of the process in KiB, shared file pages included.
    long residentKib() throws IOException {
        return smaps("Rss:");
    }

    private long smaps(String field) throws IOException {
        if (pid == 0) {
            return 0;
        }
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            if (line.startsWith(field)) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no " + field + " for process " + pid);
    }
}
