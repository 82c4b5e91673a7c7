/// The people outside that we write with, and their companies.
///
/// **What it is for.** [Contacts] adds, finds, deletes and restores contacts, and says whose an
/// address is. [Companies] finds or makes the company of a domain or a name.
///
/// **In and out.** In: what the administrator enters, and the candidates that the rules name. Out:
/// [Contact].
///
/// **Invariants.**
/// - An address is the primary address of one contact at most.
/// - A deleted contact keeps its addresses: mail still links to it, and it is not made again.
/// - Messages are linked by address when they are read, so a contact added today has the mail of
///   last year.
/// - Locks are taken in the order of the address keys.
///
/// **Threads.** Thread-safe; the database settles races.
///
/// **Failures.** [AddressTaken] when an address belongs to another contact; else those of the
/// database.
///
/// **Where to start reading.** [Contacts].
@NullMarked
package org.tapline.bridge.contacts;

import org.jspecify.annotations.NullMarked;
