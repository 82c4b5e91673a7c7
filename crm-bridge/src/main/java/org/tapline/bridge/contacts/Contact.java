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
    public record Email(String address, boolean primary) {}
}
