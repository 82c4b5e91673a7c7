package org.tapline.bridge.mining;

import java.time.Instant;
import java.util.Optional;

/// A search for contacts in the mail that a user ever sent, and how far it is.
///
/// @param id of the job, too
/// @param user primary address
/// @param state as of the job: `waiting`, `running`, `done`, `failed`
/// @param total highest number of a message when it began; 0 while nobody knows
/// @param done numbers of messages looked at
/// @param messages sent by the user
/// @param created contacts made; in a dry run: that would be
/// @param known addresses of contacts that were there, deleted ones included
/// @param leftOut addresses that make no contact; see the list
public record MiningReport(
        long id,
        String user,
        boolean dryRun,
        String state,
        long total,
        long done,
        long messages,
        long created,
        long known,
        long leftOut,
        Optional<String> error,
        Instant createdAt) {

    /// Somebody the user wrote to.
    ///
    /// @param outcome `created`, `known` or `left-out`
    public record Found(long id, String address, String name, String outcome, String reason) {}
}
