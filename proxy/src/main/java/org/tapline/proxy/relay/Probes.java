package org.tapline.proxy.relay;

import io.netty.bootstrap.Bootstrap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.conversation.Conversation;
import org.tapline.proxy.conversation.Routes.Route;
import org.tapline.proxy.tls.ClientSideTls;
import org.tapline.proxy.upstream.UpstreamServer;
import org.tapline.proxy.upstream.Upstreams;

/// Keeps fresh what the upstreams of routed sessions offer: each is asked at start, again soon
/// while it cannot be reached, and from time to time afterwards. Without routing, nobody is asked.
public final class Probes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);

    /// Between tries to reach an upstream that has not answered yet.
    private static final long AGAIN = Duration.ofSeconds(15).toNanos();

    /// Offers change with a new release of the mail server.
    private static final long REFRESH = Duration.ofMinutes(10).toNanos();

    private final Transport transport;
    private final Upstreams upstreams;
    private final ClientSideTls tls;
    private final Asking asking;
    private final Bootstrap connector;
    private final Duration patience;
    private final Map<UpstreamServer, Long> due = new ConcurrentHashMap<>();
    private final ScheduledExecutorService rounds =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("upstream-probe").factory());

    /// Begins the conversation that asks.
    @FunctionalInterface
    public interface Asking {
        Conversation begin(Protocol protocol, Route route, Consumer<List<String>> learned);
    }

    /// @param patience time for one connection
    public Probes(
            Transport transport,
            Upstreams upstreams,
            ClientSideTls tls,
            Asking asking,
            Bootstrap connector,
            Duration patience) {
        this.transport = transport;
        this.upstreams = upstreams;
        this.tls = tls;
        this.asking = asking;
        this.connector = connector;
        this.patience = patience;
    }

    /// Asks everybody, and goes on asking.
    public void start() {
        Unwatched.outcome(rounds.scheduleWithFixedDelay(this::round, 0, 1, TimeUnit.SECONDS));
    }

    private void round() {
        for (Protocol protocol : Protocol.values()) {
            for (UpstreamServer server : upstreams.toAsk(protocol)) {
                if (due.getOrDefault(server, System.nanoTime()) - System.nanoTime() <= 0) {
                    due.put(server, System.nanoTime() + AGAIN);
                    ask(protocol, server);
                }
            }
        }
    }

    private void ask(Protocol protocol, UpstreamServer server) {
        Conversation conversation =
                asking.begin(
                        protocol,
                        new Route(server.name(), server.tls(), false),
                        offered -> learned(protocol, server, offered));
        new ProbeSession(server, tls, conversation)
                .start(transport.loop(), connector, patience.toMillis());
    }

    private void learned(Protocol protocol, UpstreamServer server, List<String> offered) {
        due.put(server, System.nanoTime() + REFRESH);
        upstreams.learned(protocol, server.name(), offered);
        LOG.info(
                "event=upstream-asked protocol={} name={} upstream={} offers={}",
                protocol,
                server.name(),
                server,
                offered.size());
    }

    @Override
    public void close() {
        rounds.shutdownNow();
    }
}
