package org.tapline.bridge.api;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.holds.Hold;
import org.tapline.bridge.holds.Holds;
import org.tapline.bridge.identity.Domains;
import org.tapline.bridge.mailbox.Mailboxes;
import org.tapline.bridge.privacy.Viewer;
import org.tapline.bridge.timeline.Messages;

/// `/holds`
@RestController
@RequestMapping("/api/v1/holds")
class HoldResource {
    /// A hold is set on what is there, whether or not it may be read.
    private static final Viewer ANY = new Viewer.Administrator(true);

    private final Holds holds;
    private final Contacts contacts;
    private final Mailboxes mailboxes;
    private final Messages messages;

    HoldResource(Holds holds, Contacts contacts, Mailboxes mailboxes, Messages messages) {
        this.holds = holds;
        this.contacts = contacts;
        this.mailboxes = mailboxes;
        this.messages = messages;
    }

    /// @param on `contact`, `address`, `domain`, `mailbox` or `message`
    /// @param target id, address or domain
    record Shown(String on, String target, String reason, String setBy, Instant setAt) {
        static Shown of(Hold hold) {
            return new Shown(
                    hold.on().label(), hold.target(), hold.reason(), hold.setBy(), hold.setAt());
        }
    }

    /// @param reason why; it is shown to whoever wants to remove what is held
    record NewHold(@Nullable String reason) {}

    @GetMapping
    Listing<Shown> list(
            @RequestParam(defaultValue = "500") int limit, @RequestParam Optional<String> cursor) {
        return Listing.piece(
                        holds.list(),
                        each -> each.on().label() + " " + each.target(),
                        limit,
                        cursor)
                .map(Shown::of);
    }

    @PutMapping("/{on}/{target}")
    Shown put(
            @PathVariable String on,
            @PathVariable String target,
            @RequestBody NewHold body,
            Authentication administrator) {
        String reason = Optional.ofNullable(body.reason()).map(String::strip).orElse("");
        if (reason.isEmpty()) {
            throw new BadField("reason", "say why, for whoever asks later");
        }
        Hold.On kind = kind(on);
        return Shown.of(holds.put(kind, id(kind, target), reason, administrator.getName()));
    }

    @DeleteMapping("/{on}/{target}")
    Shown lift(@PathVariable String on, @PathVariable String target, Authentication administrator) {
        Hold.On kind = kind(on);
        return holds.lift(kind, id(kind, target), administrator.getName())
                .map(Shown::of)
                .orElseThrow(() -> new NotFound("no hold on " + on + " " + target));
    }

    private static Hold.On kind(String on) {
        return Hold.On.named(on)
                .orElseThrow(
                        () ->
                                new BadField(
                                        "on",
                                        "\""
                                                + on
                                                + "\" cannot be held; contact, address, domain,"
                                                + " mailbox and message can"));
    }

    private String id(Hold.On on, String target) {
        return switch (on) {
            case CONTACT ->
                    contacts.find(target)
                            .map(contact -> Long.toString(contact.id()))
                            .orElseThrow(() -> new NotFound("contact not found: " + target));
            case ADDRESS -> Contacts.key(Fields.address("target", target));
            case DOMAIN -> Domains.toAscii(target);
            case MAILBOX ->
                    mailboxes
                            .find(target)
                            .map(mailbox -> Long.toString(mailbox.id()))
                            .orElseThrow(() -> new NotFound("mailbox not found: " + target));
            case MESSAGE ->
                    messages.find(ANY, target)
                            .map(found -> Long.toString(found.id()))
                            .orElseThrow(() -> new NotFound("message not found: " + target));
        };
    }
}
