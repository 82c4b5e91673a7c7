package org.tapline.bench;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
///
/// Arguments: port for clients, port of the upstream, folder with `cert.pem` and `key.pem`, control
/// port.
public final class ProxyUnderTest {
    private static final String DOMAIN = "bench.test";

    private final Journal journal;
    private final MeterRegistry meters;

    private ProxyUnderTest(Journal journal, MeterRegistry meters) {
        this.journal = journal;
        this.meters = meters;
    }

    public static void main(String[] words) throws Exception {
        Path work = Path.of(words[2]);
        MeterRegistry meters = new SimpleMeterRegistry();
        ProxySettings settings =
                settings(work, Integer.parseInt(words[0]), Integer.parseInt(words[1]));
        try (Journal journal =
                        EmbeddedJournal.open(JournalSettings.embedded(work.resolve("journal")));
                Proxy proxy =
                        Proxy.start(settings, journal, new OwnDomains(Set.of(DOMAIN)), meters);
                ServerSocket control =
                        new ServerSocket(
                                Integer.parseInt(words[3]), 16, InetAddress.getLoopbackAddress())) {
            System.out.println("ready " + proxy.addresses());
            new ProxyUnderTest(journal, meters).obey(control);
        }
    }

    private static ProxySettings settings(Path work, int port, int upstreamPort) {
        Path certificate = work.resolve("cert.pem");
        Server upstream =
                new Server("localhost", upstreamPort, Tls.IMPLICIT, Optional.of(certificate));
        return new ProxySettings(
                work.resolve("proxy"),
                List.of(
                        new Listener(
                                Protocol.IMAP,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                                Tls.IMPLICIT)),
                Optional.of(new Certificate(certificate, work.resolve("key.pem"))),
                new Upstreams(new ServerPair(Optional.of(upstream), Optional.empty()), Map.of()),
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

    private long answered() {
        return total("tapline.captured") + total("tapline.capture.lost");
    }

    private long total(String name) {
        return (long) meters.find(name).counters().stream().mapToDouble(Counter::count).sum();
    }
}
