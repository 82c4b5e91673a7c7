package org.tapline.proxy.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Counts the sessions of each client address. Thread-safe.
final class AddressCount {
    private final ConcurrentMap<InetAddress, Integer> open = new ConcurrentHashMap<>();
    private final int limit;

    AddressCount(int limit) {
        this.limit = limit;
    }

    /// @return false when the address has as many as it may have
    boolean enter(SocketAddress client) {
        return !(client instanceof InetSocketAddress inet)
                || open.merge(inet.getAddress(), 1, Integer::sum) <= limit;
    }

    /// Must follow every [#enter], whatever it answered.
    void leave(SocketAddress client) {
        if (client instanceof InetSocketAddress inet) {
            open.computeIfPresent(
                    inet.getAddress(), (nothing, count) -> count == 1 ? null : count - 1);
        }
    }
}
