/// The listener that takes mail for the CRM's own domain, by SMTP or LMTP.
///
/// **What comes in:** mail for `listen.bcc.domain`, from anywhere; copies for the journal address,
/// from listed relays. **What goes out:** observations in the journal, and answers that tell a
/// sender what to do.
///
/// ```text
/// octets -> LineFramer -> SessionHandler -> commands and hooks (Apache James protocols)
///                                        -> BodyFilter -> SpooledBody -> Acceptance -> Journal
/// ```
///
/// **Invariants**
/// - A line ends with CRLF and nothing else; data end with CRLF.CRLF and nothing else. James' own
///   decoder takes any LF for a line's end, so it is not used; see [LineFramer].
/// - A mail is never held in memory: its lines go to a file as they arrive.
/// - 250 means that the journal holds the message durably. When the journal does not say so in
///   time the answer is 451, and the sender's server comes again.
/// - Octets behind STARTTLS close the connection.
/// - Everything has a limit: [IngestLimits].
///
/// **What it must never do:** relay; answer a bounce; believe a From field without a proof.
///
/// **Threads:** one event loop reads and frames. Each connection has a virtual thread of its own
/// that runs commands, checks and the wait for the journal, and asks for the next octets only when
/// it has worked off the last: a slow disk slows the sender, not the neighbours.
///
/// **Failures:** a full disk is 452, a slow journal or database 451, a fault in a session ends that
/// session.
///
/// **Where to start reading:** [IngestListener], then [Acceptance]. RFC 5321, RFC 2033, RFC 3207.
@NullMarked
package org.tapline.bridge.ingest;

import org.jspecify.annotations.NullMarked;
