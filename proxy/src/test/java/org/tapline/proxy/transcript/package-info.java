/// Conversations as text: one format drives every protocol core at every chunking.
///
/// **What it is for.** A [Transcript] is a file of `C:` and `S:` lines with expectations between
/// them; a [TranscriptRunner] plays it against a fresh conversation in whole turns, octet by octet,
/// cut once at every place, and cut at random.
///
/// **Where to start reading.** [Transcript], whose comment describes the format.
@NullMarked
package org.tapline.proxy.transcript;

import org.jspecify.annotations.NullMarked;
