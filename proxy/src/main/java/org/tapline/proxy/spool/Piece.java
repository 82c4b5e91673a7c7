package org.tapline.proxy.spool;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Octets kept while they pass by: a message or a part of one. Belongs to one event loop.
public final class Piece implements AutoCloseable {
    /// First chunk of a piece whose size nobody announced.
    private static final int SMALL = 4 * 1024;

    private final Spool spool;
    private final SessionBudget session;
    private final List<Chunk> chunks = new ArrayList<>();
    private final int first;
    private int spilled;
    private boolean queued;
    private boolean lost;

    Piece(Spool spool, SessionBudget session, long expected) {
        this.spool = spool;
        this.session = session;
        this.first = expected < 0 ? SMALL : (int) Math.clamp(expected, 256, (long) SlotFile.SLOT);
    }

    /// Keeps `length` octets of a buffer, from the absolute index on.
    public void keep(ByteBuf from, int index, int length) {
        int at = index;
        int left = length;
        for (Chunk chunk = roomFor(left); chunk != null; chunk = roomFor(left)) {
            int count = Math.min(left, chunk.room());
            chunk.append(from, at, count);
            at += count;
            left -= count;
        }
    }

    /// Keeps octets that are in no buffer.
    public void keep(byte[] from, int offset, int length) {
        int at = offset;
        int left = length;
        for (Chunk chunk = roomFor(left); chunk != null; chunk = roomFor(left)) {
            int count = Math.min(left, chunk.room());
            chunk.append(from, at, count);
            at += count;
            left -= count;
        }
    }

    /// True when octets of this piece had to be dropped.
    public boolean lost() {
        return lost;
    }

    /// Frees everything that was kept.
    @Override
    public void close() {
        chunks.forEach(Chunk::free);
        chunks.clear();
    }

    List<Chunk> chunks() {
        return chunks;
    }

    /// Whether some of it went to the writer.
    boolean queued() {
        return queued;
    }

    private @Nullable Chunk roomFor(int left) {
        if (lost || left == 0) {
            return null;
        }
        Chunk last = chunks.isEmpty() ? null : chunks.getLast();
        if (last != null && last.room() > 0) {
            return last;
        }
        Chunk next =
                spillIfNeeded() ? spool.chunk(session, last == null ? first : SlotFile.SLOT) : null;
        if (next == null) {
            lost = true;
            close();
            return null;
        }
        chunks.add(next);
        return next;
    }

    /// Hands full chunks to the writer once the session holds more than its share.
    ///
    /// @return false when the writer has too much waiting, or failed
    private boolean spillIfNeeded() {
        if (spilled > 0 && chunks.get(spilled - 1).failed()) {
            return false;
        }
        if (!session.exceeded()) {
            return true;
        }
        for (; spilled < chunks.size(); spilled++) {
            if (!spool.spill(chunks.get(spilled))) {
                return false;
            }
            queued = true;
        }
        return true;
    }
}
