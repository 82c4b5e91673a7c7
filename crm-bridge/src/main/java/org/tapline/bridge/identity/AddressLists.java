package org.tapline.bridge.identity;

import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// What is known of addresses from their form: role mailboxes, personal providers, disposable
/// domains. Lists as data (see `README.md` beside them), with the organisation's exceptions on
/// top.
///
/// @param roles exceptions for local parts or whole addresses
/// @param personal exceptions for personal providers' domains
/// @param disposable exceptions for disposable domains
public record AddressLists(Exceptions roles, Exceptions personal, Exceptions disposable) {

    private static final AddressLists STANDARD =
            new AddressLists(Exceptions.NONE, Exceptions.NONE, Exceptions.NONE);

    /// The lists as shipped.
    public static AddressLists standard() {
        return STANDARD;
    }

    /// An organisation's own view of a list: what it adds to it, and what it takes off.
    /// Taking off wins.
    ///
    /// @param add entries that count as listed, in comparison form
    /// @param remove entries that do not
    public record Exceptions(Set<String> add, Set<String> remove) {
        /// The list as shipped.
        public static final Exceptions NONE = new Exceptions(Set.of(), Set.of());

        public Exceptions {
            add = Set.copyOf(add);
            remove = Set.copyOf(remove);
        }
    }

    /// Whether the mailbox stands for a function and not for a person: `info@`, `no-reply@`,
    /// `support+de@`. An exception may name a local part (`sales`) or one address
    /// (`sales@acme.test`).
    public boolean role(AddressKey address) {
        String local = RoleWords.untagged(address.local());
        return decide(
                roles,
                List.of(local, address.local(), address.value()),
                () -> RoleWords.listed(local));
    }

    /// Whether anybody can have a mailbox there, so that the domain says nothing of a company.
    /// Subdomains of a listed domain count too (`mail.gmx.net`).
    public boolean personalProvider(String domain) {
        return listed(personal, Domains.toAscii(domain), ListedDomains::personal);
    }

    /// Whether the domain hands out throw-away mailboxes; subdomains count too.
    public boolean disposable(String domain) {
        return listed(disposable, Domains.toAscii(domain), ListedDomains::disposable);
    }

    private static boolean listed(Exceptions exceptions, String domain, Predicate<String> list) {
        // The most specific name that anybody says something of decides.
        for (String name : Domains.selfAndParents(domain)) {
            if (exceptions.remove().contains(name)) {
                return false;
            }
            if (exceptions.add().contains(name) || list.test(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean decide(Exceptions exceptions, List<String> names, BooleanSupplier list) {
        if (names.stream().anyMatch(exceptions.remove()::contains)) {
            return false;
        }
        return names.stream().anyMatch(exceptions.add()::contains) || list.getAsBoolean();
    }
}
