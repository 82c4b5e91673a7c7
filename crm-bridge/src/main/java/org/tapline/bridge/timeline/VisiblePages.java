package org.tapline.bridge.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.tapline.bridge.privacy.Viewer;
import org.tapline.bridge.sharing.Seeing;
import org.tapline.bridge.sharing.Sights;

/// Turns candidates in their order into a page of what the viewer sees.
///
/// Messages that a viewer does not see at all are few (private marks), so that most pages take one
/// round. Where they are many a page ends after [#ROUNDS] rounds, shorter than asked for, and its
/// cursor goes on behind.
final class VisiblePages {
    /// Bounds the work of one request: with [#PIECE] about 10,000 messages that are not seen.
    private static final int ROUNDS = 20;

    /// Candidates of each further round, at least.
    private static final int PIECE = 500;

    private final Sights sights;
    private final Entries entries;

    VisiblePages(Sights sights, Entries entries) {
        this.sights = sights;
        this.entries = entries;
    }

    /// Something with a place in the order.
    interface Placed {
        Position position();
    }

    /// Where candidates come from.
    interface Source<C extends Placed> {
        /// At most so many behind a position, in order.
        List<C> after(Position position, int most);
    }

    /// @param shown whether a candidate that the viewer sees belongs on this page
    <C extends Placed> Page<Entry> page(
            Viewer viewer,
            int limit,
            Position after,
            Source<C> source,
            BiPredicate<C, Seeing> shown) {
        List<Entry> page = new ArrayList<>();
        Position reached = after;
        for (int round = 0; round < ROUNDS; round++) {
            int piece = round == 0 ? limit : Math.max(limit, PIECE);
            List<C> found = source.after(reached, piece + 1);
            boolean more = found.size() > piece;
            List<C> candidates = more ? found.subList(0, piece) : found;
            Map<Long, Seeing> seeing =
                    sights.of(viewer, candidates.stream().map(c -> c.position().id()).toList());
            List<C> seen =
                    candidates.stream()
                            .filter(c -> seeing.containsKey(c.position().id()))
                            .filter(c -> shown.test(c, seeing.get(c.position().id())))
                            .toList();
            int room = limit - page.size();
            List<C> taken = seen.size() > room ? seen.subList(0, room) : seen;
            page.addAll(entries.of(taken.stream().map(c -> c.position().id()).toList(), seeing));
            if (seen.size() > room || (seen.size() == room && more)) {
                return new Page<>(page, Optional.of(taken.getLast().position().cursor()));
            }
            if (!more) {
                return new Page<>(page, Optional.empty());
            }
            reached = candidates.getLast().position();
        }
        return new Page<>(page, Optional.of(reached.cursor()));
    }
}
