/// The durable queue, on Apache Artemis.
///
/// **What comes in and goes out.** [EmbeddedJournal] runs a broker inside this process, its files
/// in the journal's folder, reached in memory only. With a broker to forward to it hands every
/// entry on (store and forward) and [RemoteJournal] reads them there.
///
/// **Invariants.**
/// - An append completes after the broker's fsync; many at once share it.
/// - One mailbox always goes through one [AppendLane], which sends in the order of the calls, and
///   is one message group, which the broker gives to one [DeliveryWorker] at a time. This is the
///   whole reason why the order within a mailbox holds.
/// - A worker holds the entries it works on and tries them again in its hands; it never lets a
///   later one overtake. What the broker has sent it ahead goes back to its place in the queue
///   before the worker leaves.
/// - An entry that cannot be read goes to the parked queue before it leaves the main one.
///
/// **What it must never do.** Block a caller of append: the lanes are bounded and refuse. Hold a
/// large message in heap: it is streamed in, and spooled to a file on the way out. Listen on the
/// network, ask for a password, or register management beans.
///
/// **Threads.** One virtual thread for each lane and worker; the broker has pools of its own.
/// Callbacks of futures run on the broker's threads: keep them short.
///
/// **Failures.** [org.tapline.journal.JournalException] with advice for an administrator. A lane
/// that lost its session fails what was on its way and opens a new one for the next append.
///
/// **Where to start reading.** [EmbeddedJournal], [EntryMessage] for what is on disk, then
/// [AppendLane] and [DeliveryWorker].
@NullMarked
package org.tapline.journal.artemis;

import org.jspecify.annotations.NullMarked;
