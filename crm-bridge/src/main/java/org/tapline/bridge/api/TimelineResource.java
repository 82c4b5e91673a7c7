package org.tapline.bridge.api;

import java.util.List;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.contacts.Company;
import org.tapline.bridge.contacts.CompanyRegister;
import org.tapline.bridge.contacts.Contact;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.deals.Deals;
import org.tapline.bridge.privacy.Viewer;
import org.tapline.bridge.timeline.Entry;
import org.tapline.bridge.timeline.Page;
import org.tapline.bridge.timeline.Position;
import org.tapline.bridge.timeline.Timeline;

/// `/timeline/{contact id, address, domain, company-ID or deal-ID}`
@RestController
@RequestMapping("/api/v1/timeline")
class TimelineResource {
    private final Contacts contacts;
    private final CompanyRegister companies;
    private final Deals deals;
    private final Timeline timeline;
    private final Readers readers;

    TimelineResource(
            Contacts contacts,
            CompanyRegister companies,
            Deals deals,
            Timeline timeline,
            Readers readers) {
        this.contacts = contacts;
        this.companies = companies;
        this.deals = deals;
        this.timeline = timeline;
        this.readers = readers;
    }

    @GetMapping("/{whose}")
    Listing<Entry> timeline(
            @PathVariable String whose,
            @RequestParam Optional<String> as,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam Optional<String> cursor,
            Authentication holder) {
        Reader reader = readers.of(as, holder);
        Page<Entry> page =
                page(reader.viewer(), whose, Listing.limit(limit), Listing.position(cursor));
        if (page.items().isEmpty() && cursor.isEmpty() && nobody(whose)) {
            throw new NotFound("no contact and no mail with the address " + whose);
        }
        readers.note(reader, "timeline.read", whose, page.items());
        return Listing.of(page);
    }

    private boolean nobody(String whose) {
        return whose.contains("@") && contacts.find(whose).isEmpty();
    }

    private Page<Entry> page(Viewer viewer, String whose, int limit, Position after) {
        if (whose.startsWith(Deals.PREFIX) && Deals.number(whose).isPresent()) {
            return timeline.ofDeal(viewer, DealResource.find(deals, whose), limit, after);
        }
        if (whose.startsWith(CompanyRegister.PREFIX) && !whose.contains(".")) {
            return timeline.ofCompany(viewer, CompanyResource.find(companies, whose), limit, after);
        }
        Optional<Contact> contact = contacts.find(whose);
        if (contact.isPresent()) {
            return timeline.ofContact(viewer, contact.get(), limit, after);
        }
        if (whose.contains("@")) {
            return timeline.ofAddresses(viewer, List.of(Contacts.key(whose)), limit, after);
        }
        if (whose.contains(".")) {
            Optional<Company> company = companies.ofDomain(whose);
            return company.isPresent()
                    ? timeline.ofCompany(viewer, company.get(), limit, after)
                    : timeline.ofDomain(viewer, whose, limit, after);
        }
        throw new NotFound("contact not found: " + whose);
    }
}
