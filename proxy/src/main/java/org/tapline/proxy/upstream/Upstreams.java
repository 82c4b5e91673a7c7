package org.tapline.proxy.upstream;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.tapline.proxy.ProxySettings;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.ProxySettings.Server;
import org.tapline.proxy.StartFailure;

/// Which server serves whom. Today every session goes to `upstream.default`, and is connected to it
/// when the client connects; routing by the user's domain will be answered here as well.
public final class Upstreams implements AutoCloseable {
    private final Map<Protocol, UpstreamServer> fallback = new EnumMap<>(Protocol.class);

    /// @throws StartFailure when a protocol is listened for that has no upstream
    public Upstreams(ProxySettings settings, long handshakeMillis) {
        for (ProxySettings.Listener listener : settings.listeners()) {
            Protocol protocol = listener.protocol();
            if (!fallback.containsKey(protocol)) {
                fallback.put(
                        protocol,
                        new UpstreamServer("default", server(settings, protocol), handshakeMillis));
            }
        }
    }

    /// The server that a session is connected to before anybody has signed in.
    public UpstreamServer atAccept(Protocol protocol) {
        UpstreamServer server = fallback.get(protocol);
        if (server == null) {
            throw new IllegalStateException("nobody listens for " + protocol);
        }
        return server;
    }

    private static Server server(ProxySettings settings, Protocol protocol) {
        ProxySettings.ServerPair pair = settings.upstreams().fallback();
        Optional<Server> server =
                switch (protocol) {
                    case IMAP -> pair.imap();
                    case SMTP -> pair.smtp();
                };
        String key = protocol == Protocol.IMAP ? "imap" : "smtp";
        return server.orElseThrow(
                () ->
                        new StartFailure(
                                "`listen.%s` has no mail server behind it: set `upstream.default.%s`, or remove the listener"
                                        .formatted(key, key)));
    }

    @Override
    public void close() {
        fallback.values().forEach(UpstreamServer::close);
    }
}
