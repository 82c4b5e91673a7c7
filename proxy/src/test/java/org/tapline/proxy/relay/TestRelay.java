package org.tapline.proxy.relay;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.tapline.proxy.Network;
import org.tapline.proxy.Proxy;
import org.tapline.proxy.ProxySettings;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Conversation;
import org.tapline.proxy.directory.Directory;
import org.tapline.proxy.directory.OwnDomains;

/// A proxy with one listener in front of one fake upstream; made with the `with...` methods, then
/// started.
final class TestRelay implements AutoCloseable {
    static final ProxySettings.Spooling SPOOLING =
            new ProxySettings.Spooling(1 << 20, 64L << 20, 1L << 30, 0);
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    final FakeJournal journal = new FakeJournal();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Path data;
    private final int upstreamPort;
    private int listenPort;
    private Protocol protocol = Protocol.IMAP;
    private Tls clientTls = Tls.NONE;
    private Tls upstreamTls = Tls.NONE;
    private Optional<Path> trust = Optional.empty();
    private Optional<ProxySettings.Certificate> certificate = Optional.empty();
    private Conversations conversations = facts -> new ScriptedConversation();
    private List<Network> proxies = List.of();
    private final Map<String, ProxySettings.ServerPair> domains = new TreeMap<>();
    private boolean proxyHeader;
    private boolean clientId;
    private Optional<String> bccDomain = Optional.empty();
    private ProxySettings.Limits limits = limits(Duration.ofSeconds(30), Duration.ofMillis(500));
    private RelayLimits relayLimits =
            new RelayLimits(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(20),
                    64 * 1024,
                    64 * 1024);
    private ExecutorService spoolWriter = Executors.newSingleThreadExecutor();
    private Directory directory = new OwnDomains(Set.of("acme.test"));
    private Proxy proxy;

    @SuppressWarnings("NullAway.Init") // `proxy` is there after start()
    private TestRelay(Path data, int upstreamPort) {
        this.data = data;
        this.upstreamPort = upstreamPort;
    }

    static TestRelay before(FakeUpstream upstream, Path data) {
        return new TestRelay(data, upstream.port());
    }

    static TestRelay beforePort(int port, Path data) {
        return new TestRelay(data, port);
    }

    static ProxySettings.Admission admission(
            Duration signIn, int commands, int failures, int perAddress, int perUser) {
        return new ProxySettings.Admission(
                signIn,
                commands,
                1000,
                failures,
                perAddress,
                1000,
                perUser,
                Duration.ofMinutes(35));
    }

    static ProxySettings.Limits limits(Duration durableWait, Duration drain) {
        return new ProxySettings.Limits(
                durableWait, drain, ProxySettings.Admission.DEFAULTS, SPOOLING);
    }

    TestRelay withProtocol(Protocol value) {
        protocol = value;
        return this;
    }

    TestRelay withPort(int value) {
        listenPort = value;
        return this;
    }

    TestRelay withClientTls(Tls value) {
        clientTls = value;
        return this;
    }

    TestRelay withUpstreamTls(Tls value, Path trusted) {
        upstreamTls = value;
        trust = Optional.of(trusted);
        return this;
    }

    TestRelay withCertificate(Path chain, Path key) {
        certificate = Optional.of(new ProxySettings.Certificate(chain, key));
        return this;
    }

    TestRelay withConversation(Supplier<Conversation> value) {
        conversations = facts -> value.get();
        return this;
    }

    TestRelay withRealConversations() {
        conversations = Proxy.Tuning.protocols();
        return this;
    }

    TestRelay withDirectory(Directory value) {
        directory = value;
        return this;
    }

    TestRelay withProxies(List<Network> value) {
        proxies = value;
        return this;
    }

    /// The users of a domain have a server of their own; from here on the sessions are routed.
    TestRelay withDomain(String domain, ProxySettings.Server server) {
        domains.put(domain, new ProxySettings.ServerPair(Optional.of(server), Optional.of(server)));
        return this;
    }

    TestRelay withUpstreamIntroduction(boolean header, boolean id) {
        proxyHeader = header;
        clientId = id;
        return this;
    }

    TestRelay withAdmission(ProxySettings.Admission value) {
        limits =
                new ProxySettings.Limits(
                        limits.durableWait(), limits.drain(), value, limits.spooling());
        return this;
    }

    TestRelay withHandshake(Duration value) {
        relayLimits =
                new RelayLimits(
                        relayLimits.connect(),
                        value,
                        relayLimits.linger(),
                        relayLimits.lastFlush(),
                        relayLimits.held(),
                        relayLimits.withheld());
        return this;
    }

    TestRelay withBccDomain(String value) {
        bccDomain = Optional.of(value);
        return this;
    }

    TestRelay withLimits(ProxySettings.Limits value) {
        limits = value;
        return this;
    }

    TestRelay withRelayLimits(RelayLimits value) {
        relayLimits = value;
        return this;
    }

    TestRelay withSpoolWriter(ExecutorService value) {
        spoolWriter.shutdown();
        spoolWriter = value;
        return this;
    }

    /// As configured now.
    ProxySettings settings(int port) {
        ProxySettings.Server server =
                new ProxySettings.Server(
                        "localhost", port, upstreamTls, trust, proxyHeader, clientId);
        return new ProxySettings(
                data,
                List.of(
                        new ProxySettings.Listener(
                                protocol,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), listenPort),
                                clientTls,
                                proxies)),
                certificate,
                new ProxySettings.Upstreams(
                        new ProxySettings.ServerPair(Optional.of(server), Optional.of(server)),
                        domains),
                Set.of("acme.test"),
                ProxySettings.Enrol.ALL_OWN_DOMAINS,
                bccDomain,
                limits);
    }

    /// Has the running proxy take the configuration as it is now, with another upstream.
    List<String> reload(int port) {
        ProxySettings fresh = settings(port);
        return proxy.reload(fresh, directory);
    }

    TestRelay start() {
        ProxySettings settings = settings(upstreamPort);
        proxy =
                Proxy.start(
                        settings,
                        journal,
                        directory,
                        meters,
                        new Proxy.Tuning(
                                relayLimits,
                                Clock.fixed(NOW, ZoneOffset.UTC),
                                conversations,
                                Duration.ofMillis(50),
                                spoolWriter));
        return this;
    }

    int port() {
        return proxy.addresses().getFirst().address().getPort();
    }

    /// A client in the clear.
    Socket connect() throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(60_000);
        return socket;
    }

    /// A client that trusts the proxy's self-signed certificate.
    Socket connectTls() throws Exception {
        return secure(connect());
    }

    /// Begins TLS on a connection of a client.
    Socket secure(Socket socket) throws Exception {
        SSLContext context =
                TestCertificate.trusting(data.resolve("tls").resolve("self-signed.pem"));
        return context.getSocketFactory().createSocket(socket, "localhost", port(), true);
    }

    /// What a counter says; it may be counted a moment after the peer has seen the effect.
    double counter(String name, String tag, String value) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> meters.find(name).tag(tag, value).counter() != null);
        return meters.get(name).tag(tag, value).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    void awaitNoSessions() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                meters.get("tapline.sessions").gauges().stream()
                                                .mapToDouble(gauge -> gauge.value())
                                                .sum()
                                        == 0);
    }

    static long pinnedMemory() {
        return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
    }

    /// Stops accepting and drains, as production does.
    void stop() {
        proxy.close();
    }

    @Override
    public void close() {
        proxy.close();
    }
}
