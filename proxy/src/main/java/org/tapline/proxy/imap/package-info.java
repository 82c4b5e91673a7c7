/// The understanding of one IMAP session (RFC 9051, RFC 3501) that passes through.
///
/// **What it is for.** [ImapConversation] watches both legs: it edits capability lists, refuses
/// what a proxy that reads along cannot let through, learns who signed in, and captures whole
/// messages. Everything else passes octet by octet.
///
/// **In and out.** In: octets of both legs. Out: effects on the relay, and nothing else.
///
/// **How it is cut.** `LineFramer` cuts octets into lines and literals and understands neither.
/// `Cursor`, `Arguments` and `FetchReader` understand a line. `ClientSide` and `UpstreamSide`
/// decide, on what both keep in `Session`. The room `capture` puts pieces of messages together.
///
/// **Invariants.**
/// - Octets out are octets in, except for the rewrites named in `docs/rewrites.md`.
/// - Memory is bounded in every state by [ImapLimits]; octets of literals are counted, never looked
///   at, never copied.
/// - Where the next octets of the client mean depends on the upstream's answer (a synchronising
///   literal, a SASL response, IDLE), they are held back until that answer is there.
/// - An answer of our own never overtakes the answers to earlier commands, and never falls into the
///   middle of a response.
///
/// **What it must never do.** Open sockets, read clocks, log; throw because of what a peer sent;
/// guess: when footing is lost, everything withheld is released and the session becomes a pipe.
///
/// **Threads.** A conversation belongs to one event loop.
///
/// **Failures.** `OpaqueReason` (mail flows, capture stops), `CloseReason` (the session is
/// refused), `LossReason` (one message is not captured).
///
/// **Where to start reading.** [ImapConversation], then `ClientSide` and `UpstreamSide`.
@NullMarked
package org.tapline.proxy.imap;

import org.jspecify.annotations.NullMarked;
