/// The milter: a mail server (Postfix, Sendmail) shows us every message that it is about to take.
///
/// **What comes in:** the milter protocol, version 2 to 6, from listed mail servers. **What goes
/// out:** observations in the journal, one for each own mailbox that sends or receives; and
/// "accept", always.
///
/// ```text
/// octets -> PacketStream -> Conversation -> Letter (a file) -> Deposit -> Journal
/// ```
///
/// **Invariants**
/// - Whatever happens (full disk, silent journal, a packet nobody understands, a fault of ours),
///   the mail server hears "accept". What was not captured is counted by
///   `tapline_capture_lost_total`.
/// - Nothing waits for the database; the wait for the journal is bounded, then mail goes first.
/// - A message is never held in memory; a packet has a bound.
/// - Who sent a message is what the mail server knows (who signed in, or a client that the
///   administrator trusts), never what From says.
///
/// **What it must never do:** change, refuse or delay mail; ask for a right to change it.
///
/// **Threads:** one virtual thread for each connection, which reads, writes its file and waits for
/// the journal: who is slow is slowed by TCP, and nobody else. One more that accepts.
///
/// **Failures:** see the first invariant. Connections beyond the limit are asked to show nothing.
///
/// Of jmilter its vocabulary is used (codes, packets, the bits of the negotiation), not its
/// session: ADR 0013 says why.
///
/// **Where to start reading:** [MilterListener], then [Conversation]. The protocol has no RFC;
/// Postfix' MILTER_README and libmilter's `mfdef.h` describe it.
@NullMarked
package org.tapline.bridge.milter;

import org.jspecify.annotations.NullMarked;
