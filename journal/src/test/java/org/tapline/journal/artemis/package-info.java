/// Tests of the durable queue on real files and, for forwarding, real loopback sockets.
/// [JournalBenchmark] is run by hand.
@NullMarked
package org.tapline.journal.artemis;

import org.jspecify.annotations.NullMarked;
