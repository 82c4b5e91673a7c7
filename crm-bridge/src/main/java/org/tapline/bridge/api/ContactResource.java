package org.tapline.bridge.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.contacts.Company;
import org.tapline.bridge.contacts.CompanyRegister;
import org.tapline.bridge.contacts.Contact;
import org.tapline.bridge.contacts.ContactChanges;
import org.tapline.bridge.contacts.ContactMerges;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.contacts.Origin;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.identity.Companies;
import org.tapline.bridge.identity.PersonNames;
import org.tapline.bridge.jobs.Job;
import org.tapline.bridge.jobs.Jobs;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.policy.Policies;
import org.tapline.bridge.policy.PolicyKeys;

/// `/contacts`
@RestController
@RequestMapping("/api/v1/contacts")
class ContactResource {
    /// Longer texts are no names.
    private static final int LONGEST_NAME = 500;

    private final Contacts contacts;
    private final ContactChanges changes;
    private final ContactMerges merges;
    private final CompanyRegister companies;
    private final PolicySettings settings;
    private final Jobs jobs;

    ContactResource(
            Contacts contacts,
            ContactChanges changes,
            ContactMerges merges,
            CompanyRegister companies,
            PolicySettings settings,
            Jobs jobs) {
        this.jobs = jobs;
        this.contacts = contacts;
        this.changes = changes;
        this.merges = merges;
        this.companies = companies;
        this.settings = settings;
    }

    /// A contact, and the job that looks for stored mail of its addresses.
    record Changed(@JsonUnwrapped Contact contact, Optional<Long> rematchJob) {}

    private Changed changed(Contact contact) {
        String subject = ContactChanges.SUBJECT + contact.id();
        return new Changed(
                contact, jobs.list(1, Long.MAX_VALUE, subject).stream().map(Job::id).findFirst());
    }

    /// @param emails the first becomes the primary address
    /// @param name taken from the address when absent
    /// @param company name or domain
    record NewContact(
            @Nullable List<String> emails, @Nullable String name, @Nullable String company) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Changed add(@RequestBody NewContact body, Authentication holder) {
        List<String> emails =
                Optional.ofNullable(body.emails()).orElse(List.of()).stream()
                        .map(email -> Fields.address("emails", email))
                        .toList();
        if (emails.isEmpty()) {
            throw new BadField("emails", "at least one address is needed");
        }
        return changed(
                changes.add(
                        fresh(
                                emails,
                                Fields.text("name", body.name(), LONGEST_NAME),
                                Fields.text("company", body.company(), LONGEST_NAME)),
                        holder.getName()));
    }

    private Contacts.NewContact fresh(
            List<String> emails, Optional<String> name, Optional<String> company) {
        String primary = emails.getFirst();
        return new Contacts.NewContact(
                name.orElseGet(() -> PersonNames.fromDisplay("", primary)),
                emails,
                company,
                companyDomain(primary),
                Origin.MANUAL);
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
            @RequestParam(defaultValue = "false") boolean deleted,
            @RequestParam Optional<String> origin,
            @RequestParam Optional<String> company,
            @RequestParam(defaultValue = "") String words) {
        int most = Listing.limit(limit);
        Contacts.Filter filter =
                new Contacts.Filter(
                        deleted,
                        origin.map(ContactResource::origin),
                        company.map(which -> CompanyResource.find(companies, which))
                                .map(Company::id),
                        words);
        return Listing.byId(
                contacts.list(most + 1, Listing.before(cursor), filter), most, Contact::id);
    }

    private static Origin origin(String label) {
        try {
            return Origin.valueOf(label.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadField(
                    "origin",
                    "\"" + label + "\" is none of manual, import, sent, received, bcc, meeting");
        }
    }

    @GetMapping("/{contact}")
    Contact one(@PathVariable String contact) {
        return find(contact);
    }

    @DeleteMapping("/{contact}")
    Contact delete(@PathVariable String contact, Authentication holder) {
        return changes.deleted(find(contact), true, holder.getName());
    }

    @PostMapping("/{contact}/restore")
    Contact restore(@PathVariable String contact, Authentication holder) {
        return changes.deleted(find(contact), false, holder.getName());
    }

    /// Answers with what it was.
    @PostMapping("/{contact}/purge")
    Changed purge(@PathVariable String contact, Authentication holder) {
        Contact found = find(contact);
        changes.purge(found, holder.getName());
        return changed(found);
    }

    /// Answers with what it was.
    @PostMapping("/{contact}/undo-creation")
    Contact undoCreation(@PathVariable String contact, Authentication holder) {
        Contact found = find(contact);
        changes.undoCreation(found, holder.getName());
        return found;
    }

    /// @param name of the person, or name or domain of a company
    record Named(@Nullable String name) {}

    @PutMapping("/{contact}/name")
    Contact rename(@PathVariable String contact, @RequestBody Named body, Authentication holder) {
        String name =
                Fields.text("name", body.name(), LONGEST_NAME)
                        .orElseThrow(() -> new BadField("name", "a name is needed"));
        return changes.rename(find(contact), name, holder.getName());
    }

    @PutMapping("/{contact}/company")
    Contact company(@PathVariable String contact, @RequestBody Named body, Authentication holder) {
        String company =
                Fields.text("name", body.name(), LONGEST_NAME)
                        .orElseThrow(() -> new BadField("name", "a name or domain is needed"));
        return changes.company(find(contact), Optional.of(company), holder.getName());
    }

    @DeleteMapping("/{contact}/company")
    Contact noCompany(@PathVariable String contact, Authentication holder) {
        return changes.company(find(contact), Optional.empty(), holder.getName());
    }

    /// @param primary the primary address from now on
    /// @param shared also when it is another contact's
    record AddressUse(@Nullable Boolean primary, @Nullable Boolean shared) {}

    @PutMapping("/{contact}/addresses/{address}")
    Changed address(
            @PathVariable String contact,
            @PathVariable String address,
            @RequestBody AddressUse body,
            Authentication holder) {
        String checked = Fields.address("address", address);
        return changed(
                changes.address(
                        find(contact),
                        new ContactChanges.Address(
                                checked,
                                Boolean.TRUE.equals(body.primary()),
                                Boolean.TRUE.equals(body.shared()),
                                companyDomain(checked)),
                        holder.getName()));
    }

    @DeleteMapping("/{contact}/addresses/{address}")
    Contact withoutAddress(
            @PathVariable String contact, @PathVariable String address, Authentication holder) {
        return changes.withoutAddress(find(contact), address, holder.getName())
                .orElseThrow(() -> notItsAddress(contact, address));
    }

    /// @param contact id or address of the one that is merged
    record Other(@Nullable String contact) {}

    @PostMapping("/{contact}/merge")
    Changed merge(@PathVariable String contact, @RequestBody Other body, Authentication holder) {
        String other = body.contact();
        if (other == null) {
            throw new BadField("contact", "the id or an address of the other contact is needed");
        }
        return changed(merges.merge(find(contact), find(other), holder.getName()));
    }

    /// @param address moved off into a contact of its own
    /// @param merged id of a contact whose merge is taken back; without either: the newest merge
    record Split(@Nullable String address, @Nullable Long merged) {}

    /// Answers with the contact that is there now besides this one.
    @PostMapping("/{contact}/split")
    Contact split(@PathVariable String contact, @RequestBody Split body, Authentication holder) {
        Contact found = find(contact);
        String address = body.address();
        if (address != null) {
            String checked = Fields.address("address", address);
            return merges.split(
                            found,
                            fresh(List.of(checked), Optional.empty(), Optional.empty()),
                            holder.getName())
                    .orElseThrow(() -> notItsAddress(contact, checked));
        }
        return merges.undo(found, Optional.ofNullable(body.merged()), holder.getName())
                .orElseThrow(
                        () ->
                                new NotFound(
                                        "nothing like that was merged into contact "
                                                + found.id()
                                                + "; name an address to move it off"));
    }

    private static NotFound notItsAddress(String contact, String address) {
        return new NotFound("contact " + contact + " does not have the address " + address);
    }

    private Contact find(String contact) {
        return contacts.find(contact)
                .orElseThrow(() -> new NotFound("contact not found: " + contact));
    }
}
