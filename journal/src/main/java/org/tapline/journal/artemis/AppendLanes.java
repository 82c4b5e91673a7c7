package org.tapline.journal.artemis;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.tapline.journal.Content;
import org.tapline.journal.Observation;

/// A few lanes side by side; a mailbox always takes the same one.
final class AppendLanes implements AutoCloseable {
    /// Measured on two busy cores: one caller gets as many appends a second as the bare disk does
    /// fdatasync (see `docs/performance.md`), with any number of lanes, because all lanes share the
    /// broker's group commit. With 64 callers one lane did 770 and 1,060 a second where four did
    /// 1,020 to 1,980; more than four were not tried. What a second lane is for: a large message
    /// that is being streamed does not hold up the mailboxes of the others.
    private static final int LANES = 4;

    private final List<AppendLane> lanes;

    AppendLanes(LineDialer dialer) {
        lanes =
                IntStream.range(0, LANES)
                        .mapToObj(i -> new AppendLane(dialer, "journal-append-" + i))
                        .toList();
    }

    CompletableFuture<Void> append(Observation observation, Content content) {
        int lane = Math.floorMod(observation.mailbox().hashCode(), LANES);
        return lanes.get(lane).offer(observation, content);
    }

    @Override
    public void close() {
        lanes.forEach(AppendLane::close);
    }
}
