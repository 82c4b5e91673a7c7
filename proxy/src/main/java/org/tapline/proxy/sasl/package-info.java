/// Who signs in: the user name taken from a SASL exchange that passes through, octet by octet,
/// untouched.
///
/// **What it is for.** IMAP's AUTHENTICATE and LOGIN and SMTP's AUTH relay to the upstream; this
/// room watches and learns the identity, and what a follower may reuse, held as a [Secret].
///
/// **Invariants.** Nothing here is sent to a peer; a name counts only after the upstream accepted
/// it. A [Secret] never prints.
///
/// **What it must never do.** Verify, store or log a credential; import Netty, Spring, SQL, clocks
/// or loggers.
///
/// **Where to start reading.** [SaslObserver], then [Plain].
///
/// **RFCs.** RFC 4422, RFC 4616 (PLAIN), RFC 5802 (SCRAM), RFC 7628 (OAUTHBEARER), RFC 2195
/// (CRAM-MD5).
@NullMarked
package org.tapline.proxy.sasl;

import org.jspecify.annotations.NullMarked;
