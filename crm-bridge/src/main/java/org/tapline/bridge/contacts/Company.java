package org.tapline.bridge.contacts;

import java.time.Instant;
import java.util.List;

/// A company that contacts belong to.
///
/// @param domains registrable domains whose people are its own; none for one that is known by name
/// @param contacts how many contacts it has that are not deleted
public record Company(
        long id, String name, List<String> domains, long contacts, Instant createdAt) {
    public Company {
        domains = List.copyOf(domains);
    }
}
