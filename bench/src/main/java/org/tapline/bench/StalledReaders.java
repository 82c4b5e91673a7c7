package org.tapline.bench;

import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;

/// Memory of clients that begin to fetch a gibibyte and then stop reading.
final class StalledReaders {
    private static final int COUNT = 100;
    private static final int USES = 500;

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
            System.out.printf("| %s | %.0f |%n", target.name(), stalled(target));
            Thread.sleep(3000);
        }
    }

    /// Anonymous KiB for each client.
    private double stalled(Target target) throws IOException, InterruptedException {
        try (ManySessions sessions = new ManySessions(tls, target)) {
            sessions.growTo(COUNT, StalledReaders::use);
            target.awaitStill();
            long before = target.anonymousKib();
            sessions.each(client -> client.send("UID FETCH 1048576 " + target.item()));
            target.awaitStill();
            return (target.anonymousKib() - before) / (double) sessions.size();
        }
    }

    /// A young generation is used for the first time but once, and not on account of who stalls.
    private static void use(ImapClient client) throws IOException {
        for (int i = 0; i < USES; i++) {
            client.command("NOOP");
        }
    }
}
