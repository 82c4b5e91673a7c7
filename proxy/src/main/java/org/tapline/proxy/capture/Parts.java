package org.tapline.proxy.capture;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tapline.proxy.conversation.Effects;

/// The pieces of one message: header and text, and slices by their offset.
final class Parts {
    private static final int NONE = -1;

    private int header = NONE;
    private int text = NONE;
    private final TreeMap<Long, Slice> slices = new TreeMap<>();
    private long reached;
    private long end = NONE;

    private record Slice(long length, int piece) {}

    void half(boolean isHeader, int piece, Effects effects) {
        int before = isHeader ? header : text;
        if (before != NONE) {
            effects.discard(before);
        }
        if (isHeader) {
            header = piece;
        } else {
            text = piece;
        }
    }

    /// A slice that begins inside what is there already starts the message over if it is the first,
    /// and brings nothing otherwise.
    void slice(long first, long length, boolean last, long size, int piece, Effects effects) {
        if (first == 0 && reached > 0) {
            discardSlices(effects);
        }
        if (size >= 0) {
            end = size;
        }
        if (last && (length > 0 || first == reached)) {
            end = first + length;
        }
        if (length == 0 || first < reached || slices.containsKey(first)) {
            effects.discard(piece);
        } else {
            slices.put(first, new Slice(length, piece));
        }
        Slice next = slices.get(reached);
        while (next != null) {
            reached += next.length();
            next = slices.get(reached);
        }
    }

    /// The pieces in their order, when they are the whole message; all others are discarded.
    Optional<int[]> whole(Effects effects) {
        if (header != NONE && text != NONE) {
            discardSlices(effects);
            return Optional.of(new int[] {header, text});
        }
        if (reached == 0 || reached != end) {
            return Optional.empty();
        }
        discardHalves(effects);
        int[] whole = new int[slices.size()];
        int count = 0;
        long at = 0;
        for (Map.Entry<Long, Slice> entry : slices.entrySet()) {
            if (entry.getKey() == at) {
                whole[count++] = entry.getValue().piece();
                at += entry.getValue().length();
            } else {
                effects.discard(entry.getValue().piece());
            }
        }
        slices.clear();
        return Optional.of(java.util.Arrays.copyOf(whole, count));
    }

    int count() {
        return slices.size() + (header == NONE ? 0 : 1) + (text == NONE ? 0 : 1);
    }

    boolean onlyHeader() {
        return text == NONE && slices.isEmpty();
    }

    void discard(Effects effects) {
        discardHalves(effects);
        discardSlices(effects);
    }

    private void discardHalves(Effects effects) {
        if (header != NONE) {
            effects.discard(header);
        }
        if (text != NONE) {
            effects.discard(text);
        }
        header = NONE;
        text = NONE;
    }

    private void discardSlices(Effects effects) {
        slices.values().forEach(slice -> effects.discard(slice.piece()));
        slices.clear();
        reached = 0;
        end = NONE;
    }
}
