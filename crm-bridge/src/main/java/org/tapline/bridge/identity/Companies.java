package org.tapline.bridge.identity;

import java.util.Optional;

/// Which company an address speaks for.
public final class Companies {

    private Companies() {}

    /// The registrable domain of the address, unless anybody can have an address there.
    ///
    /// @param address of somebody outside; own people are nobody's company
    /// @return empty for personal providers, disposable domains and texts without a registrable
    ///     domain
    public static Optional<String> domain(AddressKey address, AddressLists lists) {
        if (!address.routable()
                || lists.personalProvider(address.domain())
                || lists.disposable(address.domain())) {
            return Optional.empty();
        }
        return address.registrableDomain().filter(domain -> !lists.personalProvider(domain));
    }
}
