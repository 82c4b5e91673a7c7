package org.tapline.bridge.api;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.contacts.Contact;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.contacts.Origin;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.identity.Companies;
import org.tapline.bridge.identity.PersonNames;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.policy.Policies;
import org.tapline.bridge.policy.PolicyKeys;

/// `/contacts`
@RestController
@RequestMapping("/api/v1/contacts")
class ContactResource {
    private final Contacts contacts;
    private final PolicySettings settings;

    ContactResource(Contacts contacts, PolicySettings settings) {
        this.contacts = contacts;
        this.settings = settings;
    }

    /// @param emails the first becomes the primary address
    /// @param name taken from the address when absent
    /// @param company name or domain
    record NewContact(
            @Nullable List<String> emails, @Nullable String name, @Nullable String company) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Contact add(@RequestBody NewContact body) {
        List<String> emails =
                Optional.ofNullable(body.emails()).orElse(List.of()).stream()
                        .map(email -> Fields.address("emails", email))
                        .toList();
        if (emails.isEmpty()) {
            throw new BadField("emails", "at least one address is needed");
        }
        String primary = emails.getFirst();
        String name = Optional.ofNullable(body.name()).map(String::strip).orElse("");
        return contacts.add(
                new Contacts.NewContact(
                        name.isEmpty() ? PersonNames.fromDisplay("", primary) : name,
                        emails,
                        Optional.ofNullable(body.company()).filter(company -> !company.isBlank()),
                        companyDomain(primary),
                        Origin.MANUAL));
    }

    private Optional<String> companyDomain(String address) {
        Policies policies = settings.effective(Optional.empty(), Optional.empty());
        return policies.get(PolicyKeys.COMPANIES_CREATE)
                ? Companies.domain(AddressKey.of(address), policies.lists())
                : Optional.empty();
    }

    @GetMapping
    Listing<Contact> list(
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam Optional<String> cursor,
            @RequestParam(defaultValue = "false") boolean deleted) {
        int most = Listing.limit(limit);
        long before = cursor.map(given -> Fields.number("cursor", given)).orElse(Long.MAX_VALUE);
        List<Contact> found = contacts.list(most + 1, before, deleted);
        if (found.size() <= most) {
            return Listing.whole(found);
        }
        List<Contact> shown = found.subList(0, most);
        return new Listing<>(shown, Optional.of(Long.toString(shown.getLast().id())));
    }

    @GetMapping("/{contact}")
    Contact one(@PathVariable String contact) {
        return find(contact);
    }

    @DeleteMapping("/{contact}")
    Contact delete(@PathVariable String contact) {
        return contacts.deleted(find(contact), true);
    }

    @PostMapping("/{contact}/restore")
    Contact restore(@PathVariable String contact) {
        return contacts.deleted(find(contact), false);
    }

    private Contact find(String contact) {
        return contacts.find(contact)
                .orElseThrow(() -> new NotFound("contact not found: " + contact));
    }
}
