/// What a protocol's understanding promises the relay, and what it may ask of it.
///
/// **What it is for.** The relay owns sockets; a [Conversation] owns the understanding of one
/// session. The relay hands it every octet of both legs as a read-only view and carries out the
/// [Effects] it asks for, in order. Neither knows the other's inside.
///
/// **Invariants.**
/// - First law: the octets sent to a leg are the octets received from the other one, except for
///   the rewrites named in `docs/rewrites.md`.
/// - A conversation consumes all octets it is given; what it does not let pass at once it
///   withholds itself, bounded.
/// - Once it has asked for [Effects#goOpaque] or [Effects#detach] it is not called again.
///
/// **What it must never do.** Open sockets, read clocks, log, throw because of what a peer sent.
///
/// **Threads.** A conversation belongs to one event loop; it is not thread-safe.
///
/// **Where to start reading.** [Conversation], then [Effects].
@NullMarked
package org.tapline.proxy.conversation;

import org.jspecify.annotations.NullMarked;
