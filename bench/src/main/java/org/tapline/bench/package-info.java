/// The load harness: one upstream that costs next to nothing, one driver, and between them in turn
/// nothing, HAProxy, nginx and Tapline's proxy. Run by hand through `bench/run`; never a test.
///
/// **What it measures.** CPU seconds of the proxy per GiB relayed, round trips of NOOP, memory per
/// idle session, sign-ins per second; each round over all targets, so that ratios hold even where
/// the machine is noisy.
///
/// **Where to start reading.** [Driver].
@NullMarked
package org.tapline.bench;

import org.jspecify.annotations.NullMarked;
