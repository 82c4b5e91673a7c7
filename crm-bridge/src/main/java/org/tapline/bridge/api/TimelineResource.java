package org.tapline.bridge.api;

import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.contacts.Contact;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.timeline.Entry;
import org.tapline.bridge.timeline.Page;
import org.tapline.bridge.timeline.Position;
import org.tapline.bridge.timeline.Timeline;

/// `/timeline/{contact id, address or domain}`
@RestController
@RequestMapping("/api/v1/timeline")
class TimelineResource {
    private final Contacts contacts;
    private final Timeline timeline;

    TimelineResource(Contacts contacts, Timeline timeline) {
        this.contacts = contacts;
        this.timeline = timeline;
    }

    @GetMapping("/{whose}")
    Listing<Entry> timeline(
            @PathVariable String whose,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam Optional<String> cursor) {
        int most = Listing.limit(limit);
        Position after = Listing.position(cursor);
        Optional<Contact> contact = contacts.find(whose);
        if (contact.isPresent()) {
            return Listing.of(timeline.ofContact(contact.get(), most, after));
        }
        if (whose.contains("@")) {
            Page<Entry> page = timeline.ofAddresses(List.of(Contacts.key(whose)), most, after);
            if (page.items().isEmpty() && cursor.isEmpty()) {
                throw new NotFound("no contact and no mail with the address " + whose);
            }
            return Listing.of(page);
        }
        if (whose.contains(".")) {
            return Listing.of(timeline.ofDomain(whose, most, after));
        }
        throw new NotFound("contact not found: " + whose);
    }
}
