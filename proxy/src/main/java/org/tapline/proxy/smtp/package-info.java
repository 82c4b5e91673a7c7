/// SMTP submission understood from the side: who sends what to whom, and when the upstream has
/// taken it.
///
/// **What it is for.** An [SmtpConversation] lets the dialogue between a mail client and its
/// submission server pass, and captures each message with its envelope when the upstream has
/// accepted it.
///
/// **What comes in and goes out.** Octets of both legs come in, effects go out
/// ([org.tapline.proxy.conversation.Effects]). Every octet passes unchanged except for the rewrites
/// named in `docs/rewrites-smtp.md`.
///
/// **Invariants.**
/// - What a client octet is (command, SASL response, body, chunk) follows from the upstream's
///   replies and from nothing else; until the reply that decides is there, octets are withheld.
/// - Replies reach the client in the order of its commands, ours among the upstream's.
/// - A body ends at CRLF.CRLF and nowhere else, and nothing that some server may take for such an
///   end is forwarded.
/// - A message is committed on the final 2xx only, before the client sees it.
/// - Memory: one line each way, `withheld` octets, the envelope; bodies are never held here.
///
/// **What it must never do.** Guess: when the footing is lost it goes opaque. Import Netty, Spring,
/// SQL, clocks or loggers. Throw because of what a peer sent.
///
/// **Threads.** One event loop per conversation.
///
/// **Where to start reading.** [SmtpConversation]; then [ClientLeg] (commands), [UpstreamLeg]
/// (replies) and [BodyFramer] (end of data).
///
/// **RFCs.** RFC 5321, RFC 6409 (submission), RFC 2920 (pipelining), RFC 3030 (BDAT), RFC 3207
/// (STARTTLS), RFC 4954 (AUTH), RFC 6531 (SMTPUTF8).
@NullMarked
package org.tapline.proxy.smtp;

import org.jspecify.annotations.NullMarked;
