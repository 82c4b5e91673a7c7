package org.tapline.bridge.api;

import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.retention.Retention;

/// `/retention`
@RestController
@RequestMapping("/api/v1/retention")
class RetentionResource {
    private final Retention retention;

    RetentionResource(Retention retention) {
        this.retention = retention;
    }

    @GetMapping
    Listing<Retention.Due> preview(
            @RequestParam(defaultValue = "500") int limit, @RequestParam Optional<String> cursor) {
        return Listing.piece(retention.preview(), Retention.Due::category, limit, cursor);
    }

    /// Begins a run; it goes on after the answer.
    @PostMapping("/run")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Retention.Run run(Authentication administrator) {
        return retention
                .begin(administrator.getName())
                .orElseThrow(() -> new Conflict("a run is under way; see tapline retention runs"));
    }

    @GetMapping("/runs")
    Listing<Retention.Run> runs(
            @RequestParam(defaultValue = "50") int limit, @RequestParam Optional<String> cursor) {
        return Listing.piece(
                retention.runs(Listing.MOST), run -> Long.toString(run.id()), limit, cursor);
    }
}
