package org.tapline.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;

/// Memory of sessions that are signed in, have a folder selected and wait in IDLE; once, at growing
/// numbers of sessions.
final class IdleSessions {
    private final SSLSocketFactory tls;
    private final int[] steps =
            Arrays.stream(System.getProperty("bench.idle", "2000 4000 9800").split(" ", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();

    IdleSessions(SSLSocketFactory tls) {
        this.tls = tls;
    }

    void run(List<Target> targets) throws IOException, InterruptedException {
        System.out.println("\n### Memory of idle sessions, MiB (KiB for each session)\n");
        System.out.println(
                "| target | sessions | anonymous | resident |\n| --- | --- | --- | --- |");
        for (Target target : targets) {
            if (!target.direct()) {
                of(target);
            }
        }
    }

    private void of(Target target) throws IOException, InterruptedException {
        long anonymous = target.anonymousKib();
        long resident = target.residentKib();
        System.out.printf("| %s | 0 | %d | %d |%n", target.name(), anonymous >> 10, resident >> 10);
        try (ManySessions sessions = new ManySessions(tls, target)) {
            for (int step : steps) {
                sessions.growTo(step, ImapClient::idle);
                Thread.sleep(5000);
                long nowAnonymous = target.anonymousKib();
                long nowResident = target.residentKib();
                System.out.printf(
                        "| %s | %d | %d (%.1f) | %d (%.1f) |%n",
                        target.name(),
                        sessions.size(),
                        nowAnonymous >> 10,
                        (nowAnonymous - anonymous) / (double) sessions.size(),
                        nowResident >> 10,
                        (nowResident - resident) / (double) sessions.size());
            }
        }
        Thread.sleep(5000);
    }
}
