/// The interoperability suite: real mail clients, a real Dovecot and Postfix, a real `tapline`
/// process between them.
///
/// **What comes in.** The shared lab (`../shared/lab` from the project's root) and Debian packages;
/// where they are absent the suite is skipped visibly, unless `-Dinterop.required=true` (as in
/// `.ci/run`) turns that into a failure.
///
/// **Invariants.** Tapline is driven only as its users drive it: through `./tapline`, its
/// configuration file and its ports. All servers are started by the suite itself, on loopback.
///
/// **What it must never do.** Import anything of Tapline's modules; measure time.
///
/// **Where to start reading.** [Lab], then [RunningTapline].
@NullMarked
package org.tapline.interop;

import org.jspecify.annotations.NullMarked;
