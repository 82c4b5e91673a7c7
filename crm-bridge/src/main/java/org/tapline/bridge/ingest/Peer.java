package org.tapline.bridge.ingest;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;

/// Who connected.
///
/// @param address in text
/// @param helo the name it gave
/// @param trusted a relay whose mail needs no proof
/// @param session id of the connection, for tracing
record Peer(String address, String helo, boolean trusted, String session) {

    static Peer of(InetSocketAddress from, String helo, String session, Set<InetAddress> relays) {
        return new Peer(from.getAddress().getHostAddress(), helo, trusted(from, relays), session);
    }

    static boolean trusted(InetSocketAddress from, Set<InetAddress> relays) {
        return relays.contains(from.getAddress());
    }
}
