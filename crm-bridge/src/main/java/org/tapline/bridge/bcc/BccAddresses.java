package org.tapline.bridge.bcc;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.identity.Domains;

/// The addresses of the CRM's own domain: made, replaced and recognised here. Thread-safe as far as
/// the store and the source of randomness are.
public final class BccAddresses {

    /// How long an address works after it was replaced: time to change address books. 30 days, so
    /// that people who write once a month meet the change once.
    public static final Duration GRACE = Duration.ofDays(30);

    private final String domain;
    private final BccStore store;
    private final RandomGenerator random;

    /// @param domain the CRM's domain, as in `listen.bcc.domain`
    /// @param random must not be predictable: a `SecureRandom` in production
    public BccAddresses(String domain, BccStore store, RandomGenerator random) {
        this.domain = Domains.toAscii(domain);
        this.store = store;
        this.random = random;
    }

    /// The CRM's domain in A-labels.
    public String domain() {
        return domain;
    }

    /// Whether an address lies in the CRM's domain, known or not.
    public boolean ours(String address) {
        return AddressKey.of(address).domain().equals(domain);
    }

    /// The address a message was sent to. Case does not count, and the letters that look like
    /// digits are taken for them.
    ///
    /// @return empty when it is none of ours; one that was replaced and is over is found too: see
    ///     [BccAddress#over]
    public Optional<BccAddress> find(String address) {
        AddressKey key = AddressKey.of(address);
        if (!key.domain().equals(domain)) {
            return Optional.empty();
        }
        if (key.local().equals(Scope.ORGANISATION.prefix())) {
            return Optional.of(organisation());
        }
        return stored(address).flatMap(store::find);
    }

    /// An address with a secret part, of whatever domain, in the spelling it is stored in.
    ///
    /// @return empty when it cannot be one
    public static Optional<String> stored(String address) {
        AddressKey key = AddressKey.of(address);
        int dash = key.local().indexOf('-');
        if (dash < 0) {
            return Optional.empty();
        }
        String prefix = key.local().substring(0, dash);
        return SecretPart.read(key.local().substring(dash + 1))
                .map(secret -> prefix + '-' + secret + '@' + key.domain());
    }

    /// `crm@DOMAIN`. It is not secret and always there.
    public BccAddress organisation() {
        return new BccAddress(
                Scope.ORGANISATION.prefix() + '@' + domain,
                Scope.ORGANISATION,
                domain,
                Optional.empty());
    }

    /// The current address of a user, contact, company or deal; made when there is none yet.
    public BccAddress current(Scope scope, String owner) {
        return scope == Scope.ORGANISATION ? organisation() : store.currentOr(mint(scope, owner));
    }

    /// Replaces an address.
    ///
    /// @param grace how long the old one goes on working; zero when it leaked
    /// @throws IllegalArgumentException for the organisation's, which is not secret
    public BccAddress rotate(Scope scope, String owner, Instant now, Duration grace) {
        BccAddress fresh = mint(scope, owner);
        store.replace(fresh, now.plus(grace));
        return fresh;
    }

    /// The organisation's address and every other one that works.
    public List<BccAddress> list(Instant now) {
        return Stream.concat(Stream.of(organisation()), store.list(now).stream()).toList();
    }

    private BccAddress mint(Scope scope, String owner) {
        if (scope == Scope.ORGANISATION) {
            throw new IllegalArgumentException("the organisation's address has no secret part");
        }
        return new BccAddress(
                scope.prefix() + '-' + SecretPart.mint(random) + '@' + domain,
                scope,
                owner,
                Optional.empty());
    }
}
