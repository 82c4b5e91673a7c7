/// The beginning of a session whose upstream hangs on the user: with several upstreams, Tapline
/// greets the client itself until it knows who that is.
///
/// **What it is for.** A [FrontConversation] speaks with the client in the upstream's stead, up to
/// the sign-in that names the user. Then it has the upstream of the user's domain connected,
/// repeats the sign-in to it octet for octet, and leaves the session to the protocol's own
/// conversation. [Probe] asks an upstream what it offers, so that the front promises nothing that
/// the user's upstream lacks.
///
/// **In and out.** In: octets of both legs, and whether an upstream could be connected. Out:
/// effects.
///
/// **How it is cut.** What a client's octets mean is said by a [Reception], what an upstream's
/// answers mean by [UpstreamAnswers]; both rooms `imap` and `smtp` have theirs. This room decides.
///
/// **Invariants.**
/// - The upstream gets the octets of the sign-in as the client wrote them, no others, and only once
///   it asks for them: a refused first line is never followed by a password.
/// - The upstream's answers are read line by line, each when what the line before it asked for is
///   said: how they are cut into packets does not matter.
/// - An upstream that answers out of turn (accepts before all is said, asks for more of a LOGIN
///   that is complete, answers another command) ends the session; what the client holds never
///   reaches it.
/// - Each challenge is answered for once: those that Tapline asked do not reach the client again.
/// - Until the sign-in is accepted, nothing is captured and no session goes opaque: an upstream
///   that cannot be used is let go, and the client may try again.
/// - Octets that wait are bounded by [FrontLimits]; octets of a sign-in are wiped when repeated.
///
/// **What it must never do.** Verify or keep a credential; answer a sign-in for the upstream, save
/// that it is not to be had; open sockets, read clocks, log.
///
/// **Threads.** One event loop per conversation.
///
/// **Where to start reading.** [FrontConversation], then [Reception].
@NullMarked
package org.tapline.proxy.front;

import org.jspecify.annotations.NullMarked;
