package org.tapline.bridge.identity;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The organisation's own addresses and domains.
///
/// A personal provider's domain is never an own domain, even when the configuration names it: a
/// freelancer with a gmail.com mailbox would otherwise lose all mail with other gmail.com people.
/// The mailbox address itself is still a user's.
///
/// @param addresses users, their aliases and shared mailboxes
/// @param domains own domains by [Domains#toAscii]
public record OwnPeople(Set<AddressKey> addresses, Set<String> domains) {
    public OwnPeople {
        addresses = Set.copyOf(addresses);
        domains = Set.copyOf(domains);
    }

    /// From the configuration and the users' addresses, as written.
    public static OwnPeople of(
            Collection<String> addresses, Collection<String> domains, AddressLists lists) {
        Set<AddressKey> keys =
                addresses.stream().map(AddressKey::of).collect(Collectors.toUnmodifiableSet());
        Set<String> own = new TreeSet<>();
        for (String domain : domains) {
            String ascii = Domains.toAscii(domain);
            if (!ascii.isEmpty() && !lists.personalProvider(ascii)) {
                own.add(ascii);
            }
        }
        return new OwnPeople(keys, own);
    }

    /// Whose this address is. A plus tag of a user's address is the user's, whatever the policy
    /// on tags: mail to `anna+shop` is in Anna's mailbox.
    public Ownership of(AddressKey address) {
        AddressKey untagged = address.folded(new AddressFolding(true, false));
        if (addresses.contains(address) || addresses.contains(untagged)) {
            return Ownership.OWN_USER;
        }
        if (domains.contains(address.domain())
                || Domains.selfAndParents(address.domain()).stream().anyMatch(domains::contains)) {
            return Ownership.OWN_DOMAIN;
        }
        return Ownership.OUTSIDE;
    }
}
