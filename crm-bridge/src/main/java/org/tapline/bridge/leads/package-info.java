/// Lead notifications: mail of a web form or portal about somebody who asks for something.
///
/// **What it is for.** The mail comes from the portal, and is about the enquirer. Rules name the
/// portal and say where the enquirer stands: in Reply-To or in a labelled field of the text.
/// [LeadRules] applies them; [Confirmations] decides whether the enquirer gets a confirmation.
///
/// **In and out.** In: a `ParsedMail`, rules, what was confirmed before, the time. Out: [Lead] and
/// [Confirmation]: values only.
///
/// **Invariants.** Without a usable address there is no lead. The portal itself is never the
/// enquirer. No confirmation answers a program, and none goes twice to the same person within the
/// pause.
///
/// **What it must never do.** Create contacts, send mail, read a clock, believe that From is
/// genuine: the caller has checked that the mail comes from the portal (DMARC).
///
/// **Threads.** Everything is immutable.
///
/// **Failures.** None on any input.
///
/// **Where to start reading.** [LeadRule], then [LeadRules] and [Confirmations].
///
/// RFC 3834 (automatic answers), RFC 5322 §3.6.4 (threading).
@NullMarked
package org.tapline.bridge.leads;

import org.jspecify.annotations.NullMarked;
