package org.tapline.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;

/// Connections with a whole handshake on both legs, a sign-in and an end.
final class SignIns {
    private static final int COUNT = 600;
    private static final int AT_ONCE = 8;
    private static final int WARM_UP = 2;

    private final SSLSocketFactory tls;
    private final int rounds;
    private final Figures perSecond = new Figures();
    private final Figures cpu = new Figures();

    SignIns(SSLSocketFactory tls, int rounds) {
        this.tls = tls;
        this.rounds = rounds;
    }

    void run(List<Target> targets) throws IOException, InterruptedException {
        for (int round = -WARM_UP; round < rounds; round++) {
            for (Target target : targets) {
                once(target, round >= 0);
            }
        }
        System.out.printf(
                "%n### Sign-ins, %d at a time, no resumption, %d a round (medians of %d rounds)%n%n",
                AT_ONCE, COUNT, rounds);
        System.out.println(
                "| target | per second | CPU-ms each | CPU to HAProxy |\n"
                        + "| --- | --- | --- | --- |");
        for (Target target : targets) {
            System.out.printf(
                    "| %s | %.0f | %.2f | %s |%n",
                    target.name(), perSecond.median(target), cpu.median(target), cpu.ratio(target));
        }
    }

    private void once(Target target, boolean counts) throws IOException, InterruptedException {
        double before = target.cpuSeconds();
        long start = System.nanoTime();
        AtomicInteger failed = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < AT_ONCE; thread++) {
            threads.add(Thread.ofVirtual().start(() -> some(target, failed)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (failed.get() > 0) {
            throw new IOException(target.name() + ": " + failed + " sign-ins failed");
        }
        if (counts) {
            perSecond.add(target, COUNT / seconds);
            cpu.add(target, (target.cpuSeconds() - before) * 1e3 / COUNT);
        }
    }

    private void some(Target target, AtomicInteger failed) {
        for (int i = 0; i < COUNT / AT_ONCE; i++) {
            try (ImapClient client = new ImapClient(tls, target.port(), 1024)) {
                client.signIn(target.user());
            } catch (IOException e) {
                failed.incrementAndGet();
            }
        }
    }
}
