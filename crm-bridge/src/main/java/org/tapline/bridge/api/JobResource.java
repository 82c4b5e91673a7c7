package org.tapline.bridge.api;

import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.jobs.Job;
import org.tapline.bridge.jobs.Jobs;

/// `/jobs`: work that takes longer than a request, and how far it is.
@RestController
@RequestMapping("/api/v1/jobs")
class JobResource {
    private final Jobs jobs;

    JobResource(Jobs jobs) {
        this.jobs = jobs;
    }

    @GetMapping
    Listing<Job> list(
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam Optional<String> cursor,
            @RequestParam(defaultValue = "") String subject) {
        int most = Listing.limit(limit);
        return Listing.byId(jobs.list(most + 1, Listing.before(cursor), subject), most, Job::id);
    }

    @GetMapping("/{job}")
    Job one(@PathVariable String job) {
        return jobs.byId(Fields.number("job", job))
                .orElseThrow(() -> new NotFound("job not found: " + job));
    }
}
