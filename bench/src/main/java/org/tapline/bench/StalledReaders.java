package org.tapline.bench;

import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;

/// Memory of clients that begin to fetch a gibibyte and then stop reading.
final class StalledReaders {
    private static final int COUNT = 100;

    private final SSLSocketFactory tls;

    StalledReaders(SSLSocketFactory tls) {
        this.tls = tls;
    }

    void run(List<Target> targets) throws IOException, InterruptedException {
        System.out.println("\n### Memory of stalled readers, " + COUNT + " clients\n");
        System.out.println("| target | anonymous KiB for each |\n| --- | --- |");
        for (Target target : targets) {
            if (target.direct()) {
                continue;
            }
            try (ManySessions sessions = new ManySessions(tls, target)) {
                sessions.growTo(COUNT, client -> client.command("NOOP"));
                Thread.sleep(2000);
                long before = target.anonymousKib();
                sessions.each(client -> client.send("UID FETCH 1048576 " + target.item()));
                target.awaitStill();
                System.out.printf(
                        "| %s | %.0f |%n",
                        target.name(), (target.anonymousKib() - before) / (double) sessions.size());
            }
            Thread.sleep(3000);
        }
    }
}
