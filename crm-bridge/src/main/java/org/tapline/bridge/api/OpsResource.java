package org.tapline.bridge.api;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.ops.Health;

/// `/health` and `/metrics`: no token needed, and nothing said of anybody's mail.
@RestController
class OpsResource {
    private final Health health;
    private final Optional<PrometheusMeterRegistry> meters;

    OpsResource(Health health, Optional<PrometheusMeterRegistry> meters) {
        this.health = health;
        this.meters = meters;
    }

    @GetMapping("/health/live")
    Map<String, String> live() {
        return Map.of("status", "up");
    }

    @GetMapping("/health/ready")
    ResponseEntity<Map<String, String>> ready() {
        boolean ready = health.ready();
        return ResponseEntity.status(ready ? 200 : 503)
                .body(
                        Map.of(
                                "status", ready ? "up" : "down",
                                "database", ready ? "up" : "down"));
    }

    @GetMapping(value = "/metrics", produces = MediaType.TEXT_PLAIN_VALUE)
    String metrics() {
        return meters.map(PrometheusMeterRegistry::scrape)
                .orElseThrow(() -> new NotFound("this process keeps no Prometheus metrics"));
    }
}
