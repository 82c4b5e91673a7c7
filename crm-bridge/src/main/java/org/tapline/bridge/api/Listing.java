package org.tapline.bridge.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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

    /// A piece of a list that is short by nature, and read whole.
    ///
    /// @param key by which an item is found again, when the next piece is asked for
    static <T> Listing<T> piece(
            List<T> all, Function<T, String> key, int limit, Optional<String> cursor) {
        int most = limit(limit);
        int from = 0;
        if (cursor.isPresent()) {
            List<String> keys = all.stream().map(key).toList();
            from = keys.indexOf(cursor.get()) + 1;
            if (from == 0) {
                throw new BadField(
                        "cursor", "what it stands for is gone; begin the list once more");
            }
        }
        int to = Math.min(all.size(), from + most);
        List<T> shown = all.subList(from, to);
        return new Listing<>(
                shown,
                to < all.size() ? Optional.of(key.apply(shown.getLast())) : Optional.empty());
    }

    /// The same piece, with items shown in another form.
    <U> Listing<U> map(Function<T, U> form) {
        return new Listing<>(items.stream().map(form).toList(), nextCursor);
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

    /// A list that is bounded by nature: it has as many items as we have kinds of them.
    static <T> Listing<T> whole(List<T> items) {
        return new Listing<>(items, Optional.empty());
    }

    static int limit(int asked) {
        if (asked < 1) {
            throw new BadField("limit", "must be at least 1, not " + asked);
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
                                                                "is not one that was given out; begin the list without it")))
                .orElse(Position.NEWEST);
    }
}
