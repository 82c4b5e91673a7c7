package org.tapline.bridge.policy;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tapline.bridge.identity.AddressFolding;
import org.tapline.bridge.identity.AddressKey;

/// The listed people and domains, made once for all messages under the same policies: a list may
/// have thousands of entries, a second thousands of messages.
///
/// @param addresses under the organisation's folding
/// @param domains A-labels in lower case; subdomains count
/// @param folding the organisation's
record NeverLog(Set<AddressKey> addresses, Set<String> domains, AddressFolding folding) {

    static NeverLog of(Policies policies) {
        AddressFolding folding = policies.folding();
        Set<AddressKey> addresses =
                policies.get(PolicyKeys.NEVER_LOG_ADDRESSES).stream()
                        .map(address -> AddressKey.of(address, folding))
                        .collect(Collectors.toUnmodifiableSet());
        Set<String> domains = Set.copyOf(policies.get(PolicyKeys.NEVER_LOG_DOMAINS));
        return new NeverLog(addresses, domains, folding);
    }

    boolean has(AddressKey key) {
        return listed(key) || domain(key).isPresent();
    }

    /// The setting that lists the address, for the explanation.
    String where(AddressKey key) {
        return listed(key) ? "never-log.addresses" : "never-log.domains: " + domain(key).orElse("");
    }

    private boolean listed(AddressKey key) {
        return addresses.contains(key.folded(folding));
    }

    private Optional<String> domain(AddressKey key) {
        for (String name = key.domain(); !name.isEmpty(); ) {
            if (domains.contains(name)) {
                return Optional.of(name);
            }
            int dot = name.indexOf('.');
            name = dot < 0 ? "" : name.substring(dot + 1);
        }
        return Optional.empty();
    }
}
