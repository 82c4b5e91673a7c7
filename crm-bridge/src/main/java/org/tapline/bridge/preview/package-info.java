/// What a change of policy would do, told before it is made.
///
/// **What it is for.** [Rehearsal] takes the newest stored messages, asks
/// [org.tapline.bridge.policy.Preview] about each, under the policies as they are and as they would
/// be, and counts what would be added, removed, hidden or shown.
///
/// **In and out.** In: whom the change is for, key and value. Out: a [Rehearsal.Outcome].
///
/// **Invariants.** Nothing is changed. The facts are put together again from what is stored
/// ([StoredFacts]); where too little is kept of an excluded message to ask a rule again, it counts
/// as unknown and not as one of the others.
///
/// **What it must never do.** Show a subject or a text: a preview is about counts, and whoever
/// wants to read looks at the message.
///
/// **Threads.** Thread-safe. **Failures.** Those of the database.
///
/// **Where to start reading.** [Rehearsal].
@NullMarked
package org.tapline.bridge.preview;

import org.jspecify.annotations.NullMarked;
