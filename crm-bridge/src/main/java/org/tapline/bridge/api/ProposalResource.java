package org.tapline.bridge.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.contacts.Contact;
import org.tapline.bridge.contacts.ContactChanges;
import org.tapline.bridge.contacts.Proposals;
import org.tapline.bridge.sharing.Seeing;
import org.tapline.bridge.sharing.Sights;

/// `/contact-proposals`: addresses that may be a contact's, because somebody replied from them.
@RestController
@RequestMapping("/api/v1/contact-proposals")
class ProposalResource {
    private final Proposals proposals;
    private final ContactChanges changes;
    private final Audit audit;
    private final Sights sights;
    private final Readers readers;

    ProposalResource(
            Proposals proposals,
            ContactChanges changes,
            Audit audit,
            Sights sights,
            Readers readers) {
        this.proposals = proposals;
        this.changes = changes;
        this.audit = audit;
        this.sights = sights;
        this.readers = readers;
    }

    /// A page may be shorter than asked for: whoever does not see the reply does not see that it
    /// proposes anything.
    @GetMapping
    Listing<Proposals.Proposal> list(
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam Optional<String> cursor,
            @RequestParam Optional<String> as,
            Authentication holder) {
        int most = Listing.limit(limit);
        Listing<Proposals.Proposal> page =
                Listing.byId(
                        proposals.list(most + 1, Listing.before(cursor)),
                        most,
                        Proposals.Proposal::id);
        Map<Long, Seeing> seen =
                sights.of(
                        readers.of(as, holder).viewer(),
                        page.items().stream().map(Proposals.Proposal::messageId).toList());
        return new Listing<>(
                page.items().stream().filter(each -> seen.containsKey(each.messageId())).toList(),
                page.nextCursor());
    }

    @PostMapping("/{proposal}/accept")
    Contact accept(
            @PathVariable String proposal,
            @RequestParam Optional<String> as,
            Authentication holder) {
        Reader reader = readers.of(as, holder);
        return proposals.accept(find(reader, proposal), changes, reader.actor());
    }

    /// Answers with what was refused.
    @PostMapping("/{proposal}/refuse")
    Proposals.Proposal refuse(
            @PathVariable String proposal,
            @RequestParam Optional<String> as,
            Authentication holder) {
        Reader reader = readers.of(as, holder);
        Proposals.Proposal found = find(reader, proposal);
        proposals.refuse(found, audit, reader.actor());
        return found;
    }

    private Proposals.Proposal find(Reader reader, String proposal) {
        return proposals
                .byId(Fields.number("proposal", proposal))
                .filter(each -> !sights.of(reader.viewer(), List.of(each.messageId())).isEmpty())
                .orElseThrow(() -> new NotFound("no open proposal " + proposal));
    }
}
