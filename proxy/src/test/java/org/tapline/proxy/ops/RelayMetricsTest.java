package org.tapline.proxy.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.tapline.journal.Way;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.LossReason;
import org.tapline.proxy.conversation.OpaqueReason;

/// The names are a contract with the outside (DESIGN section 9).
class RelayMetricsTest {
    @Test
    void meters_have_the_names_and_labels_of_the_contract() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        RelayMetrics metrics = new RelayMetrics(registry);
        metrics.sessionOpened(Protocol.IMAP);
        metrics.relayed(Protocol.SMTP, Leg.UPSTREAM).increment(42);
        metrics.captured(Way.IMAP_APPEND);
        metrics.lost(LossReason.SPOOL_FULL);
        metrics.opaque(OpaqueReason.DEFECT);
        assertThat(registry.scrape())
                .contains(
                        "tapline_sessions{protocol=\"imap\"} 1.0",
                        "tapline_relayed_bytes_total{direction=\"to-upstream\",protocol=\"smtp\"} 42.0",
                        "tapline_captured_total{way=\"imap-append\"} 1.0",
                        "tapline_capture_lost_total{reason=\"spool-full\"} 1.0",
                        "tapline_opaque_total{reason=\"defect\"} 1.0",
                        "tapline_sessions{protocol=\"smtp\"} 0.0");
    }
}
