package org.tapline.proxy;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.Bootstrap;
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
import org.tapline.proxy.directory.CurrentDirectory;
import org.tapline.proxy.directory.Directory;
import org.tapline.proxy.ops.RelayMetrics;
import org.tapline.proxy.relay.Acceptor;
import org.tapline.proxy.relay.Conversations;
import org.tapline.proxy.relay.Entrance;
import org.tapline.proxy.relay.Generation;
import org.tapline.proxy.relay.Probes;
import org.tapline.proxy.relay.RelayLimits;
import org.tapline.proxy.relay.Surroundings;
import org.tapline.proxy.relay.Transport;
import org.tapline.proxy.spool.Spool;
import org.tapline.proxy.tls.CertificateSource;
import org.tapline.proxy.tls.ClientSideTls;
import org.tapline.proxy.upstream.Offers;
import org.tapline.proxy.upstream.Upstreams;

/// A running proxy: from [#start], which returns when every listener is up, to [#close], which
/// drains. [#reload] changes what can be changed meanwhile.
public final class Proxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);

    private final Tuning tuning;
    private final Journal journal;
    private final RelayMetrics metrics;
    private final ClientSideTls tls;
    private final Spool spool;
    private final Offers offers;
    private final Transport transport;
    private final CurrentDirectory directory;
    private final Entrance entrance;
    private final List<Bound> bound = new ArrayList<>();
    private ProxySettings settings;

    /// What to close, in the opposite order of its making.
    private final Deque<Runnable> closing;

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

        /// The protocols' real conversations.
        public static Conversations protocols() {
            return Protocols::conversation;
        }

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

    private Proxy(
            ProxySettings settings,
            Journal journal,
            Directory directory,
            MeterRegistry meters,
            Tuning tuning,
            Deque<Runnable> closing) {
        this.settings = settings;
        this.tuning = tuning;
        this.journal = journal;
        this.metrics = new RelayMetrics(meters);
        this.closing = closing;
        closing.push(tuning.spoolWriter()::shutdownNow);
        requireLoopbackInTheClear(settings);
        this.tls =
                new ClientSideTls(
                        CertificateSource.of(settings.certificate(), settings.data()),
                        tuning.limits().handshake().toMillis());
        closing.push(tls::close);
        this.spool =
                Spool.open(
                        settings.data().resolve("spool"),
                        settings.limits().spooling(),
                        tuning.spoolWriter());
        closing.push(spool::close);
        this.offers = Offers.open(settings.data().resolve("upstream-offers"));
        closing.push(offers::close);
        this.transport = new Transport();
        closing.push(transport::close);
        this.directory = new CurrentDirectory(directory);
        this.entrance = new Entrance(generation(settings));
        closing.push(entrance::close);
        this.directory.onChange(entrance.sessions()::review);
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
        Deque<Runnable> closing = new ArrayDeque<>();
        try {
            Proxy proxy = new Proxy(settings, journal, directory, meters, tuning, closing);
            proxy.open();
            return proxy;
        } catch (RuntimeException failed) {
            closeRooms(closing);
            throw failed;
        }
    }

    private void open() {
        keepCertificateFresh(tuning.certificateCheck());
        for (ProxySettings.Listener listener : settings.listeners()) {
            Channel channel = transport.listen(listener, new Acceptor(listener, entrance));
            Address address = new Address(listener, (InetSocketAddress) channel.localAddress());
            bound.add(new Bound(address, channel));
            LOG.info(
                    "event=listening protocol={} address={} tls={}",
                    listener.protocol(),
                    address.address(),
                    listener.tls());
        }
    }

    private Generation generation(ProxySettings fresh) {
        Upstreams upstreams = new Upstreams(fresh, tuning.limits().handshake().toMillis(), offers);
        Bootstrap connector = transport.connector(tuning.limits().connect());
        Probes probes =
                new Probes(
                        transport,
                        upstreams,
                        tls,
                        Protocols::probe,
                        connector,
                        tuning.limits().connect().plus(tuning.limits().handshake()));
        return new Generation(
                new Surroundings(
                        tuning.limits(),
                        fresh.limits(),
                        fresh.bccDomain(),
                        tuning.conversations(),
                        upstreams,
                        connector,
                        tls,
                        directory,
                        spool,
                        journal,
                        append -> Thread.ofVirtual().name("append").start(append),
                        tuning.clock(),
                        metrics),
                probes,
                upstreams::close);
    }

    /// Takes other settings for the sessions that begin from here on; running ones keep theirs.
    /// Where it fails, everything stays as it was.
    ///
    /// @param next asked who is observed from here on, of running sessions too
    /// @return the keys whose change needs a restart; their values stay as they are
    /// @throws StartFailure when an upstream's trust anchor or the certificate does not load
    public synchronized List<String> reload(ProxySettings fresh, Directory next) {
        List<String> unchangeable = new ArrayList<>();
        if (!fresh.listeners().equals(settings.listeners())) {
            unchangeable.add("listen");
        }
        if (!fresh.data().equals(settings.data())) {
            unchangeable.add("data");
        }
        if (!fresh.limits().spooling().equals(settings.limits().spooling())) {
            unchangeable.add("limits.spool");
        }
        Generation following = generation(settings.changedTo(fresh));
        if (!fresh.certificate().equals(settings.certificate())) {
            try {
                tls.use(CertificateSource.of(fresh.certificate(), settings.data()));
            } catch (StartFailure unusable) {
                following.leave();
                throw unusable;
            }
        }
        entrance.renew(following);
        directory.use(next);
        settings = settings.changedTo(fresh);
        LOG.info("event=reloaded unchanged={}", unchangeable);
        return unchangeable;
    }

    private void keepCertificateFresh(Duration every) {
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

    /// Takes no more clients, lets go of those that do nothing, gives the others the configured
    /// time, then ends them too.
    @Override
    public synchronized void close() {
        bound.forEach(listener -> listener.channel().close().awaitUninterruptibly());
        try {
            entrance.sessions().drain();
            if (!entrance.sessions().awaitNone(settings.limits().drain())) {
                LOG.info("event=drain-over sessions={}", entrance.sessions().size());
                entrance.sessions().endAll();
                entrance.sessions().awaitNone(tuning.limits().linger().plusSeconds(1));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        closeRooms(closing);
    }

    private static void closeRooms(Deque<Runnable> rooms) {
        while (!rooms.isEmpty()) {
            rooms.pop().run();
        }
    }
}
