package org.tapline.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;

/// Runs the measurements over all targets and prints Markdown tables.
///
/// Arguments: folder with `trust.p12`, rounds, then the targets, see [Target#of]. Named
/// measurements in the environment variable `BENCH`.
public final class Driver {
    private static final String ALL = "bulk small noop login idle stalled";

    private Driver() {}

    public static void main(String[] words) throws Exception {
        SSLSocketFactory tls = Tls.client(Path.of(words[0])).getSocketFactory();
        int rounds = Integer.parseInt(words[1]);
        List<Target> targets =
                Arrays.asList(words).subList(2, words.length).stream().map(Target::of).toList();
        for (String what : System.getenv().getOrDefault("BENCH", ALL).trim().split(" +", -1)) {
            switch (what) {
                case "bulk" -> new Bulk(tls, rounds, 16 << 10).run(targets);
                case "small" -> new Bulk(tls, rounds, 64).run(targets);
                case "noop" -> new RoundTrips(tls, rounds).run(targets);
                case "login" -> new SignIns(tls, rounds).run(targets);
                case "idle" -> new IdleSessions(tls).run(targets);
                case "stalled" -> new StalledReaders(tls).run(targets);
                default -> throw new IllegalArgumentException("no measurement " + what);
            }
        }
    }
}
