/// Octets that do not belong into the database: raw messages and attachments, by content.
///
/// **What it is for.** [BlobStore] keeps each content once, under its SHA-256: up to
/// [BlobStore#FILE] octets as a row of the database, packed where that makes it smaller
/// ([Packing]), from there on as a file, as it is.
///
/// **In and out.** In: octets, streamed. Out: a [BlobStore.Blob], and streams over it.
///
/// **Invariants.** A row is durable with the transaction that refers to it. A file that has its
/// final name is complete and on the disk, name included: it is written beside, flushed, renamed,
/// and the folder is flushed; only then may a row refer to it. A crash leaves nameless files at
/// worst, which the next start removes.
///
/// **What it must never do.** Hold a large content in memory; know what a content means.
///
/// **Threads.** Thread-safe, an [Arriving] excepted; the same content may be stored by many at
/// once.
///
/// **Failures.** `IOException` (disk full or broken): nothing was stored, try later. Those of the
/// database as everywhere.
@NullMarked
package org.tapline.bridge.blob;

import org.jspecify.annotations.NullMarked;
