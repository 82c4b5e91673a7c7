package org.tapline.bridge.deals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Business that is spoken of with some contacts.
///
/// @param state `open` or `closed`
/// @param contacts whose mail it shows
/// @param since its contacts' mail counts from here; absent: from the first one
/// @param closedAt when it was closed last; absent while it is open
public record Deal(
        long id,
        String name,
        String state,
        List<Party> contacts,
        Optional<Instant> since,
        Instant createdAt,
        Optional<Instant> closedAt) {
    public Deal {
        contacts = List.copyOf(contacts);
    }

    /// A contact of a deal.
    public record Party(long id, String name) {}

    /// Whether mail of its contacts still comes to it.
    public boolean open() {
        return closedAt.isEmpty();
    }
}
