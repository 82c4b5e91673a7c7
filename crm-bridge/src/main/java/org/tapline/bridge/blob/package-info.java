/// Octets that do not belong into the database: raw messages and attachments, by content.
///
/// **What it is for.** [BlobStore] keeps each content once, under its SHA-256.
///
/// **In and out.** In: octets, streamed. Out: a [BlobStore.Blob], and streams over it.
///
/// **Invariants.** A blob that has its final name is complete and on the disk, name included:
/// it is written beside, flushed, renamed, and the folder is flushed; only then may a row refer to
/// it. A crash leaves nameless files at worst, which the next start removes.
///
/// **What it must never do.** Hold a content in memory; know what a content means.
///
/// **Threads.** Thread-safe; the same content may be stored by many at once.
///
/// **Failures.** `IOException` (disk full or broken): nothing was stored, try later.
@NullMarked
package org.tapline.bridge.blob;

import org.jspecify.annotations.NullMarked;
