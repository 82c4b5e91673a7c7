/// From an observation to the timeline.
///
/// **What it is for.** [Intake] consumes the journal, as many observations in one transaction as
/// wait. Each message becomes an [Arrival]: read, with all that can be said without the database.
/// [Filing] takes groups of them: decide, match, create, thread, store, publish (DESIGN section 5).
/// Observations without a message go to [Sightings]; what they say of marks by hand to [HandMarks].
/// Bounces mark addresses ([BounceMarks]).
///
/// **In and out.** In: observations with their content. Out: rows, blobs, events, the ledger.
///
/// **Invariants.**
/// - An observation is filed once, however often it is delivered: its id is the first row of its
///   transaction.
/// - Nothing of an excluded message is kept but its id, its addresses and the reason.
/// - A batch leaves the same rows as its observations one after the other; where it fails they go
///   one by one.
/// - A blob is durable before, or with, the transaction that refers to it.
/// - Rows that several may want are taken in one order: observation, thread references, threads,
///   blobs, message, contacts, decision, ledger; within one kind by key.
///
/// **What it must never do.** Throw for what a mail contains; hold a mail in memory; drop an
/// observation.
///
/// **Threads.** The journal's own, several at once, also in several bridges on one database.
///
/// **Failures.** The environment (database away, disk full): `TRY_AGAIN`. Anything else is tried
/// [Intake#TRIES] times and then parked with its reason ([Parking]), so that the rest goes on.
///
/// **Where to start reading.** [Intake], then [Filing].
@NullMarked
package org.tapline.bridge.intake;

import org.jspecify.annotations.NullMarked;
