package org.tapline.bridge.ops;

import java.time.Instant;
import java.util.Optional;

/// What is known of a token that was given out; never the token itself.
///
/// @param createdBy name of the token that made it; empty for the administrator's own
/// @param lastUsedAt to the minute
public record Token(
        long id,
        String name,
        Scope scope,
        Instant createdAt,
        String createdBy,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt) {}
