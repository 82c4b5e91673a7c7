/// Reading what was recorded: timelines and messages.
///
/// **What it is for.** [Timeline] lists the messages of a contact, an address, a domain or a
/// mailbox, newest first, page by page; [Messages] shows one, with its raw octets and its
/// explanation; [Search] finds them by words, people and dates.
///
/// **In and out.** In: ids and addresses. Out: [Entry] and [Page].
///
/// **Invariants.** Participants are linked to contacts when they are read. A page costs the same
/// however long the timeline is. Statistics steer what a search costs, never what it finds.
///
/// **What it must never do.** Change anything.
///
/// **Threads.** Thread-safe. **Failures.** Those of the database.
///
/// **Where to start reading.** [Timeline].
@NullMarked
package org.tapline.bridge.timeline;

import org.jspecify.annotations.NullMarked;
