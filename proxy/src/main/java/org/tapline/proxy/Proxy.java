package org.tapline.proxy;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.journal.Journal;
import org.tapline.proxy.directory.Directory;
import org.tapline.proxy.ops.RelayMetrics;
import org.tapline.proxy.relay.Acceptor;
import org.tapline.proxy.relay.Conversations;
import org.tapline.proxy.relay.Probes;
import org.tapline.proxy.relay.RelayLimits;
import org.tapline.proxy.relay.Sessions;
import org.tapline.proxy.relay.Surroundings;
import org.tapline.proxy.relay.Transport;
import org.tapline.proxy.spool.Spool;
import org.tapline.proxy.tls.CertificateSource;
import org.tapline.proxy.tls.ClientSideTls;
import org.tapline.proxy.upstream.Upstreams;

/// A running proxy: from [#start], which returns when every listener is up, to [#close], which
/// drains.
public final class Proxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);

    private final Duration drain;
    private final Duration lastWords;
    private final List<Bound> bound = new ArrayList<>();
    private final Sessions sessions;

    /// What to close, in the opposite order of its making.
    private final Deque<Runnable> closing = new ArrayDeque<>();

    /// A listener and where it really listens.
    ///
    /// @param address with the port that was chosen where the settings say 0
    public record Address(ProxySettings.Listener listener, InetSocketAddress address) {}

    private record Bound(Address address, Channel channel) {}

    /// What tests set apart from production.
    ///
    /// @param certificateCheck how often the certificate's files are looked at
    /// @param spoolWriter runs the spool's writes one after the other; it is shut down with the
    ///     proxy
    public record Tuning(
            RelayLimits limits,
            Clock clock,
            Conversations conversations,
            Duration certificateCheck,
            ExecutorService spoolWriter) {

        /// What holds in production.
        public static Tuning production(Conversations conversations) {
            return new Tuning(
                    RelayLimits.DEFAULTS,
                    Clock.systemUTC(),
                    conversations,
                    Duration.ofSeconds(5),
                    Executors.newSingleThreadExecutor(
                            Thread.ofPlatform().daemon().name("spool-writer").factory()));
        }
    }

    private Proxy(ProxySettings settings, Tuning tuning, Sessions sessions) {
        this.drain = settings.limits().drain();
        this.lastWords = tuning.limits().linger().plusSeconds(1);
        this.sessions = sessions;
    }

    /// Starts with the protocols' real conversations.
    ///
    /// @param journal not closed by the proxy; close it afterwards
    /// @throws StartFailure when a listener, a certificate or a folder cannot be had
    public static Proxy start(
            ProxySettings settings, Journal journal, Directory directory, MeterRegistry meters) {
        return start(
                settings, journal, directory, meters, Tuning.production(Protocols::conversation));
    }

    /// Starts with other surroundings than production's.
    public static Proxy start(
            ProxySettings settings,
            Journal journal,
            Directory directory,
            MeterRegistry meters,
            Tuning tuning) {
        Acceptor.Entrance entrance = new Acceptor.Entrance(tuning.limits().perAddress());
        Proxy proxy = new Proxy(settings, tuning, entrance.sessions());
        try {
            proxy.open(settings, journal, directory, meters, tuning, entrance);
            return proxy;
        } catch (RuntimeException failed) {
            proxy.closeRooms();
            throw failed;
        }
    }

    private void open(
            ProxySettings settings,
            Journal journal,
            Directory directory,
            MeterRegistry meters,
            Tuning tuning,
            Acceptor.Entrance entrance) {
        ProxySettings.Limits limits = settings.limits();
        closing.push(tuning.spoolWriter()::shutdownNow);
        requireLoopbackInTheClear(settings);
        long handshake = tuning.limits().handshake().toMillis();
        Upstreams upstreams = new Upstreams(settings, handshake);
        closing.push(upstreams::close);
        ClientSideTls tls =
                new ClientSideTls(
                        CertificateSource.of(settings.certificate(), settings.data()), handshake);
        closing.push(tls::close);
        Spool spool =
                Spool.open(
                        settings.data().resolve("spool"),
                        limits.spoolMemory(),
                        limits.spoolMemoryPerSession(),
                        limits.spoolDisk(),
                        tuning.spoolWriter());
        closing.push(spool::close);
        keepCertificateFresh(tls, tuning.certificateCheck());
        Transport transport = new Transport();
        closing.push(transport::close);
        Surroundings surroundings =
                new Surroundings(
                        tuning.limits(),
                        limits.durableWait(),
                        limits.preAuthentication(),
                        settings.bccDomain(),
                        tuning.conversations(),
                        upstreams,
                        transport.connector(tuning.limits().connect()),
                        tls,
                        directory,
                        spool,
                        journal,
                        append -> Thread.ofVirtual().name("append").start(append),
                        tuning.clock(),
                        new RelayMetrics(meters));
        Probes probes =
                new Probes(
                        transport,
                        upstreams,
                        tls,
                        Protocols::probe,
                        transport.connector(tuning.limits().connect()),
                        tuning.limits().connect().plus(tuning.limits().handshake()));
        closing.push(probes::close);
        probes.start();
        for (ProxySettings.Listener listener : settings.listeners()) {
            Channel channel =
                    transport.listen(listener, new Acceptor(listener, surroundings, entrance));
            Address address = new Address(listener, (InetSocketAddress) channel.localAddress());
            bound.add(new Bound(address, channel));
            LOG.info(
                    "event=listening protocol={} address={} tls={}",
                    listener.protocol(),
                    address.address(),
                    listener.tls());
        }
    }

    private void keepCertificateFresh(ClientSideTls tls, Duration every) {
        ScheduledExecutorService housekeeping =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("certificate-check").factory());
        Future<?> check =
                housekeeping.scheduleWithFixedDelay(
                        tls::reloadIfChanged,
                        every.toMillis(),
                        every.toMillis(),
                        TimeUnit.MILLISECONDS);
        closing.push(
                () -> {
                    check.cancel(false);
                    housekeeping.shutdownNow();
                });
    }

    private static void requireLoopbackInTheClear(ProxySettings settings) {
        for (ProxySettings.Listener listener : settings.listeners()) {
            InetSocketAddress address = listener.address();
            if (listener.tls() == ProxySettings.Tls.NONE
                    && (address.isUnresolved() || !address.getAddress().isLoopbackAddress())) {
                throw new StartFailure(
                        "%s:%d would take passwords in the clear: set `tls` to implicit or starttls, or listen on 127.0.0.1"
                                .formatted(address.getHostString(), address.getPort()));
            }
        }
    }

    /// Where it listens, in the order of the settings.
    public List<Address> addresses() {
        return bound.stream().map(Bound::address).toList();
    }

    /// Takes no more clients, gives running sessions the configured time, then ends them.
    @Override
    public void close() {
        bound.forEach(listener -> listener.channel().close().awaitUninterruptibly());
        try {
            if (!sessions.awaitNone(drain)) {
                LOG.info("event=drain-over sessions={}", sessions.size());
                sessions.finishAll("drain");
                sessions.awaitNone(lastWords);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        closeRooms();
    }

    private void closeRooms() {
        while (!closing.isEmpty()) {
            closing.pop().run();
        }
    }
}
