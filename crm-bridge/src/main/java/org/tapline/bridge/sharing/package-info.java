/// Who may see which stored message.
///
/// **What it is for.** [Sights] gathers what [org.tapline.bridge.privacy.Visibility] must know of
/// stored messages, asks it, and hands its answer on. Timeline, list, search, single message, raw
/// octets and explanation ask here, and nowhere else. [Marks] keeps the private marks.
///
/// **In and out.** In: ids of messages and a viewer. Out: a [Seeing] for each.
///
/// **Invariants.**
/// - Levels and marks hold from the moment they are set: nothing of an answer is kept.
/// - A message that is not in the answer does not exist for the viewer.
/// - What only one mailbox shows (its name, its way in, its octets, whom it names as a blind copy)
///   is seen by whoever may see this mailbox's copy.
/// - An excluded message is shared with nobody: its owner sees what is kept of it, and the
///   administrator while `admin.read` is `audited`.
///
/// **What it must never do.** Decide by itself: it asks `Visibility`.
///
/// **Threads.** Thread-safe. **Failures.** Those of the database.
///
/// **Where to start reading.** [Sights].
@NullMarked
package org.tapline.bridge.sharing;

import org.jspecify.annotations.NullMarked;
