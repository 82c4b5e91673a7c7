package org.tapline.bridge.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.bcc.BccAddress;
import org.tapline.bridge.bcc.BccAddresses;
import org.tapline.bridge.bcc.OwnerName;
import org.tapline.bridge.bcc.Scope;
import org.tapline.bridge.contacts.CompanyRegister;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.deals.Deals;
import org.tapline.bridge.mailbox.User;
import org.tapline.bridge.mailbox.Users;

/// `/bcc-addresses`
@RestController
@RequestMapping("/api/v1/bcc-addresses")
class BccAddressResource {

    /// Nobody plans further ahead.
    private static final long MOST_DAYS = 3_650;

    private final Optional<BccAddresses> addresses;
    private final Users users;
    private final Contacts contacts;
    private final CompanyRegister companies;
    private final Deals deals;
    private final Clock clock;

    BccAddressResource(
            Optional<BccAddresses> addresses,
            Users users,
            Contacts contacts,
            CompanyRegister companies,
            Deals deals,
            Clock clock) {
        this.addresses = addresses;
        this.users = users;
        this.contacts = contacts;
        this.companies = companies;
        this.deals = deals;
        this.clock = clock;
    }

    /// One address.
    ///
    /// @param scope organisation, user, contact, company, deal
    /// @param until when it stops to work; null for a current one
    record Row(String address, String scope, String owner, Optional<Instant> until) {
        static Row of(BccAddress each) {
            return new Row(each.address(), each.scope().label(), each.owner(), each.until());
        }
    }

    /// Whose address: one of these.
    ///
    /// @param user address or id
    /// @param contact address or id
    /// @param company `company-7`, domain or name
    /// @param deal `deal-7`
    /// @param graceDays for which the old address goes on working; 30 when absent
    record Wanted(
            @Nullable String user,
            @Nullable String contact,
            @Nullable String company,
            @Nullable String deal,
            @Nullable Long graceDays) {}

    private record Owner(Scope scope, String name) {
        boolean of(BccAddress address) {
            return address.scope() == scope && address.owner().equals(name);
        }
    }

    /// Every address that works, or those of one owner. A user has one from the first time anybody
    /// asks.
    @GetMapping
    Listing<Row> list(
            @RequestParam Optional<String> user,
            @RequestParam Optional<String> contact,
            @RequestParam Optional<String> company,
            @RequestParam Optional<String> deal,
            @RequestParam(defaultValue = "500") int limit,
            @RequestParam Optional<String> cursor) {
        BccAddresses known = addresses();
        List<Owner> owners =
                owners(
                        user.orElse(null),
                        contact.orElse(null),
                        company.orElse(null),
                        deal.orElse(null));
        if (owners.isEmpty()) {
            users.list().forEach(each -> known.current(Scope.USER, each.address()));
        } else if (owners.getFirst().scope() == Scope.USER) {
            known.current(Scope.USER, owners.getFirst().name());
        }
        List<Row> rows =
                known.list(clock.instant()).stream()
                        .filter(each -> owners.isEmpty() || owners.getFirst().of(each))
                        .map(Row::of)
                        .toList();
        return Listing.piece(rows, Row::address, limit, cursor);
    }

    /// The current address of an owner; made when there is none yet.
    @PostMapping
    Row add(@RequestBody Wanted body) {
        Owner owner = owner(body);
        return Row.of(addresses().current(owner.scope(), owner.name()));
    }

    /// Replaces an address.
    @PostMapping("/rotate")
    Row rotate(@RequestBody Wanted body) {
        Owner owner = owner(body);
        Long asked = body.graceDays();
        long days = asked == null ? BccAddresses.GRACE.toDays() : asked;
        if (days < 0 || days > MOST_DAYS) {
            throw new BadField(
                    "grace_days", "must be between 0 and %d, not %d".formatted(MOST_DAYS, days));
        }
        return Row.of(
                addresses()
                        .rotate(
                                owner.scope(),
                                owner.name(),
                                clock.instant(),
                                Duration.ofDays(days)));
    }

    private Owner owner(Wanted body) {
        List<Owner> owners = owners(body.user(), body.contact(), body.company(), body.deal());
        if (owners.size() != 1) {
            throw new BadField("user", "one of user, contact, company and deal is needed");
        }
        return owners.getFirst();
    }

    /// At most one: naming several is refused.
    private List<Owner> owners(
            @Nullable String user,
            @Nullable String contact,
            @Nullable String company,
            @Nullable String deal) {
        List<Owner> owners = new ArrayList<>();
        if (user != null) {
            owners.add(new Owner(Scope.USER, find(user).address()));
        }
        if (contact != null) {
            long id =
                    contacts.find(contact)
                            .orElseThrow(() -> new NotFound("contact not found: " + contact))
                            .id();
            owners.add(new Owner(Scope.CONTACT, OwnerName.of(Scope.CONTACT, id)));
        }
        if (company != null) {
            long id =
                    companies
                            .find(company)
                            .orElseThrow(() -> new NotFound("company not found: " + company))
                            .id();
            owners.add(new Owner(Scope.COMPANY, OwnerName.of(Scope.COMPANY, id)));
        }
        if (deal != null) {
            long id =
                    deals.find(deal)
                            .orElseThrow(() -> new NotFound("deal not found: " + deal))
                            .id();
            owners.add(new Owner(Scope.DEAL, OwnerName.of(Scope.DEAL, id)));
        }
        if (owners.size() > 1) {
            throw new BadField("user", "only one of user, contact, company and deal can be named");
        }
        return owners;
    }

    private User find(String user) {
        return users.find(user).orElseThrow(() -> new NotFound("user not found: " + user));
    }

    private BccAddresses addresses() {
        return addresses.orElseThrow(
                () ->
                        new NotFound(
                                "there are no BCC addresses: set listen.bcc.domain in"
                                        + " tapline.yaml"));
    }
}
