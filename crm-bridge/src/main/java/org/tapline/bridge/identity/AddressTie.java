package org.tapline.bridge.identity;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Which contact an address belongs to when several hold it (FEATURES D4).
public final class AddressTie {

    private AddressTie() {}

    /// One contact's hold on the address.
    ///
    /// @param contact id of the contact
    /// @param primary whether it is the contact's primary address
    /// @param createdAt when the contact was created
    public record Claim(long contact, boolean primary, Instant createdAt) {}

    private static final Comparator<Claim> ORDER =
            Comparator.comparing(Claim::primary)
                    .reversed()
                    .thenComparing(Claim::createdAt)
                    .thenComparingLong(Claim::contact);

    /// The primary owner first, then the older contact, then the lower id, so that the answer does
    /// not hang on the order of the claims.
    public static Optional<Claim> owner(Collection<Claim> claims) {
        return claims.stream().min(ORDER);
    }
}
