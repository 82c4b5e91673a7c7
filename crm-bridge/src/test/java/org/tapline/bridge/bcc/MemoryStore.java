package org.tapline.bridge.bcc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Addresses in memory, with the promises of the real store.
public final class MemoryStore implements BccStore {
    private final List<BccAddress> kept = new ArrayList<>();

    @Override
    public synchronized Optional<BccAddress> find(String address) {
        return kept.stream().filter(each -> each.address().equals(address)).findFirst();
    }

    @Override
    public synchronized BccAddress currentOr(BccAddress fresh) {
        Optional<BccAddress> current =
                kept.stream()
                        .filter(each -> same(each, fresh) && each.until().isEmpty())
                        .findFirst();
        if (current.isEmpty()) {
            kept.add(fresh);
        }
        return current.orElse(fresh);
    }

    @Override
    public synchronized void replace(BccAddress fresh, Instant oldUntil) {
        kept.replaceAll(
                each ->
                        same(each, fresh)
                                        && (each.until().isEmpty()
                                                || each.until().get().isAfter(oldUntil))
                                ? new BccAddress(
                                        each.address(),
                                        each.scope(),
                                        each.owner(),
                                        Optional.of(oldUntil))
                                : each);
        kept.add(fresh);
    }

    @Override
    public synchronized List<BccAddress> list(Instant now) {
        return kept.stream()
                .filter(each -> !each.over(now))
                .sorted(Comparator.comparing(each -> each.until().isPresent()))
                .toList();
    }

    private static boolean same(BccAddress one, BccAddress other) {
        return one.scope() == other.scope() && one.owner().equals(other.owner());
    }
}
