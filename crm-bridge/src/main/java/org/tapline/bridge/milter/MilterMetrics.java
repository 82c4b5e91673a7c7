package org.tapline.bridge.milter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.tapline.journal.Way;

/// What was captured and what was lost (DESIGN section 9); where proxy and bridge run in one
/// process, in the same counters as the proxy's. Thread-safe.
final class MilterMetrics {
    private final Counter captured;
    private final Map<MilterLoss, Counter> lost = new EnumMap<>(MilterLoss.class);

    MilterMetrics(MeterRegistry registry) {
        captured =
                Counter.builder("tapline.captured")
                        .description("Messages that the journal holds durably")
                        .tag("way", Way.MILTER.label())
                        .register(registry);
        for (MilterLoss reason : MilterLoss.values()) {
            lost.put(
                    reason,
                    Counter.builder("tapline.capture.lost")
                            .description("Messages seen but not captured")
                            .tag("reason", reason.label())
                            .register(registry));
        }
    }

    void captured() {
        captured.increment();
    }

    void lost(MilterLoss reason) {
        Objects.requireNonNull(lost.get(reason)).increment();
    }
}
