package org.tapline.bridge.milter;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.journal.MailboxName;

/// A milter over things in memory: users anna (also a.miller) and ben of acme.test.
final class Milter implements AutoCloseable {
    static final MilterLimits LIMITS =
            new MilterLimits(
                    40L << 20, 1 << 20, 3, 20, 20, Duration.ofMinutes(5), Duration.ofSeconds(20));
    private static final MailboxName ANNA = new MailboxName("anna@acme.test", "default");
    static final Map<AddressKey, MailboxName> USERS =
            Map.of(
                    AddressKey.of("anna@acme.test"), ANNA,
                    AddressKey.of("a.miller@acme.test"), ANNA,
                    AddressKey.of("ben@acme.test"), new MailboxName("ben@acme.test", "default"));

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Kept journal = new Kept();
    final AtomicReference<Supplier<Map<AddressKey, MailboxName>>> users =
            new AtomicReference<>(() -> USERS);
    private final KnownMailboxes own =
            KnownMailboxes.start(
                    () -> users.get().get(), Set.of("acme.test"), true, Duration.ofMillis(20));
    private final MilterListener listener;

    private Milter(Path spool, MilterLimits limits, Predicate<InetAddress> peers, long reserve)
            throws IOException {
        listener =
                MilterListener.start(
                        new MilterSettings(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                peers,
                                InetAddress::isLoopbackAddress,
                                spool,
                                reserve,
                                limits),
                        own,
                        journal,
                        meters,
                        Clock.systemUTC());
    }

    static Milter in(Path spool) throws IOException {
        return new Milter(spool, LIMITS, InetAddress::isLoopbackAddress, 0);
    }

    static Milter within(MilterLimits limits, Path spool) throws IOException {
        return new Milter(spool, limits, InetAddress::isLoopbackAddress, 0);
    }

    static Milter forNobody(Path spool) throws IOException {
        return new Milter(spool, LIMITS, peer -> false, 0);
    }

    /// The disk has less free than must stay free.
    static Milter onFullDisk(Path spool) throws IOException {
        return new Milter(spool, LIMITS, InetAddress::isLoopbackAddress, Long.MAX_VALUE);
    }

    MailServer connect() throws IOException {
        return new MailServer(listener.address());
    }

    double lost(MilterLoss reason) {
        return meters.get("tapline.capture.lost").tag("reason", reason.label()).counter().count();
    }

    double captured() {
        return meters.get("tapline.captured").tag("way", "milter").counter().count();
    }

    @Override
    public void close() {
        listener.close();
        own.close();
    }
}
