package org.tapline.journal.artemis;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;
import org.tapline.journal.Journal.Verdict;
import org.tapline.journal.Observation;

/// A consumer that stores everything at once and remembers it in order.
final class Collected implements Journal.Consumer {
    private final List<Observation> seen = new ArrayList<>();

    @Override
    public synchronized Verdict consume(Observation observation, Content content) {
        seen.add(observation);
        return Verdict.STORED;
    }

    synchronized List<Observation> seen() {
        return List.copyOf(seen);
    }

    List<UUID> ids() {
        return seen().stream().map(Observation::id).toList();
    }

    /// The numbers of each mailbox in the order they came.
    Map<String, List<Integer>> numbersByUser() {
        Map<String, List<Integer>> numbers = new LinkedHashMap<>();
        for (Observation one : seen()) {
            numbers.computeIfAbsent(one.mailbox().user(), user -> new ArrayList<>())
                    .add(Integer.valueOf(one.session()));
        }
        return numbers;
    }

    void awaitCount(int count) {
        await().atMost(Duration.ofSeconds(60)).until(() -> seen().size() >= count);
    }
}
