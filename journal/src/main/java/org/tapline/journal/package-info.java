/// The contract between the proxy, which sees mail, and the bridge, which files it.
///
/// **What it is for.** The proxy appends an [Observation] with the octets of the message; the
/// bridge consumes it. Between the two lies a durable queue, so that neither has to be up for the
/// other to work.
///
/// **Invariants.**
/// - An append is complete only when a crash of the machine can no longer lose it.
/// - The order of one mailbox is kept; different mailboxes may overtake each other.
/// - An entry is redelivered until it is acknowledged, so consumers must be idempotent by
///   [Observation#id()].
/// - A message of 50 MB is never held in heap: its octets go through as a [Content].
///
/// **What it must never do.** Know anything of IMAP, SMTP, SQL or HTTP; interpret a message; drop
/// an entry because it does not understand it (such an entry is kept and reported).
///
/// **Where to start reading.** [Observation], then [Journal].
@NullMarked
package org.tapline.journal;

import org.jspecify.annotations.NullMarked;
