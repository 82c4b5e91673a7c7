package org.tapline.proxy.spool;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Octets kept while they pass by: a message or a part of one. Belongs to one event loop.
public final class Piece implements AutoCloseable {
    /// First chunk of a piece whose size nobody announced.
    private static final int SMALL = 4 * 1024;

    /// Less than this is not worth a slot on the disk.
    private static final int WORTH_A_SLOT = SlotFile.SLOT / 4;

    private final Spool spool;
    private final SessionBudget session;
    private final List<Chunk> chunks = new ArrayList<>();
    private final int first;
    private int spilled;
    private long kept;
    private long keptBefore;
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
            kept += count;
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
            kept += count;
        }
    }

    /// True when octets of this piece had to be dropped.
    public boolean lost() {
        return lost;
    }

    /// Called now and then while the piece is open: when nothing has come since the last call, its
    /// memory goes to the disk, and the little that is not worth that to memory of its size. What
    /// stands behind it is a client that has stopped reading, perhaps for minutes.
    public void restIfStill() {
        boolean still = kept == keptBefore;
        keptBefore = kept;
        if (!still || lost || chunks.isEmpty()) {
            return;
        }
        Chunk last = chunks.getLast();
        boolean little = last.size() < WORTH_A_SLOT;
        if (little && spilled < chunks.size()) {
            last.shrink();
        }
        int worth = chunks.size() - (little ? 1 : 0);
        while (spilled < worth && spool.spill(chunks.get(spilled))) {
            spilled++;
            queued = true;
        }
    }

    /// Drops what was kept and whatever comes.
    public void abandon() {
        lost = true;
        close();
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
        if (last != null && last.room() > 0 && spilled < chunks.size()) {
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

    /// Hands full chunks to the writer once the session holds more than its share and memory is
    /// scarce. While there is plenty, the journal reads from memory: writing a message to the disk
    /// twice costs more than all the rest of its capture. Two go for each that comes, so that the
    /// writer is never handed a whole message at once.
    ///
    /// @return false when the writer has too much waiting, or failed
    private boolean spillIfNeeded() {
        if (spilled > 0 && chunks.get(spilled - 1).failed()) {
            return false;
        }
        int last = Math.min(chunks.size(), spilled + 2);
        while (spilled < last && session.exceeded() && spool.memoryIsScarce()) {
            if (!spool.spill(chunks.get(spilled))) {
                return false;
            }
            spilled++;
            queued = true;
        }
        return true;
    }
}
