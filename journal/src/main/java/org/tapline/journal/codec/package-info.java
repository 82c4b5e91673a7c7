/// How an observation is written down: JSON with an explicit schema version.
///
/// **What comes in and goes out.** An [org.tapline.journal.Observation] and the size of its
/// content become octets, and octets become a [Decoded]. The content itself is not touched here.
///
/// **Invariants.** Decoding what was encoded gives an equal observation. Whatever is not exactly
/// known (another version, another type, an unknown, missing or repeated property, a value of the
/// wrong kind) is [Decoded.Unreadable] with a reason, never a guess.
///
/// **What it must never do.** Throw because of what it reads; know where the octets are kept.
///
/// **Threads.** Pure and stateless.
///
/// **Where to start reading.** [ObservationCodec], then `SightingCodec`.
@NullMarked
package org.tapline.journal.codec;

import org.jspecify.annotations.NullMarked;
