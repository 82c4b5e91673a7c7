/// Work that takes longer than a request, in pieces.
///
/// **What it is for.** [Jobs] enters and shows jobs, [JobRunner] does them: one piece after the
/// other, each in a transaction with the progress it makes. [Work] is what a kind of job does.
///
/// **In and out.** In: a kind and a subject. Out: [Job], with its progress.
///
/// **Invariants.**
/// - A job is one bridge's at a time: a lease that every piece renews. A bridge that is gone loses
/// it, and another one goes on from the last piece; a bridge that only was slow finds that the job
/// is not its own any more, and its piece is rolled back.
/// - What a piece did and how far the job is are committed together.
/// - Bridges that look for work at the same time do not wait for each other (`SKIP LOCKED`).
///
/// **Threads.** One thread for each bridge; [Jobs] is thread-safe.
///
/// **Failures.** A piece that fails ends the job as `failed` with its reason, except when the
/// database is away: then it is tried again.
///
/// **Where to start reading.** [JobRunner].
@NullMarked
package org.tapline.bridge.jobs;

import org.jspecify.annotations.NullMarked;
