/// Deals, and what is linked by hand.
///
/// **What it is for.** [Deals] creates, closes, reopens and lists deals and says who belongs to
/// them. [MessageLinks] links single messages, or their threads, to a contact, a company or a deal:
/// because somebody said so, or because the message was sent to the address of one.
///
/// **In and out.** In: ids that were looked up by the caller. Out: [Deal], [MessageLinks.Link].
///
/// **Invariants.**
/// - A deal shows the mail of its contacts that was written while it was open, and what is linked
///   to it. What was open when is kept in periods: closing ends one, reopening begins the next.
/// - A link to a thread hangs on a message of it, so that merging threads leaves it right.
/// - A link says nothing of who may see the message: every reader asks
///   [org.tapline.bridge.sharing.Sights].
///
/// **Threads.** Thread-safe; the database settles races.
///
/// **Failures.** Those of the database.
///
/// **Where to start reading.** [Deals], then [MessageLinks].
@NullMarked
package org.tapline.bridge.deals;

import org.jspecify.annotations.NullMarked;
