package org.tapline.proxy.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.tapline.journal.Way;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.LossReason;
import org.tapline.proxy.conversation.OpaqueReason;

/// The relay's meters (DESIGN section 9). All but the ends of
/// sessions exist from the start, at zero. Thread-safe.
public final class RelayMetrics {
    private final MeterRegistry registry;
    private final Map<Protocol, AtomicInteger> sessions = new EnumMap<>(Protocol.class);
    private final Map<Protocol, Map<Leg, Counter>> relayed = new EnumMap<>(Protocol.class);
    private final Map<Way, Counter> captured = new EnumMap<>(Way.class);
    private final Map<LossReason, Counter> lost = new EnumMap<>(LossReason.class);
    private final Map<OpaqueReason, Counter> opaque = new EnumMap<>(OpaqueReason.class);

    public RelayMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Protocol protocol : Protocol.values()) {
            String name = protocol.name().toLowerCase(Locale.ROOT);
            AtomicInteger open = new AtomicInteger();
            sessions.put(protocol, open);
            Gauge.builder("tapline.sessions", open, AtomicInteger::get)
                    .description("Client sessions open now")
                    .tag("protocol", name)
                    .register(registry);
            Map<Leg, Counter> byLeg = new EnumMap<>(Leg.class);
            for (Leg to : Leg.values()) {
                byLeg.put(
                        to,
                        Counter.builder("tapline.relayed.bytes")
                                .description("Octets received on one leg for the other")
                                .tag("protocol", name)
                                .tag("direction", "to-" + to.name().toLowerCase(Locale.ROOT))
                                .register(registry));
            }
            relayed.put(protocol, byLeg);
        }
        for (Way way : Way.values()) {
            captured.put(
                    way,
                    Counter.builder("tapline.captured")
                            .description("Messages that the journal holds durably")
                            .tag("way", way.label())
                            .register(registry));
        }
        for (LossReason reason : LossReason.values()) {
            lost.put(
                    reason,
                    Counter.builder("tapline.capture.lost")
                            .description("Messages seen but not captured")
                            .tag("reason", reason.label())
                            .register(registry));
        }
        for (OpaqueReason reason : OpaqueReason.values()) {
            opaque.put(
                    reason,
                    Counter.builder("tapline.opaque")
                            .description("Sessions that could not be followed any further")
                            .tag("reason", reason.label())
                            .register(registry));
        }
    }

    public void sessionOpened(Protocol protocol) {
        sessions(protocol).incrementAndGet();
    }

    /// @param reason why it ended; from enumerations of ours, so that there are few
    public void sessionClosed(Protocol protocol, String reason) {
        ended(protocol, reason);
        sessions(protocol).decrementAndGet();
    }

    /// A client that was turned away before it had a session.
    public void refused(Protocol protocol, String reason) {
        ended(protocol, reason);
    }

    /// Appears with the first end for its reason.
    private void ended(Protocol protocol, String reason) {
        Counter.builder("tapline.session.ends")
                .description("Client sessions that ended, or were refused, by reason")
                .tag("protocol", protocol.name().toLowerCase(Locale.ROOT))
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    /// The counter of octets towards a leg, to be looked up once per session.
    public Counter relayed(Protocol protocol, Leg to) {
        return found(found(relayed, protocol), to);
    }

    public void captured(Way way) {
        found(captured, way).increment();
    }

    public void lost(LossReason reason) {
        found(lost, reason).increment();
    }

    public void opaque(OpaqueReason reason) {
        found(opaque, reason).increment();
    }

    private AtomicInteger sessions(Protocol protocol) {
        return found(sessions, protocol);
    }

    /// Every value of the enumeration was put in by the constructor.
    private static <K, V> V found(Map<K, V> meters, K key) {
        V meter = meters.get(key);
        if (meter == null) {
            throw new IllegalStateException("no meter for " + key);
        }
        return meter;
    }
}
