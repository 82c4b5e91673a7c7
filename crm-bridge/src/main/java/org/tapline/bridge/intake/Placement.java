package org.tapline.bridge.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tapline.bridge.threads.ThreadDecision;
import org.tapline.bridge.threads.ThreadKey;
import org.tapline.bridge.threads.Threading;

/// What becomes of threads when messages are placed one after the other: the changes of all of
/// them together, so that each table is written once. A merge by one message is known to the next.
final class Placement {
    private final SortedMap<Long, Instant> started = new TreeMap<>();
    private final SortedMap<Long, Instant> joined = new TreeMap<>();
    private final SortedMap<Long, Long> moved = new TreeMap<>();
    private final SortedMap<Long, Long> merged = new TreeMap<>();

    /// @param current the thread that the message has already
    /// @return the thread it has now
    long place(Threads.Waiting message, Optional<Threads.Current> current) {
        List<Threading.Found> found = new ArrayList<>();
        current.ifPresent(
                has ->
                        found.add(
                                new Threading.Found(
                                        now(has.thread()), has.startedAt(), ThreadKey.Kind.ID)));
        for (Threading.Found each : message.found()) {
            found.add(new Threading.Found(now(each.thread()), each.startedAt(), each.by()));
        }
        return switch (Threading.decide(found)) {
            case ThreadDecision.Start start -> {
                started.put(message.fresh(), message.at());
                yield message.fresh();
            }
            case ThreadDecision.Join join -> {
                join(message, join.thread());
                yield join.thread();
            }
            case ThreadDecision.Merge merge -> {
                for (long loser : merge.losers()) {
                    merged.replaceAll((before, to) -> to == loser ? merge.winner() : to);
                    merged.put(loser, merge.winner());
                    moved.replaceAll((before, to) -> to == loser ? merge.winner() : to);
                    moved.put(loser, merge.winner());
                    Optional.ofNullable(joined.remove(loser))
                            .ifPresent(at -> date(merge.winner(), at));
                }
                join(message, merge.winner());
                yield merge.winner();
            }
        };
    }

    private void join(Threads.Waiting message, long thread) {
        moved.put(message.fresh(), thread);
        date(thread, message.at());
    }

    private void date(long thread, Instant at) {
        joined.merge(thread, at, (one, other) -> one.isBefore(other) ? one : other);
    }

    /// The thread that took this one up; the same where none did.
    long now(long thread) {
        return merged.getOrDefault(thread, thread);
    }

    /// Threads that begin, with the time of their first message.
    Map<Long, Instant> started() {
        return started;
    }

    /// Threads that got a message, with the time of the oldest.
    Map<Long, Instant> joined() {
        return joined;
    }

    /// Whose keys go where, the fresh numbers that were not needed among them.
    Map<Long, Long> moved() {
        return moved;
    }

    /// Threads that end, with the one that takes them up.
    Map<Long, Long> merged() {
        return merged;
    }
}
