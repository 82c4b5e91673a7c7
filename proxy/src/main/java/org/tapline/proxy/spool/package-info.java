/// Where captured octets wait until the journal has them.
///
/// **What it is for.** A session opens a [Piece] for a run of octets and keeps octets in it while
/// they pass by. Pieces that make a message become a [SpooledMessage], the content that the journal
/// reads; closing it frees everything.
///
/// **Invariants.**
/// - Memory is bounded in total and per session; what exceeds a session's share goes to one file of
///   equal, reused slots, which is bounded too.
/// - Keeping never waits. When memory is short, the disk is full, or the disk is slower than the
///   mail, the piece is lost: it says so, frees what it held, and the mail flows on.
/// - Only the owner can read the folder: it holds mail. What a crash leaves is removed at start.
///
/// **What it must never do.** Look into octets; hold an event loop back.
///
/// **Threads.** A piece is fed from one event loop. Writing happens on the spool's writer, reading
/// and freeing on any thread.
///
/// **Where to start reading.** [Spool], [Piece], [Chunk].
@NullMarked
package org.tapline.proxy.spool;

import org.jspecify.annotations.NullMarked;
