package org.tapline.bridge.api;

import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.audit.Audit;

/// `/audit`
@RestController
@RequestMapping("/api/v1/audit")
class AuditResource {
    private final Audit audit;

    AuditResource(Audit audit) {
        this.audit = audit;
    }

    @GetMapping
    Listing<Audit.Line> list(
            @RequestParam(defaultValue = "50") int limit, @RequestParam Optional<String> cursor) {
        int most = Listing.limit(limit);
        long before = cursor.map(given -> Fields.number("cursor", given)).orElse(Long.MAX_VALUE);
        List<Audit.Line> found = audit.list(most + 1, before);
        if (found.size() <= most) {
            return Listing.whole(found);
        }
        List<Audit.Line> shown = found.subList(0, most);
        return new Listing<>(shown, Optional.of(Long.toString(shown.getLast().id())));
    }
}
