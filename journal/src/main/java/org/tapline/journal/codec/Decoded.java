package org.tapline.journal.codec;

import org.tapline.journal.Observation;

/// What became of octets that should be an observation.
public sealed interface Decoded {

    /// Understood completely.
    ///
    /// @param contentSize octets of the content that belongs to it
    record Understood(Observation observation, long contentSize) implements Decoded {}

    /// Not understood, for a reason an administrator can read.
    record Unreadable(String reason) implements Decoded {}
}
