package org.tapline.bridge.threads;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Decides which thread a message goes into.
///
/// The most trustworthy kind of key that finds anything decides alone. Only ids merge threads: they
/// were written by the software that answered. A provider's thread id, Outlook's index and the
/// subject group more loosely, and a wrong merge cannot be undone; with several threads found by
/// one of these the message joins the winner and the threads stay apart.
public final class Threading {

    /// A known thread found under one of the message's keys; one entry for every kind that found
    /// it.
    ///
    /// @param thread id of the thread
    /// @param startedAt when its first message was sent
    /// @param by the kind of key that found it
    public record Found(long thread, Instant startedAt, ThreadKey.Kind by) {}

    /// The older thread wins, and of two of one age the lower id.
    private static final Comparator<Found> WINNER =
            Comparator.comparing(Found::startedAt).thenComparingLong(Found::thread);

    private Threading() {}

    /// The decision, independent of the order of `found`.
    public static ThreadDecision decide(Collection<Found> found) {
        for (ThreadKey.Kind kind : ThreadKey.Kind.values()) {
            List<Found> threads =
                    found.stream().filter(each -> each.by() == kind).sorted(WINNER).toList();
            if (!threads.isEmpty()) {
                return among(threads, kind);
            }
        }
        return new ThreadDecision.Start();
    }

    private static ThreadDecision among(List<Found> sorted, ThreadKey.Kind kind) {
        long winner = sorted.getFirst().thread();
        List<Long> losers =
                sorted.stream()
                        .map(Found::thread)
                        .filter(thread -> thread != winner)
                        .distinct()
                        .sorted()
                        .toList();
        return losers.isEmpty() || kind != ThreadKey.Kind.ID
                ? new ThreadDecision.Join(winner, kind)
                : new ThreadDecision.Merge(winner, losers);
    }
}
