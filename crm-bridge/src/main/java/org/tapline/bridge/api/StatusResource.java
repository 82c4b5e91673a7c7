package org.tapline.bridge.api;

import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.intake.Parking;
import org.tapline.bridge.mailbox.Enrolment;
import org.tapline.bridge.mailbox.Mailboxes;
import org.tapline.bridge.mailbox.Users;
import org.tapline.bridge.ops.Health;
import org.tapline.journal.Journal;

/// `/status`, and `/directory` for the proxy.
@RestController
@RequestMapping("/api/v1")
class StatusResource {
    private final String version;
    private final Health health;
    private final Journal journal;
    private final Parking parking;
    private final Mailboxes mailboxes;
    private final Users users;
    private final Enrolment enrolment;

    StatusResource(
            String version,
            Health health,
            Journal journal,
            Parking parking,
            Mailboxes mailboxes,
            Users users,
            Enrolment enrolment) {
        this.version = version;
        this.health = health;
        this.journal = journal;
        this.parking = parking;
        this.mailboxes = mailboxes;
        this.users = users;
        this.enrolment = enrolment;
    }

    /// @param bridge, journal, database state of each part
    record Status(
            Map<String, String> bridge,
            Map<String, Object> journal,
            Map<String, String> database,
            Map<String, Object> mailboxes,
            String version) {}

    /// Whom the proxy observes.
    ///
    /// @param users everybody who is, where `enrol` is `listed`
    /// @param disabled mailboxes that are not, in any case
    record Directory(List<Entry> users, List<Enrolment.Disabled> disabled) {
        /// @param address the user's primary address, which names the mailbox
        record Entry(String address, List<String> aliases) {}
    }

    @GetMapping("/status")
    Status status() {
        boolean up = health.ready();
        long depth = journal.state().depth();
        return new Status(
                Map.of("state", up ? "up" : "waiting"),
                up
                        ? Map.of("state", "up", "depth", depth, "parked", parking.count())
                        : Map.of("state", "up", "depth", depth),
                Map.of("state", up ? "up" : "down"),
                up ? Map.of("count", mailboxes.list().size()) : Map.of(),
                version);
    }

    @GetMapping("/directory")
    Directory directory() {
        return new Directory(
                users.list().stream()
                        .map(user -> new Directory.Entry(user.address(), user.aliases()))
                        .toList(),
                enrolment.disabled());
    }
}
