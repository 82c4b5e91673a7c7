package org.tapline.bridge.api;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.identity.Domains;
import org.tapline.bridge.mailbox.User;
import org.tapline.bridge.mailbox.Users;
import org.tapline.bridge.privacy.PrivateMarks.Mark;
import org.tapline.bridge.privacy.PrivateMarks.On;
import org.tapline.bridge.sharing.Marks;
import org.tapline.bridge.timeline.Messages;

/// `/marks`: what is kept from colleagues.
@RestController
@RequestMapping("/api/v1/marks")
class MarkResource {
    private final Marks marks;
    private final Messages messages;
    private final Contacts contacts;
    private final Users users;
    private final Readers readers;

    MarkResource(Marks marks, Messages messages, Contacts contacts, Users users, Readers readers) {
        this.marks = marks;
        this.messages = messages;
        this.contacts = contacts;
        this.users = users;
        this.readers = readers;
    }

    /// @param on `message`, `thread`, `contact` or `domain`
    /// @param target id, or the domain
    /// @param user whose copies are kept from colleagues; absent: everybody's
    /// @param state always `private`, until there is another kind of mark
    record Shown(String on, String target, Optional<String> user, String state) {}

    @GetMapping
    Listing<Shown> list(
            @RequestParam Optional<String> as,
            @RequestParam(defaultValue = "500") int limit,
            @RequestParam Optional<String> cursor,
            Authentication holder) {
        List<Mark> found = marks.list(readers.of(as, holder).user());
        return Listing.piece(found, MarkResource::key, limit, cursor)
                .map(mark -> shown(mark, "private"));
    }

    /// @param target id or Message-ID of a message (for `thread`: of any message of it), id or
    ///     address of a contact, or a domain
    @PutMapping("/{on}/{target}")
    Shown put(
            @PathVariable String on,
            @PathVariable String target,
            @RequestParam Optional<String> as,
            Authentication holder) {
        Reader reader = readers.of(as, holder);
        Mark mark = mark(on, target, reader);
        marks.put(mark, reader.actor());
        return shown(mark, "private");
    }

    @DeleteMapping("/{on}/{target}")
    Shown remove(
            @PathVariable String on,
            @PathVariable String target,
            @RequestParam Optional<String> as,
            Authentication holder) {
        Reader reader = readers.of(as, holder);
        Mark mark = mark(on, target, reader);
        if (!marks.remove(mark, reader.actor())) {
            throw new NotFound("no such private mark on " + on + " " + target);
        }
        return shown(mark, "shared");
    }

    private Mark mark(String on, String target, Reader reader) {
        Optional<String> by = reader.user().map(Object::toString);
        return switch (kind(on)) {
            case MESSAGE -> new Mark(On.MESSAGE, Long.toString(find(reader, target).id()), by);
            case THREAD -> new Mark(On.THREAD, Long.toString(find(reader, target).thread()), by);
            case CONTACT -> new Mark(On.CONTACT, Long.toString(contact(target)), by);
            case DOMAIN -> new Mark(On.DOMAIN, domain(target), by);
        };
    }

    private static On kind(String on) {
        try {
            return On.valueOf(on.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadField(
                    "on", "\"" + on + "\" cannot be marked; message, thread, contact, domain can");
        }
    }

    private Messages.Found find(Reader reader, String message) {
        return messages.find(reader.viewer(), message)
                .orElseThrow(() -> new NotFound("message not found: " + message));
    }

    private long contact(String target) {
        return contacts.find(target)
                .orElseThrow(() -> new NotFound("contact not found: " + target))
                .id();
    }

    /// A mark on one of our own domains, or above it, would hide everything.
    private String domain(String target) {
        String domain = Domains.toAscii(target.strip());
        if (Domains.registrable(domain).isEmpty()) {
            throw new BadField("target", "\"" + target + "\" is not a domain of somebody");
        }
        if (users.own().domains().stream().anyMatch(own -> Domains.within(own, domain))) {
            throw new BadField("target", "\"" + target + "\" is a domain of our own");
        }
        return domain;
    }

    private Shown shown(Mark mark, String state) {
        return new Shown(
                Marks.kind(mark),
                mark.target(),
                mark.by().flatMap(id -> users.byId(Long.parseLong(id))).map(User::address),
                state);
    }

    private static String key(Mark mark) {
        return Marks.kind(mark) + " " + mark.target() + mark.by().map(id -> " " + id).orElse("");
    }
}
