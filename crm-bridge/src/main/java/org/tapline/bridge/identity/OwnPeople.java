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
/// @param addresses users, their aliases and shared mailboxes, tags and Gmail dots folded
/// @param domains own domains by [Domains#toAscii]
public record OwnPeople(Set<AddressKey> addresses, Set<String> domains) {
    /// Our own mailboxes are compared without tags and dots whatever the policy: mail to
    /// `anna+shop` lies in Anna's mailbox, and the policy may have folded what is asked for.
    private static final AddressFolding WHOLE = new AddressFolding(true, true);

    public OwnPeople {
        addresses =
                addresses.stream()
                        .map(key -> key.folded(WHOLE))
                        .collect(Collectors.toUnmodifiableSet());
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

    /// Whose this address is.
    public Ownership of(AddressKey address) {
        if (addresses.contains(address.folded(WHOLE))) {
            return Ownership.OWN_USER;
        }
        if (domains.contains(address.domain())
                || Domains.selfAndParents(address.domain()).stream().anyMatch(domains::contains)) {
            return Ownership.OWN_DOMAIN;
        }
        return Ownership.OUTSIDE;
    }
}
