/// What happened, for those who want to be told: console, webhooks, connectors.
///
/// **What it is for.** [Outbox] writes events in the transaction of what they tell of, so that an
/// event exists exactly when the thing happened.
///
/// **In and out.** In: events. Out: rows of the table `event`; nobody reads them yet.
///
/// **What it must never do.** Carry the text of a mail: an event names a message, and whoever
/// reads it asks what may be seen.
///
/// **Threads, failures.** Takes part in the caller's transaction.
@NullMarked
package org.tapline.bridge.outbox;

import org.jspecify.annotations.NullMarked;
