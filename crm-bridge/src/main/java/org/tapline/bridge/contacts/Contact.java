package org.tapline.bridge.contacts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A person outside.
///
/// @param emails the primary address first
/// @param company name of the company
/// @param origin label of an [Origin]
public record Contact(
        long id,
        String name,
        List<Email> emails,
        Optional<String> company,
        String origin,
        Instant createdAt,
        Optional<Instant> deletedAt) {
    public Contact {
        emails = List.copyOf(emails);
    }

    /// One address of a contact.
    ///
    /// @param address as first written
    /// @param bouncing mail to it comes back for good
    /// @param softBounces bounces that say it may work later, since somebody wrote from it last
    public record Email(
            String address, boolean primary, Optional<Bouncing> bouncing, long softBounces) {
        /// An address of which no mail came back.
        public Email(String address, boolean primary) {
            this(address, primary, Optional.empty(), 0);
        }
    }

    /// Mail to an address comes back for good.
    ///
    /// @param since when the first bounce was written
    /// @param status enhanced status code (RFC 3463) of the last one; may be empty
    /// @param message id of the last bounce, where it is recorded
    public record Bouncing(Instant since, String status, Optional<Long> message) {}
}
