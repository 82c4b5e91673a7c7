package org.tapline.bridge.mailbox;

import java.time.Instant;
import java.util.List;

/// One of our own people, or a shared mailbox.
///
/// @param address the primary address
/// @param aliases further addresses
/// @param disabled whether the user's mailboxes are taken out of what is observed
public record User(
        long id,
        String name,
        String address,
        List<String> aliases,
        boolean disabled,
        Instant createdAt) {
    public User {
        aliases = List.copyOf(aliases);
    }
}
