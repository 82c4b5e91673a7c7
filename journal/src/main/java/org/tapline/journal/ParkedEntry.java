package org.tapline.journal;

import java.time.Instant;
import java.util.UUID;

/// An entry that the journal could not read, kept aside until an administrator replays it.
///
/// @param id of the observation where the writer gave it, otherwise one given when it was parked
/// @param parkedAt when it was put aside
/// @param mailbox whose mail it is as far as the writer said, for reading only; may be empty
/// @param reason what could not be read
/// @param size octets, head and content together
public record ParkedEntry(UUID id, Instant parkedAt, String mailbox, String reason, long size) {}
