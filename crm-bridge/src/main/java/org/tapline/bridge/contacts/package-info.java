/// The people outside that we write with, and their companies.
///
/// **What it is for.** [Contacts] adds and finds contacts, and says whose an address is.
/// [ContactChanges] and [ContactMerges] are what somebody does to them by hand, [BulkContacts] what
/// a file does, [Proposals] what a reply suggests. [Companies] finds or makes the company of a
/// domain or a name, [CompanyRegister] shows and changes companies.
///
/// **In and out.** In: what the administrator enters, and the candidates that the rules name. Out:
/// [Contact].
///
/// **Invariants.**
/// - An address is the primary address of one contact at most.
/// - Nothing that somebody chose by hand is changed by mail or by a file.
/// - A contact that was merged keeps its row without addresses; its id leads to the other one.
/// - A deleted contact keeps its addresses: mail still links to it, and it is not made again.
/// - Messages are linked by address when they are read, so a contact added today has the mail of
///   last year.
/// - Locks are taken in the order of the address keys.
///
/// **Threads.** Thread-safe; the database settles races.
///
/// **Failures.** [AddressTaken] when an address belongs to another contact, [Refusal] when what
/// is there does not allow a change; else those of the database.
///
/// **Where to start reading.** [Contacts].
@NullMarked
package org.tapline.bridge.contacts;

import org.jspecify.annotations.NullMarked;
