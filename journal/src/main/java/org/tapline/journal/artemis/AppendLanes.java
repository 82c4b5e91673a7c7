package org.tapline.journal.artemis;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.tapline.journal.Content;
import org.tapline.journal.Observation;

/// A few lanes side by side; a mailbox always takes the same one.
final class AppendLanes implements AutoCloseable {
    /// Measured on two cores (see the journal's benchmark): more lanes bring nothing.
    private static final int LANES = 4;

    private final List<AppendLane> lanes;

    AppendLanes(Endpoint endpoint) {
        lanes =
                IntStream.range(0, LANES)
                        .mapToObj(i -> new AppendLane(endpoint, "journal-append-" + i))
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
