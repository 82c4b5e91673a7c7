/// Finding the original message of a forward.
///
/// **What it is for.** A user forwards a message to the CRM. It belongs to the person who wrote
/// the original, on the day it was written. [Forwards] finds that message inside the forward.
///
/// **In and out.** In: the forward as a `ParsedMail`, and the messages attached to it, also
/// parsed ([AttachedMessages] collects them while the forward is read). Out: [Forwarded], or
/// nothing when the mail is no forward.
///
/// **Invariants.**
/// - Never a wrong person: what is not surely a forward is none, and an original without the
///   address of its author is none.
/// - The order is: attached message, redirect by a mail server, header block in the text. Of the
///   text only the first mark counts, and only the block directly under it; what was forwarded
///   or quoted inside the original is part of the original.
/// - Time is linear in the length of the text.
///
/// **What it must never do.** Decide who may forward to whom, know users, trust what a header
/// says about identity: the caller has checked who sent the mail.
///
/// **Threads.** Everything is immutable, except [AttachedMessages], which serves one reading.
///
/// **Failures.** None on any input; `IOException` of the store of attached messages is handed on.
///
/// **Where to start reading.** [Forwards], then `InlineForward` and `FirstMark`. The words of
/// languages and programs are data: `marks.tsv`. Scores on real forwards are in
/// `docs/forwards.md`.
///
/// RFC 5322 §3.6.6 (Resent fields), RFC 2046 §5.2.1 (message/rfc822).
@NullMarked
package org.tapline.bridge.forwards;

import org.jspecify.annotations.NullMarked;
