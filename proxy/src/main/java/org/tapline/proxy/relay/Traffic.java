package org.tapline.proxy.relay;

import io.micrometer.core.instrument.Counter;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.ops.RelayMetrics;

/// How many octets a session has moved, for metric and log.
final class Traffic {
    private final Counter clientCounter;
    private final Counter upstreamCounter;
    private final long began = System.nanoTime();
    private long toClient;
    private long toUpstream;

    Traffic(Protocol protocol, RelayMetrics metrics) {
        this.clientCounter = metrics.relayed(protocol, Leg.CLIENT);
        this.upstreamCounter = metrics.relayed(protocol, Leg.UPSTREAM);
    }

    void received(Leg from, int octets) {
        switch (from) {
            case CLIENT -> {
                toUpstream += octets;
                upstreamCounter.increment(octets);
            }
            case UPSTREAM -> {
                toClient += octets;
                clientCounter.increment(octets);
            }
        }
    }

    long toClient() {
        return toClient;
    }

    @Override
    public String toString() {
        return "to_client=%d to_upstream=%d milliseconds=%d"
                .formatted(toClient, toUpstream, (System.nanoTime() - began) / 1_000_000);
    }
}
