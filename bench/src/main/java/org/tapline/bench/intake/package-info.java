/// Measures the bridge's intake, by hand: `bench/intake`.
///
/// **What it is for.** [IntakeBench] says how many messages a second are filed on an embedded
/// PostgreSQL that syncs to the disk, with all rules on, and how long timeline and search take at
/// several sizes. [Letters] makes the mail, [Growth] fills a database without going through intake,
/// [Limit] inserts the same rows as fast as PostgreSQL takes them.
///
/// **What it must never do.** Run as a test: its figures depend on the machine.
@NullMarked
package org.tapline.bench.intake;

import org.jspecify.annotations.NullMarked;
