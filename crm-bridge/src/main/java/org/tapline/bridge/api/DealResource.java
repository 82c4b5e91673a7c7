package org.tapline.bridge.api;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
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
import org.tapline.bridge.contacts.Contact;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.deals.Deal;
import org.tapline.bridge.deals.Deals;

/// `/deals`
@RestController
@RequestMapping("/api/v1/deals")
class DealResource {
    private static final int LONGEST_NAME = 500;

    private final Deals deals;
    private final Contacts contacts;

    DealResource(Deals deals, Contacts contacts) {
        this.deals = deals;
        this.contacts = contacts;
    }

    /// @param contacts ids or addresses
    /// @param since day or moment from which its contacts' mail counts; absent: all of it
    record NewDeal(
            @Nullable String name, @Nullable List<String> contacts, @Nullable String since) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Deal create(@RequestBody NewDeal body, Authentication holder) {
        List<Long> parties =
                Optional.ofNullable(body.contacts()).orElse(List.of()).stream()
                        .map(each -> contact(each).id())
                        .distinct()
                        .toList();
        return deals.create(
                name(body.name()),
                parties,
                Optional.ofNullable(body.since()).map(DealResource::moment),
                holder.getName());
    }

    @GetMapping
    Listing<Deal> list(
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam Optional<String> cursor,
            @RequestParam Optional<String> contact,
            @RequestParam Optional<String> state) {
        int most = Listing.limit(limit);
        return Listing.byId(
                deals.list(
                        most + 1,
                        Listing.before(cursor),
                        contact.map(this::contact).map(Contact::id),
                        state.map(DealResource::state)),
                most,
                Deal::id);
    }

    @GetMapping("/{deal}")
    Deal one(@PathVariable String deal) {
        return find(deals, deal);
    }

    record Named(@Nullable String name) {}

    @PutMapping("/{deal}/name")
    Deal rename(@PathVariable String deal, @RequestBody Named body, Authentication holder) {
        return deals.rename(find(deals, deal), name(body.name()), holder.getName());
    }

    @PostMapping("/{deal}/close")
    Deal close(@PathVariable String deal, Authentication holder) {
        return deals.open(find(deals, deal), false, holder.getName());
    }

    @PostMapping("/{deal}/reopen")
    Deal reopen(@PathVariable String deal, Authentication holder) {
        return deals.open(find(deals, deal), true, holder.getName());
    }

    @PutMapping("/{deal}/contacts/{contact}")
    Deal addContact(
            @PathVariable String deal, @PathVariable String contact, Authentication holder) {
        return deals.addContact(find(deals, deal), contact(contact).id(), holder.getName());
    }

    @DeleteMapping("/{deal}/contacts/{contact}")
    Deal removeContact(
            @PathVariable String deal, @PathVariable String contact, Authentication holder) {
        return deals.removeContact(find(deals, deal), contact(contact).id(), holder.getName())
                .orElseThrow(() -> new NotFound("contact " + contact + " is not in " + deal));
    }

    private Contact contact(String contact) {
        return contacts.find(contact)
                .orElseThrow(() -> new NotFound("contact not found: " + contact));
    }

    private static String name(@Nullable String name) {
        return Fields.text("name", name, LONGEST_NAME)
                .orElseThrow(() -> new BadField("name", "a name is needed"));
    }

    private static Deals.State state(String state) {
        try {
            return Deals.State.valueOf(state.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadField("state", "\"" + state + "\" is neither open nor closed");
        }
    }

    private static Instant moment(String text) {
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new BadField(
                    "since", "\"" + text + "\" is neither a day (2026-11-21) nor a moment in UTC");
        }
    }

    static Deal find(Deals deals, String deal) {
        return deals.find(deal).orElseThrow(() -> new NotFound("deal not found: " + deal));
    }
}
