package org.tapline.bridge.api;

import java.time.Instant;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.contacts.CompanyRegister;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.deals.Deals;
import org.tapline.bridge.deals.MessageLinks;
import org.tapline.bridge.deals.MessageLinks.Kind;
import org.tapline.bridge.deals.MessageLinks.Target;
import org.tapline.bridge.timeline.Messages;

/// `/messages/{message}/links`: what a message was linked to by hand, or by the address it was sent
/// to. Only messages that the reader sees can be linked.
@RestController
@RequestMapping("/api/v1/messages/{message}/links")
class LinkResource {
    private final Database database;
    private final MessageLinks links;
    private final Messages messages;
    private final Contacts contacts;
    private final CompanyRegister companies;
    private final Deals deals;
    private final Audit audit;
    private final Readers readers;

    LinkResource(
            Database database,
            MessageLinks links,
            Messages messages,
            Contacts contacts,
            CompanyRegister companies,
            Deals deals,
            Audit audit,
            Readers readers) {
        this.database = database;
        this.links = links;
        this.messages = messages;
        this.contacts = contacts;
        this.companies = companies;
        this.deals = deals;
        this.audit = audit;
        this.readers = readers;
    }

    /// @param kind contact, company, deal
    /// @param target its id
    /// @param thread whether it is the whole thread that is linked
    /// @param why manual, bcc
    record Shown(
            long messageId,
            String kind,
            long target,
            boolean thread,
            String why,
            String linkedBy,
            Instant linkedAt) {
        static Shown of(MessageLinks.Link link) {
            return new Shown(
                    link.message(),
                    link.target().kind().label(),
                    link.target().id(),
                    link.wholeThread(),
                    link.why().label(),
                    link.by(),
                    link.at());
        }
    }

    @GetMapping
    Listing<Shown> list(
            @PathVariable String message,
            @RequestParam Optional<String> as,
            Authentication holder) {
        long id = find(readers.of(as, holder), message);
        return Listing.whole(links.of(id).stream().map(Shown::of).toList());
    }

    /// @param thread links the whole thread: what is in it, and what will be
    @PutMapping("/{kind}/{target}")
    Listing<Shown> link(
            @PathVariable String message,
            @PathVariable String kind,
            @PathVariable String target,
            @RequestParam(defaultValue = "false") boolean thread,
            @RequestParam Optional<String> as,
            Authentication holder) {
        Reader reader = readers.of(as, holder);
        long id = find(reader, message);
        Target to = target(kind, target);
        MessageLinks.Outcome outcome =
                database.transaction(
                        () -> {
                            MessageLinks.Outcome done =
                                    thread
                                            ? links.linkThread(
                                                    id, to, MessageLinks.Why.MANUAL, reader.actor())
                                            : links.link(
                                                    id,
                                                    to,
                                                    MessageLinks.Why.MANUAL,
                                                    reader.actor());
                            if (done == MessageLinks.Outcome.LINKED) {
                                note(reader, "message.link", id, to);
                            }
                            return done;
                        });
        if (outcome == MessageLinks.Outcome.UNKNOWN) {
            throw new NotFound(kind + " not found: " + target);
        }
        return Listing.whole(links.of(id).stream().map(Shown::of).toList());
    }

    @DeleteMapping("/{kind}/{target}")
    Listing<Shown> unlink(
            @PathVariable String message,
            @PathVariable String kind,
            @PathVariable String target,
            @RequestParam Optional<String> as,
            Authentication holder) {
        Reader reader = readers.of(as, holder);
        long id = find(reader, message);
        Target from = target(kind, target);
        boolean there =
                database.transaction(
                        () -> {
                            boolean gone = links.unlink(id, from);
                            if (gone) {
                                note(reader, "message.unlink", id, from);
                            }
                            return gone;
                        });
        if (!there) {
            throw new NotFound("message " + message + " is not linked to " + kind + " " + target);
        }
        return Listing.whole(links.of(id).stream().map(Shown::of).toList());
    }

    private void note(Reader reader, String action, long message, Target target) {
        audit.change(
                reader.actor(),
                action,
                "message " + message,
                Optional.empty(),
                Optional.of(target.kind().label() + " " + target.id()));
    }

    private long find(Reader reader, String message) {
        return messages.find(reader.viewer(), message)
                .orElseThrow(() -> new NotFound("message not found: " + message))
                .id();
    }

    private Target target(String kind, String which) {
        Kind of = kind(kind);
        long id =
                switch (of) {
                    case CONTACT ->
                            contacts.find(which)
                                    .orElseThrow(() -> new NotFound("contact not found: " + which))
                                    .id();
                    case COMPANY -> CompanyResource.find(companies, which).id();
                    case DEAL -> DealResource.find(deals, which).id();
                };
        return new Target(of, id);
    }

    private static Kind kind(String label) {
        try {
            return Kind.of(label);
        } catch (IllegalArgumentException e) {
            throw new BadField(
                    "kind", "a message is linked to a contact, company or deal, not " + label);
        }
    }
}
