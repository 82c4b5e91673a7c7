package org.tapline.bridge.api;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.tapline.bridge.timeline.Page;
import org.tapline.bridge.timeline.Position;

/// A piece of a list, as it is answered.
///
/// @param nextCursor to be given as `cursor` for what follows; null at the end
record Listing<T>(List<T> items, Optional<String> nextCursor) {

    /// Nobody reads more in one piece.
    static final int MOST = 500;

    Listing {
        items = List.copyOf(items);
    }

    static <T> Listing<T> of(Page<T> page) {
        return new Listing<>(page.items(), page.next());
    }

    /// A page of a list that goes by id, newest first.
    ///
    /// @param found one more than a page where there are more
    static <T> Listing<T> byId(List<T> found, int most, ToLongFunction<T> id) {
        if (found.size() <= most) {
            return whole(found);
        }
        List<T> shown = found.subList(0, most);
        return new Listing<>(shown, Optional.of(Long.toString(id.applyAsLong(shown.getLast()))));
    }

    /// The id that a page of such a list goes on behind.
    static long before(Optional<String> cursor) {
        return cursor.map(given -> Fields.number("cursor", given)).orElse(Long.MAX_VALUE);
    }

    /// A list that is short by nature.
    static <T> Listing<T> whole(List<T> items) {
        return new Listing<>(items, Optional.empty());
    }

    static int limit(int asked) {
        if (asked < 1) {
            throw new BadField("limit", "must be at least 1");
        }
        return Math.min(asked, MOST);
    }

    static Position position(Optional<String> cursor) {
        return cursor.map(
                        given ->
                                Position.parse(given)
                                        .orElseThrow(
                                                () ->
                                                        new BadField(
                                                                "cursor",
                                                                "is not one that was given out")))
                .orElse(Position.NEWEST);
    }
}
