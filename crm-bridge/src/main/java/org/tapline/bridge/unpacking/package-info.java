/// What a mail that came in is to be filed as, when it is about another mail.
///
/// **What it is for.** A forward to the CRM, a journal report, a copy that a mail server makes of
/// everything, a portal's notification: what belongs on a timeline is the message inside, or the
/// person it is about. This room puts together what `forwards`, `journaling` and `leads` find.
///
/// **In and out.** In: a `ParsedMail` with the mails enclosed in it, the envelope, who is ours.
/// Out: [Unpacked], one for each message to be filed, with the [Wrapping]s it came in.
///
/// **Invariants.**
/// - What is not surely one of these is filed as what it is.
/// - Mail to somebody outside is mail to that person, whatever it forwards.
/// - An address of the CRM's own domain takes part in nothing.
///
/// **What it must never do.** Decide who may send a forward or a report: the listener has.
///
/// **Threads, failures.** Everything is immutable; no input makes it throw.
///
/// **Where to start reading.** [Unpacking].
@NullMarked
package org.tapline.bridge.unpacking;

import org.jspecify.annotations.NullMarked;
