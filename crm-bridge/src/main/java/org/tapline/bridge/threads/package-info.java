/// Which conversation a message belongs to.
///
/// **What it is for.** [ThreadKeys] gathers the names under which a message may be found together
/// with others: its own id, the ids it refers to, its provider's thread id. [Threading] decides,
/// given the threads already known under these keys, whether the message joins one, starts one, or
/// shows that two were one all along.
///
/// **In and out.** Ids out of headers in; keys for a lookup and a [ThreadDecision] out.
///
/// **Invariants.** The decision does not depend on the order in which the known threads are given.
/// In whatever order the messages of a conversation arrive, they end in one thread. A merge is
/// won by the older thread, and of two of one age by the lower id.
///
/// **What it must never do.** Touch a database, a socket, a clock or a log.
///
/// **Threads.** Everything is immutable.
///
/// **Where to start.** [Threading]. RFC 5322 §3.6.4, RFC 5256.
@NullMarked
package org.tapline.bridge.threads;

import org.jspecify.annotations.NullMarked;
