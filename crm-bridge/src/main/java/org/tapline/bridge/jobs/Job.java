package org.tapline.bridge.jobs;

import java.time.Instant;
import java.util.Optional;

/// Work that is done in pieces, and how far it is.
///
/// @param kind what is done: `rematch`, `rekey`, `import`, `mining`
/// @param subject what it is done to: `contact 12`
/// @param state `waiting`, `running`, `done` or `failed`
/// @param total steps in all; 0 while nobody knows
/// @param done steps done
/// @param found what came of it, messages or contacts
/// @param error why it failed
public record Job(
        long id,
        String kind,
        String subject,
        String state,
        long total,
        long done,
        long found,
        Optional<String> error,
        Instant createdAt,
        Optional<Instant> finishedAt) {}
