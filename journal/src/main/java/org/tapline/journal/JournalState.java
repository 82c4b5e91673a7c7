package org.tapline.journal;

import java.time.Instant;
import java.util.Optional;

/// How much waits in the journal.
///
/// @param depth entries that are not acknowledged
/// @param oldestAt when the oldest of them was observed
public record JournalState(long depth, Optional<Instant> oldestAt) {}
