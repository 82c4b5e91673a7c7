package org.tapline.proxy.capture;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.LossReason;

/// The half-assembled messages of one selected folder.
///
/// A message is known by its key: its UID, or the negative of its sequence number while its UID is
/// not known (such keys hold only until a sequence number changes).
public final class Assembly {
    private final int mostPieces;
    private final Map<Long, Parts> waiting = new LinkedHashMap<>();
    private int pieces;

    /// @param mostPieces how many pieces may wait; beyond it the oldest message is given up
    public Assembly(int mostPieces) {
        this.mostPieces = mostPieces;
    }

    /// A header with the empty line at its end, or a body: HEADER and TEXT make a message.
    ///
    /// @return the pieces of the message, if it is complete now
    public Optional<int[]> half(long key, boolean header, int piece, Effects effects) {
        Parts parts = parts(key);
        pieces -= parts.count();
        parts.half(header, piece, effects);
        return settle(key, parts, effects);
    }

    /// A slice of the whole message.
    ///
    /// @param first offset of its first octet
    /// @param length octets in it
    /// @param last whether it is known to end the message
    /// @param size of the whole message, or -1 when not known
    /// @return the pieces of the message, if it is complete now
    public Optional<int[]> slice(
            long key,
            long first,
            long length,
            boolean last,
            long size,
            int piece,
            Effects effects) {
        Parts parts = parts(key);
        pieces -= parts.count();
        parts.slice(first, length, last, size, piece, effects);
        return settle(key, parts, effects);
    }

    private Parts parts(long key) {
        Parts known = waiting.get(key);
        if (known != null) {
            return known;
        }
        Parts parts = new Parts();
        waiting.put(key, parts);
        return parts;
    }

    private Optional<int[]> settle(long key, Parts parts, Effects effects) {
        Optional<int[]> whole = parts.whole(effects);
        if (whole.isPresent() || parts.count() == 0) {
            waiting.remove(key);
            return whole;
        }
        pieces += parts.count();
        while (pieces > mostPieces) {
            giveUpOldest(effects);
        }
        return whole;
    }

    /// Headers alone are what every client lists a folder with; giving one up loses nothing that
    /// was on its way to be whole.
    private void giveUpOldest(Effects effects) {
        Iterator<Parts> oldest = waiting.values().iterator();
        Parts parts = oldest.next();
        oldest.remove();
        pieces -= parts.count();
        if (!parts.onlyHeader()) {
            effects.lost(LossReason.TOO_MANY_PIECES);
        }
        parts.discard(effects);
    }

    /// The message was captured whole, or is gone.
    public void forget(long key, Effects effects) {
        Parts parts = waiting.remove(key);
        if (parts != null) {
            pieces -= parts.count();
            parts.discard(effects);
        }
    }

    /// Sequence numbers have changed.
    public void forgetSequenceNumbers(Effects effects) {
        waiting.entrySet()
                .removeIf(
                        entry -> {
                            boolean bySequence = entry.getKey() < 0;
                            if (bySequence) {
                                pieces -= entry.getValue().count();
                                entry.getValue().discard(effects);
                            }
                            return bySequence;
                        });
    }

    /// The folder has changed, or the session ends.
    public void clear(Effects effects) {
        waiting.values().forEach(parts -> parts.discard(effects));
        waiting.clear();
        pieces = 0;
    }

    /// How many pieces wait.
    public int pieces() {
        return pieces;
    }
}
