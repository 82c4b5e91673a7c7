package org.tapline.bench;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tapline.journal.Journal;
import org.tapline.journal.Journal.Subscription;
import org.tapline.journal.Journal.Verdict;
import org.tapline.journal.JournalSettings;
import org.tapline.journal.artemis.EmbeddedJournal;
import org.tapline.proxy.Proxy;
import org.tapline.proxy.ProxySettings;
import org.tapline.proxy.ProxySettings.Certificate;
import org.tapline.proxy.ProxySettings.Enrol;
import org.tapline.proxy.ProxySettings.Limits;
import org.tapline.proxy.ProxySettings.Listener;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.ProxySettings.Server;
import org.tapline.proxy.ProxySettings.ServerPair;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.ProxySettings.Upstreams;
import org.tapline.proxy.directory.OwnDomains;

/// Tapline's proxy with its journal, as production starts them, and a control port for the driver.
///
/// | the driver says | it gets, when |
/// | --- | --- |
/// | `settle` | `captured lost`, once nothing waits for the journal any more |
/// | `drain` | the same, once the journal is empty: emptying it is the bridge's work |
/// | `heap` | MiB of heap in use at the fullest moment so far |
///
/// Arguments: port for clients, port of the upstream, folder with `cert.pem` and `key.pem`, control
/// port. With the word `smtp` before them it takes submissions in the clear instead of IMAP in TLS.
public final class ProxyUnderTest {
    private static final String DOMAIN = "bench.test";

    private final Journal journal;
    private final MeterRegistry meters;

    private ProxyUnderTest(Journal journal, MeterRegistry meters) {
        this.journal = journal;
        this.meters = meters;
    }

    public static void main(String[] given) throws Exception {
        boolean smtp = given[0].equals("smtp");
        String[] words = smtp ? Arrays.copyOfRange(given, 1, given.length) : given;
        Path work = Path.of(words[2]);
        MeterRegistry meters = new SimpleMeterRegistry();
        ProxySettings settings =
                settings(work, smtp, Integer.parseInt(words[0]), Integer.parseInt(words[1]));
        try (Journal journal =
                        EmbeddedJournal.open(JournalSettings.embedded(work.resolve("journal")));
                Proxy proxy =
                        Proxy.start(settings, journal, new OwnDomains(Set.of(DOMAIN)), meters);
                ServerSocket control =
                        new ServerSocket(
                                Integer.parseInt(words[3]), 16, InetAddress.getLoopbackAddress())) {
            System.out.println("ready " + proxy.addresses());
            System.gc(); // as the program itself does
            new ProxyUnderTest(journal, meters).obey(control);
        }
    }

    private static ProxySettings settings(Path work, boolean smtp, int port, int upstreamPort) {
        Path certificate = work.resolve("cert.pem");
        Tls tls = smtp ? Tls.NONE : Tls.IMPLICIT;
        Optional<Server> upstream =
                Optional.of(new Server("localhost", upstreamPort, tls, Optional.of(certificate)));
        return new ProxySettings(
                work.resolve("proxy"),
                List.of(
                        new Listener(
                                smtp ? Protocol.SMTP : Protocol.IMAP,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                                tls)),
                Optional.of(new Certificate(certificate, work.resolve("key.pem"))),
                new Upstreams(
                        smtp
                                ? new ServerPair(Optional.empty(), upstream)
                                : new ServerPair(upstream, Optional.empty()),
                        Map.of()),
                Set.of(DOMAIN),
                Enrol.ALL_OWN_DOMAINS,
                Optional.empty(),
                Limits.DEFAULTS);
    }

    private void obey(ServerSocket control) throws IOException, InterruptedException {
        while (true) {
            try (Socket driver = control.accept();
                    BufferedReader in =
                            new BufferedReader(
                                    new InputStreamReader(
                                            driver.getInputStream(), StandardCharsets.US_ASCII));
                    OutputStream out = driver.getOutputStream()) {
                switch (String.valueOf(in.readLine())) {
                    case "settle" -> settle();
                    case "drain" -> drain();
                    case "heap" -> {
                        out.write((peakHeapMib() + "\n").getBytes(StandardCharsets.US_ASCII));
                        continue;
                    }
                    case String other -> throw new IOException("the driver said " + other);
                }
                String answer =
                        total("tapline.captured") + " " + total("tapline.capture.lost") + "\n";
                out.write(answer.getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    /// Waits until the counters have stood still for longer than a message takes on a busy disk.
    private void settle() throws InterruptedException {
        long before = -1;
        for (long now = answered(); now != before; now = answered()) {
            before = now;
            Thread.sleep(2000);
        }
    }

    private void drain() throws InterruptedException {
        settle();
        try (Subscription all = journal.subscribe(4, (seen, content) -> Verdict.STORED)) {
            while (all != null && journal.state().depth() > 0) {
                Thread.sleep(50);
            }
        }
    }

    private static long peakHeapMib() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .mapToLong(pool -> pool.getPeakUsage().getUsed())
                        .sum()
                >> 20;
    }

    private long answered() {
        return total("tapline.captured") + total("tapline.capture.lost");
    }

    private long total(String name) {
        return (long) meters.find(name).counters().stream().mapToDouble(Counter::count).sum();
    }
}
