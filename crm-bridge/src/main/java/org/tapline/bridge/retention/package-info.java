/// How long things are kept, and how they go.
///
/// **What it is for.** [Retention] removes what is over its time, category by category. [Removal]
/// is how a message goes, whoever wants it gone; [BlobSweep] is how a content goes.
///
/// **In and out.** In: the policies `retention.*`. Out: counts of what was removed; a line in the
/// audit log and one in the log, a metric for each category.
///
/// **Invariants.**
/// - Nothing held is removed ([org.tapline.bridge.holds]).
/// - A content goes when nothing refers to it, and not before: a message that is being filed at the
///   same moment keeps its own.
/// - A message is there as a whole or not at all: rows of one message go in one transaction.
///
/// **What it must never do.** Remove much in one transaction.
///
/// **Threads.** One of its own once a day; a run is one thread, and one for all bridges.
///
/// **Failures.** A run that fails says why, and the next one goes on where it was.
///
/// **Where to start reading.** [Retention], then [BlobSweep].
@NullMarked
package org.tapline.bridge.retention;

import org.jspecify.annotations.NullMarked;
