package org.tapline.proxy.upstream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.tapline.proxy.ProxySettings;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.ProxySettings.Server;
import org.tapline.proxy.ProxySettings.ServerPair;
import org.tapline.proxy.StartFailure;
import org.tapline.proxy.conversation.Routes;

/// The servers of one protocol by the domain of the user. Thread-safe.
final class DomainRoutes implements Routes, AutoCloseable {
    /// The name of `upstream.default`.
    private static final String DEFAULT = "default";

    private final Map<String, UpstreamServer> servers;
    private final Set<String> ownDomains;
    private final Protocol protocol;
    private final Offers offers;

    private DomainRoutes(
            Map<String, UpstreamServer> servers,
            Set<String> ownDomains,
            Protocol protocol,
            Offers offers) {
        this.servers = servers;
        this.ownDomains = ownDomains;
        this.protocol = protocol;
        this.offers = offers;
    }

    /// @throws StartFailure when there is no server at all
    static DomainRoutes of(
            ProxySettings settings, Protocol protocol, long handshakeMillis, Offers offers) {
        Map<String, UpstreamServer> servers = new LinkedHashMap<>();
        server(settings.upstreams().fallback(), protocol)
                .ifPresent(
                        server ->
                                servers.put(
                                        DEFAULT,
                                        new UpstreamServer(DEFAULT, server, handshakeMillis)));
        new TreeMap<>(settings.upstreams().domains())
                .forEach(
                        (domain, pair) ->
                                server(pair, protocol)
                                        .ifPresent(
                                                server ->
                                                        servers.put(
                                                                domain,
                                                                new UpstreamServer(
                                                                        domain,
                                                                        server,
                                                                        handshakeMillis))));
        if (servers.isEmpty()) {
            String key = protocol.name().toLowerCase(Locale.ROOT);
            throw new StartFailure(
                    "`listen.%s` has no mail server behind it: set `upstream.default.%s`, or remove the listener"
                            .formatted(key, key));
        }
        return new DomainRoutes(servers, settings.ownDomains(), protocol, offers);
    }

    private static Optional<Server> server(ServerPair pair, Protocol protocol) {
        return switch (protocol) {
            case IMAP -> pair.imap();
            case SMTP -> pair.smtp();
        };
    }

    /// Whether there is anything to decide.
    boolean routed() {
        return servers.size() > 1 || !servers.containsKey(DEFAULT);
    }

    UpstreamServer only() {
        if (routed()) {
            throw new IllegalStateException("the user's domain decides");
        }
        return servers.values().iterator().next();
    }

    UpstreamServer named(String name) {
        UpstreamServer server = servers.get(name);
        if (server == null) {
            throw new IllegalArgumentException("no upstream " + name);
        }
        return server;
    }

    List<UpstreamServer> servers() {
        return List.copyOf(servers.values());
    }

    void learned(String name, List<String> list) {
        offers.learned(protocol, named(name), list);
    }

    /// A name without a domain belongs to the only own domain, as it does in the directory.
    @Override
    public Optional<Route> of(String user) {
        int at = user.lastIndexOf('@');
        String domain = user.substring(at + 1).strip().toLowerCase(Locale.ROOT);
        if (at < 0) {
            domain = ownDomains.size() == 1 ? ownDomains.iterator().next() : DEFAULT;
        }
        UpstreamServer server = servers.getOrDefault(domain, servers.get(DEFAULT));
        return Optional.ofNullable(server)
                .map(found -> new Route(found.name(), found.tls(), found.introducesById()));
    }

    /// In the order of the configuration, so that a client sees the same list each time.
    @Override
    public List<List<String>> offered() {
        List<List<String>> known = new ArrayList<>();
        for (UpstreamServer server : servers.values()) {
            List<String> list = offers.of(protocol, server);
            if (!list.isEmpty()) {
                known.add(list);
            }
        }
        return known;
    }

    @Override
    public void close() {
        servers.values().forEach(UpstreamServer::close);
    }
}
