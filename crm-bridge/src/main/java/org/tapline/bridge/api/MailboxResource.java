package org.tapline.bridge.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.ledger.Ledger;
import org.tapline.bridge.mailbox.Enrolment;
import org.tapline.bridge.mailbox.Mailboxes;

/// `/mailboxes` and `/ledger/{mailbox}`
@RestController
@RequestMapping("/api/v1")
class MailboxResource {
    private final Mailboxes mailboxes;
    private final Enrolment enrolment;
    private final Ledger ledger;

    MailboxResource(Mailboxes mailboxes, Enrolment enrolment, Ledger ledger) {
        this.enrolment = enrolment;
        this.mailboxes = mailboxes;
        this.ledger = ledger;
    }

    /// @param state `live`: its mail was observed; `waiting`: not yet; `disabled`: it is not
    /// @param reason what it waits for
    /// @param credential `session`: the proxy sees what a client does, and nothing is kept
    record Shown(
            long id,
            String mailbox,
            String upstream,
            Optional<String> user,
            String state,
            String reason,
            Optional<Instant> lastObservedAt,
            String credential) {
        static Shown of(Mailboxes.Mailbox mailbox) {
            boolean observed = mailbox.lastObservedAt().isPresent();
            return new Shown(
                    mailbox.id(),
                    mailbox.login(),
                    mailbox.upstream(),
                    mailbox.user(),
                    mailbox.disabled() ? "disabled" : observed ? "live" : "waiting",
                    mailbox.disabled()
                            ? "taken out by the administrator"
                            : observed ? "" : "no mail was observed yet",
                    mailbox.lastObservedAt(),
                    "session");
        }
    }

    @GetMapping("/mailboxes")
    Listing<Shown> list(
            @RequestParam(defaultValue = "500") int limit, @RequestParam Optional<String> cursor) {
        return Listing.piece(mailboxes.list(), box -> Long.toString(box.id()), limit, cursor)
                .map(Shown::of);
    }

    @GetMapping("/mailboxes/{mailbox}")
    Shown one(@PathVariable String mailbox) {
        return Shown.of(find(mailbox));
    }

    @PostMapping("/mailboxes/{mailbox}/disable")
    Shown disable(@PathVariable String mailbox, Authentication administrator) {
        return observe(mailbox, false, administrator);
    }

    @PostMapping("/mailboxes/{mailbox}/enable")
    Shown enable(@PathVariable String mailbox, Authentication administrator) {
        return observe(mailbox, true, administrator);
    }

    private Shown observe(String mailbox, boolean wanted, Authentication administrator) {
        enrolment.mailbox(find(mailbox), wanted, administrator.getName());
        return Shown.of(find(mailbox));
    }

    @GetMapping("/ledger/{mailbox}")
    Listing<Ledger.Folder> ledger(
            @PathVariable String mailbox,
            @RequestParam(defaultValue = "500") int limit,
            @RequestParam Optional<String> cursor) {
        List<Ledger.Folder> folders = ledger.show(find(mailbox).id());
        return Listing.piece(
                folders, each -> each.uidvalidity() + " " + each.folder(), limit, cursor);
    }

    private Mailboxes.Mailbox find(String mailbox) {
        return mailboxes
                .find(mailbox)
                .orElseThrow(() -> new NotFound("mailbox not found: " + mailbox));
    }
}
