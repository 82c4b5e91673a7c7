package org.tapline.bridge.ingest;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Predicate;

/// Who connected.
///
/// @param address in text
/// @param helo the name it gave
/// @param trusted a relay whose mail needs no proof
/// @param session id of the connection, for tracing
record Peer(String address, String helo, boolean trusted, String session) {

    static Peer of(
            InetSocketAddress from, String helo, String session, Predicate<InetAddress> relays) {
        return new Peer(
                from.getAddress().getHostAddress(), helo, relays.test(from.getAddress()), session);
    }
}
