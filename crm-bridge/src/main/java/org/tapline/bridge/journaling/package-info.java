/// Journal reports: copies of mail that a mail server makes of everything, with the envelope it
/// had.
///
/// **What it is for.** Exchange (on premises and Online) can send every message to a journal
/// mailbox: a report whose text lists sender and recipients as of the envelope, Bcc and expanded
/// groups included, with the original message attached. [JournalReports] opens such a report.
/// Copies by Postfix's `always_bcc` are the message itself, and need nothing but the envelope of
/// the SMTP transaction that brought them.
///
/// **In and out.** In: the report as a `ParsedMail` and the octets of the messages attached to it.
/// Out: [JournalReport], or nothing when the mail is no report.
///
/// **Invariants.** The original is handed on octet for octet. A mail that only looks like a report
/// is none: it must have the mark of one, an attached message, a sender and a recipient.
///
/// **What it must never do.** Decide whether a report is genuine. Anybody can write one; the
/// caller accepts reports from configured servers only.
///
/// **Threads.** Everything is immutable.
///
/// **Failures.** None on any input.
///
/// **Where to start reading.** [JournalReports].
///
/// RFC 2046 §5.2.1 (message/rfc822), RFC 5322 §2.2.3 (folding).
@NullMarked
package org.tapline.bridge.journaling;

import org.jspecify.annotations.NullMarked;
