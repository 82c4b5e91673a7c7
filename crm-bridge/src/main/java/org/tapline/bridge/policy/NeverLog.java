package org.tapline.bridge.policy;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tapline.bridge.identity.AddressKey;

/// The listed people and domains, made once for all messages under the same policies: a list may
/// have thousands of entries, a second thousands of messages.
///
/// @param addresses under the organisation's folding
/// @param domains A-labels in lower case; subdomains count
record NeverLog(Set<AddressKey> addresses, Set<String> domains) {

    static NeverLog of(Policies policies) {
        Set<AddressKey> addresses =
                policies.get(PolicyKeys.NEVER_LOG_ADDRESSES).stream()
                        .map(address -> AddressKey.of(address, policies.folding()))
                        .collect(Collectors.toUnmodifiableSet());
        return new NeverLog(addresses, Set.copyOf(policies.get(PolicyKeys.NEVER_LOG_DOMAINS)));
    }

    boolean has(AddressKey key) {
        return addresses.contains(key) || domain(key).isPresent();
    }

    /// The setting that lists the address, for the explanation.
    String where(AddressKey key) {
        return addresses.contains(key)
                ? "never-log.addresses"
                : "never-log.domains: " + domain(key).orElse("");
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
