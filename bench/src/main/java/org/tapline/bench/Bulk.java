package org.tapline.bench;

import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import org.tapline.bench.Control.Captures;

/// One stream that fetches messages of one size. CPU time counts until the last message is durable
/// in the journal; the speed is what the client sees.
final class Bulk {
    private static final int MIB_PER_ROUND = Integer.getInteger("bench.mib", 512);

    /// A JVM has compiled what it relays and captures with after some ten rounds.
    private static final int WARM_UP = 12;

    private final SSLSocketFactory tls;
    private final int rounds;
    private final int messageKib;
    private final Figures cpu = new Figures();
    private final Figures speed = new Figures();
    private final Figures captured = new Figures();
    private final Figures lost = new Figures();

    Bulk(SSLSocketFactory tls, int rounds, int messageKib) {
        this.tls = tls;
        this.rounds = rounds;
        this.messageKib = messageKib;
    }

    void run(List<Target> targets) throws IOException {
        for (int round = -WARM_UP; round < rounds; round++) {
            for (Target target : targets) {
                if (round >= -1 || target.control().port() != 0) {
                    once(target, round >= 0);
                }
            }
        }
        System.out.printf(
                "%n### FETCH of messages of %d KiB, one stream, %d MiB a round (medians of %d rounds)%n%n",
                messageKib, MIB_PER_ROUND, rounds);
        System.out.println(
                "| target | CPU-s per GiB | ratio to HAProxy | MB/s | captured | lost |\n"
                        + "| --- | --- | --- | --- | --- | --- |");
        for (Target target : targets) {
            System.out.printf(
                    "| %s | %.2f | %s | %.0f | %.0f | %.0f |%n",
                    target.name(),
                    cpu.median(target),
                    cpu.ratio(target),
                    speed.median(target),
                    captured.sum(target),
                    lost.sum(target));
        }
    }

    private void once(Target target, boolean counts) throws IOException {
        Captures before = target.control().drain();
        try (ImapClient client = new ImapClient(tls, target.port(), 1 << 16)) {
            client.signIn(target.user());
            client.command("SELECT INBOX");
            double cpuBefore = target.cpuSeconds();
            long start = System.nanoTime();
            long octets = 0;
            while (octets < (long) MIB_PER_ROUND << 20) {
                octets += client.command("UID FETCH " + messageKib + " " + target.item());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            Captures captures = target.control().settle().since(before);
            if (counts) {
                double gib = octets / (double) (1 << 30);
                cpu.add(target, (target.cpuSeconds() - cpuBefore) / gib);
                speed.add(target, octets / 1e6 / seconds);
                captured.add(target, (double) captures.captured());
                lost.add(target, (double) captures.lost());
            }
        }
    }
}
