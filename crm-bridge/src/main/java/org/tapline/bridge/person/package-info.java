/// One person's data: handed out, or erased (GDPR articles 15, 17 and 20).
///
/// **What it is for.** [Persons] finds out which addresses and names somebody has. [PersonExport]
/// writes what is kept of them. [Erasure] removes it, and says what it removed and what it kept and
/// why. [ErasedPeople] keeps out what was written before and is seen again.
///
/// **In and out.** In: an address or a contact. Out: a zip file; an [Erasure.Report].
///
/// **Invariants.**
/// - What is under legal hold stays, and the report says so.
/// - Nobody is named once an erasure is done: not in its own row, not in the audit log.
/// - An export shows what its viewer may see, and is in the audit log before its first octet.
/// - [Leftovers] looks through every column of every table: what an erasure did not reach it says
///   itself, also of tables that are newer than this room.
///
/// **What it must never do.** Erase one of our own people. Log an address.
///
/// **Threads.** One virtual thread for each erasure; it goes on after a restart.
///
/// **Failures.** A failed erasure says so and is tried again in some minutes; each step finds
/// what is left.
///
/// **Where to start reading.** [Erasure], then [MessageErasure].
@NullMarked
package org.tapline.bridge.person;

import org.jspecify.annotations.NullMarked;
