package org.tapline.proxy.relay;

import java.util.concurrent.Future;

/// Says that a future's outcome is watched elsewhere: a channel's fate shows in its close future
/// and its exceptions, a timer's in what it does.
final class Unwatched {
    private Unwatched() {}

    /// Takes note of nothing.
    static void outcome(Future<?> future) {
        assert future != null;
    }
}
