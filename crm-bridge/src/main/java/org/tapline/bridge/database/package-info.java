/// PostgreSQL: the embedded server, the pool, migrations, and transactions that are retried.
///
/// **What it is for.** [Database] is what the other rooms are given: queries and transactions. It
/// stands on somebody else's server, or on a [PostgresServer] that lives in the data folder.
///
/// **In and out.** In: the settings. Out: [Database#jdbc()] and [Database#transaction].
///
/// **Invariants.**
/// - A transaction is repeated when the server says that it lost a race (serialisation, deadlock),
///   and only then; whatever it did outside the database must bear that.
/// - The embedded server listens on the loopback address only, asks for a password, and writes
///   through to the disk.
/// - Passwords are neither logged nor part of a message.
///
/// **What it must never do.** Hold SQL of a capability: a statement stands beside its use.
///
/// **Threads.** Everything is thread-safe.
///
/// **Failures.** [DatabaseException] carries one line that says what to do. While running, a
/// [SqlFailure] tells a server that is away from a statement that will never work.
///
/// **Where to start reading.** [Database], then [PostgresServer].
@NullMarked
package org.tapline.bridge.database;

import org.jspecify.annotations.NullMarked;
