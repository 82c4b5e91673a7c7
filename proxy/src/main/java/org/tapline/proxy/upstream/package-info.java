/// The way to the real mail servers.
///
/// **What it is for.** [Upstreams] knows which server serves a session; [UpstreamServer] connects
/// to it on the session's own event loop, with TLS where it is configured as implicit. [Offers]
/// remembers what servers offer, for the greeting of routed sessions.
///
/// **Invariants.** How an upstream is secured is configured, never learned. Names are resolved off
/// the event loop. All addresses of a name are tried in their order.
///
/// **What it must never do.** Speak IMAP or SMTP; decide what a client is told.
///
/// **Failures.** [UpstreamFailure]: why there is no connection, in words for the log.
@NullMarked
package org.tapline.proxy.upstream;

import org.jspecify.annotations.NullMarked;
