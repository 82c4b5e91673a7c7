/// Our own people and their mailboxes.
///
/// **What it is for.** [Users] knows who belongs to us by which addresses; [Mailboxes] knows the
/// accounts whose mail is observed, [Enrolment] those that are taken out of it.
///
/// **In and out.** In: what the administrator enters, and the names that observations carry. Out:
/// [org.tapline.bridge.identity.OwnPeople] for the rules, rows for REST.
///
/// **Invariants.** An address belongs to one user at most. A mailbox seen for the first time is
/// entered by itself, with its user.
///
/// **What it must never do.** Hold a password or a token.
///
/// **Threads.** Thread-safe. The snapshot of own people is at most [Users#FRESH] old.
///
/// **Failures.** Those of the database, unchanged; [AddressTaken] when an address is somebody
/// else's.
@NullMarked
package org.tapline.bridge.mailbox;

import org.jspecify.annotations.NullMarked;
