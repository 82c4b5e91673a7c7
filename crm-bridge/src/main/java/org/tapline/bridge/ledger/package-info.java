/// Which messages of a mailbox are accounted for.
///
/// **What it is for.** [Ledger] keeps, for each folder and UIDVALIDITY, the sets of UIDs that were
/// seen, captured, excluded by a rule, failed, or are gone, and counts per mailbox and day.
///
/// **In and out.** In: what intake did with an observation. Out: [Ledger.Folder] rows.
///
/// **Invariants.** It changes in the transaction that stores the message, so it never claims what
/// is not there. A UID that is captured stays captured: a second sighting does not undo it.
///
/// **Threads, failures.** Takes part in the caller's transaction; observations of one mailbox come
/// one after the other, so its rows are not fought over.
@NullMarked
package org.tapline.bridge.ledger;

import org.jspecify.annotations.NullMarked;
