package org.tapline.bridge.addressbook;

import java.time.Instant;
import java.util.Optional;

/// A file that is filed, and how far that is.
///
/// @param id of the job, too
/// @param state as of the job: `waiting`, `running`, `done`, `failed`
/// @param size octets
/// @param done octets
/// @param created contacts that are new; in a dry run: would be
/// @param merged entries that added something to a contact
/// @param unchanged entries of which everything was known
/// @param refused lines of which nothing was taken; see the list
/// @param rematchJob job that looks for stored mail of the addresses that came in
public record Import(
        long id,
        String format,
        boolean dryRun,
        String state,
        long size,
        long done,
        long created,
        long merged,
        long unchanged,
        long refused,
        Optional<String> error,
        Optional<Long> rematchJob,
        Instant createdAt) {

    /// A line that was refused.
    public record Refusal(long id, long line, String reason) {}
}
