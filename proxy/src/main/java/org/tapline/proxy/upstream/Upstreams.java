package org.tapline.proxy.upstream;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tapline.proxy.ProxySettings;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.conversation.Routes;

/// Which server serves whom. Where only `upstream.default` exists, every session goes there and is
/// connected to it when the client connects; otherwise the user's domain decides.
public final class Upstreams implements AutoCloseable {
    private final Map<Protocol, DomainRoutes> routes = new EnumMap<>(Protocol.class);

    /// @param offers outlives this configuration
    /// @throws StartFailure when a protocol is listened for that has no upstream
    public Upstreams(ProxySettings settings, long handshakeMillis, Offers offers) {
        for (ProxySettings.Listener listener : settings.listeners()) {
            Protocol protocol = listener.protocol();
            if (!routes.containsKey(protocol)) {
                routes.put(protocol, DomainRoutes.of(settings, protocol, handshakeMillis, offers));
            }
        }
    }

    /// The server that a session is connected to before anybody has signed in.
    ///
    /// @throws IllegalStateException where the user's domain decides
    public UpstreamServer atAccept(Protocol protocol) {
        return of(protocol).only();
    }

    /// How sessions are routed; empty when there is nothing to decide.
    public Optional<Routes> routes(Protocol protocol) {
        DomainRoutes known = of(protocol);
        return known.routed() ? Optional.of(known) : Optional.empty();
    }

    /// A server by its name.
    public UpstreamServer named(Protocol protocol, String name) {
        return of(protocol).named(name);
    }

    /// All servers of the protocols whose sessions are routed: those that have to be asked what
    /// they offer.
    public List<UpstreamServer> toAsk(Protocol protocol) {
        DomainRoutes known = routes.get(protocol);
        return known != null && known.routed() ? known.servers() : List.of();
    }

    /// What a server was found to offer.
    public void learned(Protocol protocol, String name, List<String> offered) {
        of(protocol).learned(name, offered);
    }

    private DomainRoutes of(Protocol protocol) {
        DomainRoutes known = routes.get(protocol);
        if (known == null) {
            throw new IllegalStateException("nobody listens for " + protocol);
        }
        return known;
    }

    @Override
    public void close() {
        routes.values().forEach(DomainRoutes::close);
    }
}
