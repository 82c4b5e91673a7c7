package org.tapline.proxy.relay;

import java.net.InetSocketAddress;
import org.tapline.proxy.ProxySettings.Listener;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.ProxySettings.Tls;

/// A client that has come in.
///
/// @param client where it is: as it connected, or as a trusted balancer says
/// @param destination the address that the client connected to
record Arrival(Listener listener, InetSocketAddress client, InetSocketAddress destination) {
    Protocol protocol() {
        return listener.protocol();
    }

    Tls tls() {
        return listener.tls();
    }
}
