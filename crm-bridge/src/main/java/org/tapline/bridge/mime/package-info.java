/// Reading mail as it is.
///
/// **What it is for.** [MailReader] turns the octets of one message into a [ParsedMail]: who,
/// when, to whom, what about, the readable text, the attachments, what sort of mail it is, and
/// what is wrong with it. [QuotedHistory] tells the new text of a reply from what it quotes.
///
/// **In and out.** In: a `Content` of the journal and an [AttachmentSink] that takes decoded
/// octets as they come. Out: values only.
///
/// **Invariants.**
/// - No message makes it throw; what is broken becomes a [Defect].
/// - Time is linear in the size of the message. Memory is bounded by [ReadLimits], whatever the
///   size of attachments.
/// - The same message read twice gives equal results; [ParsedMail#bodyHash()] survives new trace
///   headers, other line ends and another transfer encoding.
///
/// **What it must never do.** Decide whether a message is filed, know users or contacts, sanitise
/// HTML for display, open a connection, read a clock, write a log.
///
/// **Threads.** Everything is immutable or used by one call only.
///
/// **Failures.** `IOException` of the content or the sink, handed on unchanged.
///
/// **Where to start reading.** [ParsedMail], then [MailReader], then `PartWalk`. Scores on real
/// mail are in `docs/reading-mail.md`.
///
/// RFC 5322, RFC 1843, RFC 2045 to 2047, RFC 2231, RFC 6532, RFC 3676, RFC 3464, RFC 3834,
/// RFC 5965, RFC 2919, RFC 2369.
@NullMarked
package org.tapline.bridge.mime;

import org.jspecify.annotations.NullMarked;
