/// Enquiries: the rules by which they are known, and the confirmations that enquirers get.
///
/// **What it is for.** [LeadRuleStore] keeps the administrator's rules. Intake hands each new
/// enquiry to [Enquiries], which enters a confirmation where the rule wants one. [ConfirmationRun]
/// sends what is due through the organisation's relay, and hands the letter to the journal, so that
/// it comes to the timeline as all mail does.
///
/// **In and out.** In: rules, enquiries. Out: letters over SMTP, observations of them.
///
/// **Invariants.**
/// - Intake sends nothing: it writes a row in its own transaction.
/// - An enquirer gets one confirmation in a day, however many bridges run. A letter of which it is
///   not known whether the relay took it counts as sent, and is not sent again.
/// - A letter is recorded once: its observation has the id of its Message-ID.
/// - A confirmation goes out with the null sender (RFC 3834 §3.3), so that nothing bounces back,
///   unless the relay does not take it.
///
/// **What it must never do.** Answer a mail that is not proven to be the portal's, unless the rule
/// allows it: anybody could have us write to anybody else.
///
/// **Threads.** [ConfirmationRun] has one of its own; several bridges may run on one database.
///
/// **Failures.** The relay is away or says 4xx: tried again later, [ConfirmationRun#TRIES] times.
/// 5xx: failed, with the relay's words.
///
/// **Where to start reading.** [Enquiries], then [ConfirmationRun]. RFC 3834, RFC 5321.
@NullMarked
package org.tapline.bridge.enquiries;

import org.jspecify.annotations.NullMarked;
