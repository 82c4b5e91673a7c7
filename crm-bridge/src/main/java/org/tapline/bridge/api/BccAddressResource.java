package org.tapline.bridge.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
import org.tapline.bridge.bcc.Scope;
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
    private final Clock clock;

    BccAddressResource(Optional<BccAddresses> addresses, Users users, Clock clock) {
        this.addresses = addresses;
        this.users = users;
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

    /// @param user address or id
    /// @param graceDays for which the old address goes on working; 30 when absent
    record Rotation(@Nullable String user, @Nullable Long graceDays) {}

    /// Every address that works. A user has one from the first time anybody asks.
    @GetMapping
    Listing<Row> list(
            @RequestParam Optional<String> user,
            @RequestParam(defaultValue = "500") int limit,
            @RequestParam Optional<String> cursor) {
        BccAddresses known = addresses();
        Optional<User> one = user.map(this::find);
        (one.isPresent() ? List.of(one.get()) : users.list())
                .forEach(each -> known.current(Scope.USER, each.address()));
        List<Row> rows =
                known.list(clock.instant()).stream()
                        .filter(each -> one.isEmpty() || of(each, one.get()))
                        .map(Row::of)
                        .toList();
        return Listing.piece(rows, Row::address, limit, cursor);
    }

    /// Replaces a user's secret address.
    @PostMapping("/rotate")
    Row rotate(@RequestBody Rotation body) {
        String user = body.user();
        if (user == null) {
            throw new BadField("user", "an address or id of a user is needed");
        }
        Long asked = body.graceDays();
        long days = asked == null ? BccAddresses.GRACE.toDays() : asked;
        if (days < 0 || days > MOST_DAYS) {
            throw new BadField("grace_days", "must be between 0 and " + MOST_DAYS);
        }
        String owner = find(user).address();
        return Row.of(
                addresses().rotate(Scope.USER, owner, clock.instant(), Duration.ofDays(days)));
    }

    private static boolean of(BccAddress each, User user) {
        return each.scope() == Scope.USER && each.owner().equals(user.address());
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
