package org.tapline.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;

/// How long a command without work takes, on a connection that does nothing else.
final class RoundTrips {
    private static final int TRIPS = 10_000;
    private static final int WARM_UP = 3;

    private final SSLSocketFactory tls;
    private final int rounds;
    private final Figures p50 = new Figures();
    private final Figures p99 = new Figures();
    private final Figures cpu = new Figures();

    RoundTrips(SSLSocketFactory tls, int rounds) {
        this.tls = tls;
        this.rounds = rounds;
    }

    void run(List<Target> targets) throws IOException {
        for (int round = -WARM_UP; round < rounds; round++) {
            for (Target target : targets) {
                once(target, round >= 0);
            }
        }
        System.out.printf(
                "%n### Round trip of NOOP, microseconds, %d a round (medians of %d rounds)%n%n",
                TRIPS, rounds);
        System.out.println(
                "| target | p50 | p99 | CPU per trip | p50 to HAProxy | p99 to HAProxy |\n"
                        + "| --- | --- | --- | --- | --- | --- |");
        for (Target target : targets) {
            System.out.printf(
                    "| %s | %.0f | %.0f | %.0f | %s | %s |%n",
                    target.name(),
                    p50.median(target),
                    p99.median(target),
                    cpu.median(target),
                    p50.ratio(target),
                    p99.ratio(target));
        }
    }

    private void once(Target target, boolean counts) throws IOException {
        try (ImapClient client = new ImapClient(tls, target.port(), 4096)) {
            client.signIn(target.user());
            long[] nanos = new long[TRIPS];
            double before = target.cpuSeconds();
            for (int i = 0; i < TRIPS; i++) {
                long start = System.nanoTime();
                client.command("NOOP");
                nanos[i] = System.nanoTime() - start;
            }
            double used = target.cpuSeconds() - before;
            Arrays.sort(nanos);
            if (counts) {
                p50.add(target, nanos[TRIPS / 2] / 1e3);
                p99.add(target, nanos[TRIPS * 99 / 100] / 1e3);
                cpu.add(target, used * 1e6 / TRIPS);
            }
        }
    }
}
