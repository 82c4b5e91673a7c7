/// Mail that is stored already, when what is known of people changes.
///
/// **What it is for.** Messages are linked to contacts by address at the moment of reading, so that
/// nothing has to be rewritten when a contact comes or goes. [Rematch] finds the stored messages of
/// addresses that have a new owner, counts them, and tells the outbox, whose readers know only what
/// they were told. [Rekey] brings the comparison keys up to a changed policy of folding.
///
/// **In and out.** In: address keys. Out: jobs ([org.tapline.bridge.jobs]) with their progress.
///
/// **Invariants.**
/// - A piece of a job reads a bounded number of rows, by index, whatever is stored.
/// - Doing a piece twice changes nothing more; an event may be written twice.
///
/// **Threads.** Thread-safe. **Failures.** Those of the database.
///
/// **Where to start reading.** [Rematch].
@NullMarked
package org.tapline.bridge.history;

import org.jspecify.annotations.NullMarked;
