/// The imperative shell: sockets, TLS, time, and the two legs of a session.
///
/// **What it is for.** A [Session] owns the channel of the client and that of the upstream, both on
/// one event loop. It hands every octet to a [org.tapline.proxy.conversation.Conversation] and
/// carries out the effects that come back. Of IMAP and SMTP it knows nothing but the words of a
/// refusal.
///
/// **Invariants.**
/// - What a conversation lets pass is forwarded as a slice of what was read: no copy.
/// - One read, one flush. A leg is read from only while the other one takes what it is sent; so
///   memory per session is bounded by one read and the water marks, however slow a peer is.
/// - Nothing here waits. Journal and disk answer later, on the event loop.
/// - A defect in a conversation never changes octets: see [Withheld].
///
/// **What it must never do.** Parse; log content or credentials; decide what is a message.
///
/// **Threads.** Everything of a session happens on its event loop.
///
/// **Failures.** Peers vanish at any moment: one log line without a stack trace. Only a defect of
/// our own has one.
///
/// **Where to start reading.** [Session], then [Exchange], [SessionEffects], [LegHandler],
/// [Captures]. Who comes in: [Acceptor], [SignIn]. The configuration read again: [Generation].
@NullMarked
package org.tapline.proxy.relay;

import org.jspecify.annotations.NullMarked;
