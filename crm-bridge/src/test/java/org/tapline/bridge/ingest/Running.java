package org.tapline.bridge.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.tapline.bridge.authenticity.Dns;
import org.tapline.bridge.bcc.BccAddresses;
import org.tapline.bridge.bcc.MemoryStore;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;
import org.tapline.journal.JournalState;
import org.tapline.journal.MailboxName;
import org.tapline.journal.Observation;

/// A listener over things in memory.
final class Running implements AutoCloseable {
    static final String DOMAIN = "crm.acme.test";
    static final IngestLimits LIMITS =
            new IngestLimits(
                    60L << 20,
                    3,
                    50,
                    10,
                    5,
                    40,
                    Duration.ofMinutes(1),
                    20,
                    Duration.ofHours(1),
                    Duration.ofSeconds(10));

    final BccAddresses addresses = new BccAddresses(DOMAIN, new MemoryStore(), new Random(1));
    final Taken taken = new Taken();
    final IngestListener listener;

    private Running(IngestSettings settings, Dns dns) throws IOException {
        OwnUsers users =
                new OwnUsers() {
                    @Override
                    public Optional<String> userOf(String address) {
                        return Optional.ofNullable(
                                Map.of(
                                                "anna@acme.test",
                                                "anna@acme.test",
                                                "a.miller@acme.test",
                                                "anna@acme.test",
                                                "ben@acme.test",
                                                "ben@acme.test")
                                        .get(address));
                    }

                    @Override
                    public MailboxName mailboxOf(String user) {
                        return new MailboxName(user, "default");
                    }
                };
        listener = IngestListener.start(settings, addresses, users, dns, taken, Clock.systemUTC());
    }

    /// How a test wants it.
    record Wish(
            IngestSettings.Protocol protocol,
            boolean trusted,
            IngestLimits limits,
            Optional<SSLContext> tls,
            Dns dns) {
        static Wish smtp() {
            return new Wish(
                    IngestSettings.Protocol.SMTP,
                    true,
                    LIMITS,
                    Optional.empty(),
                    (name, type) -> new Dns.Answer.Records(List.of()));
        }

        Wish lmtp() {
            return new Wish(IngestSettings.Protocol.LMTP, trusted, limits, tls, dns);
        }

        Wish fromOutside(Dns answers) {
            return new Wish(protocol, false, limits, tls, answers);
        }

        Wish within(IngestLimits narrower) {
            return new Wish(protocol, trusted, narrower, tls, dns);
        }

        Wish with(SSLContext context) {
            return new Wish(protocol, trusted, limits, Optional.of(context), dns);
        }

        Running start(Path spool) throws IOException {
            InetAddress here = InetAddress.getLoopbackAddress();
            return new Running(
                    new IngestSettings(
                            new InetSocketAddress(here, 0),
                            protocol,
                            DOMAIN,
                            Optional.of("journal@" + DOMAIN),
                            trusted ? here::equals : nobody -> false,
                            spool,
                            tls,
                            limits),
                    dns);
        }
    }

    Talk talk() throws IOException {
        return new Talk(listener.address());
    }

    @Override
    public void close() {
        listener.close();
    }

    /// A journal that keeps what it is given, or does not, as the test wants it.
    static final class Taken implements Journal {
        private final List<Entry> entries = new ArrayList<>();
        private volatile boolean silent;
        private volatile boolean counting;

        /// @param text the octets, each as one character; empty while only counting
        record Entry(Observation observation, String text, long size) {}

        /// From now on it does not answer.
        void fallSilent() {
            silent = true;
        }

        /// From now on the octets are read and forgotten.
        void onlyCount() {
            counting = true;
        }

        synchronized List<Entry> entries() {
            return List.copyOf(entries);
        }

        @Override
        public CompletableFuture<Void> append(Observation observation, Content content) {
            if (silent) {
                return new CompletableFuture<>();
            }
            try (InputStream in = content.open()) {
                byte[] octets = counting ? new byte[0] : in.readAllBytes();
                long size =
                        counting
                                ? in.transferTo(java.io.OutputStream.nullOutputStream())
                                : octets.length;
                synchronized (this) {
                    entries.add(new Entry(observation, new String(octets, ISO_8859_1), size));
                }
                return CompletableFuture.completedFuture(null);
            } catch (IOException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        @Override
        public Subscription subscribe(int parallelism, Consumer consumer) {
            throw new UnsupportedOperationException("nobody consumes here");
        }

        @Override
        public JournalState state() {
            return new JournalState(entries().size(), Optional.<Instant>empty());
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }
}
