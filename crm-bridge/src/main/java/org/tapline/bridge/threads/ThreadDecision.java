package org.tapline.bridge.threads;

import java.util.List;

/// Which thread a message goes into.
public sealed interface ThreadDecision {

    /// Into a new one: nothing of it is known.
    record Start() implements ThreadDecision {}

    /// Into a thread that is there.
    ///
    /// @param thread id of the thread
    /// @param by what it was found by
    record Join(long thread, ThreadKey.Kind by) implements ThreadDecision {}

    /// Into a thread that takes up others: the message shows that they are one conversation.
    ///
    /// @param winner id of the thread that stays
    /// @param losers ids of the threads whose messages move to it, ascending; never empty
    record Merge(long winner, List<Long> losers) implements ThreadDecision {
        public Merge {
            losers = List.copyOf(losers);
        }
    }
}
