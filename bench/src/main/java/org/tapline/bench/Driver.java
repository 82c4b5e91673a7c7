package org.tapline.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;

/// Runs the measurements over all targets and prints Markdown tables.
///
/// Arguments: folder with `trust.p12`, rounds, then the targets, see [Target#of]. Named
/// measurements in the environment variable `BENCH`.
public final class Driver {
    private static final String ALL = "stalled idle noop login bulk small";

    private Driver() {}

    public static void main(String[] words) throws Exception {
        SSLSocketFactory tls = Tls.client(Path.of(words[0])).getSocketFactory();
        int rounds = Integer.parseInt(words[1]);
        List<Target> targets =
                Arrays.asList(words).subList(2, words.length).stream().map(Target::of).toList();
        List<Target> sessions = distinctSessions(targets);
        for (String what : System.getenv().getOrDefault("BENCH", ALL).trim().split(" +", -1)) {
            switch (what) {
                case "bulk" -> new Bulk(tls, rounds, 16 << 10).run(targets);
                case "small" -> new Bulk(tls, rounds, 64).run(targets);
                case "noop" -> new RoundTrips(tls, rounds).run(sessions);
                case "login" -> new SignIns(tls, rounds).run(sessions);
                case "idle" -> new IdleSessions(tls).run(sessions);
                case "stalled" -> new StalledReaders(tls).run(targets);
                default -> throw new IllegalArgumentException("no measurement " + what);
            }
        }
    }

    /// Targets that differ only in what is fetched are one target where nothing is.
    private static List<Target> distinctSessions(List<Target> targets) {
        Set<String> seen = new HashSet<>();
        return targets.stream()
                .filter(one -> one.control().port() == 0 || seen.add(one.user()))
                .toList();
    }
}
