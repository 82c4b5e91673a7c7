package org.tapline.proxy.spool;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A run of captured octets, at most one slot long: in memory, or written out to a slot.
///
/// | state | memory | on |
/// | --- | --- | --- |
/// | MEMORY | held | [#queued] to QUEUED, [#free] to FREED |
/// | QUEUED | held | [#writeOut] to WRITING, [#free] to FREED |
/// | WRITING | held | written: DISK, failed: FAILED, freed meanwhile: FREED |
/// | DISK | none | [#free] to FREED |
/// | FAILED, FREED | none | nothing |
///
/// Filled by one event loop while in MEMORY; every other step may come from any thread.
final class Chunk {
    private enum State {
        MEMORY,
        QUEUED,
        WRITING,
        DISK,
        FAILED,
        FREED
    }

    private final Budget budget;
    private final SessionBudget session;
    private final SlotFile file;
    private ByteBuf octets;
    private int capacity;
    private int size;
    private int slot = -1;
    private State state = State.MEMORY;
    private boolean unwanted;

    Chunk(Budget budget, SessionBudget session, SlotFile file, ByteBuf octets) {
        this.budget = budget;
        this.session = session;
        this.file = file;
        this.octets = octets;
        this.capacity = octets.capacity();
    }

    int capacity() {
        return capacity;
    }

    int size() {
        return size;
    }

    int room() {
        return capacity - size;
    }

    void append(ByteBuf from, int index, int length) {
        octets.writeBytes(from, index, length);
        size += length;
    }

    void append(byte[] from, int offset, int length) {
        octets.writeBytes(from, offset, length);
        size += length;
    }

    /// Nothing more is appended: what it holds moves to memory that fits it.
    synchronized void shrink() {
        if (state == State.MEMORY && size < capacity) {
            ByteBuf fitting = Unpooled.buffer(size, size);
            fitting.writeBytes(octets, 0, size);
            octets.release();
            budget.giveBack(capacity - size);
            session.giveBack(capacity - size);
            octets = fitting;
            capacity = size;
        }
    }

    /// It is full and waits for the writer; the budget's queue has room for it.
    synchronized void queued() {
        if (state == State.MEMORY) {
            state = State.QUEUED;
        }
    }

    /// Writes the octets to a slot and lets go of the memory; called on the writer.
    ///
    /// @return false when they could not be written, and are gone
    boolean writeOut() {
        synchronized (this) {
            if (state != State.QUEUED) {
                return state != State.FAILED;
            }
            state = State.WRITING;
        }
        int taken = slot();
        boolean written = taken >= 0 && wrote(taken);
        synchronized (this) {
            releaseMemory();
            budget.unqueue(capacity);
            if (taken >= 0 && (!written || unwanted)) {
                file.free(taken);
            }
            state = unwanted ? State.FREED : written ? State.DISK : State.FAILED;
            slot = state == State.DISK ? taken : -1;
        }
        return written;
    }

    /// @return a slot, or -1 when the file or the disk is full
    private int slot() {
        try {
            return file.take();
        } catch (IOException full) {
            budget.diskFailed(full);
            return -1;
        }
    }

    private boolean wrote(int into) {
        try {
            file.write(into, octets.nioBuffer());
            return true;
        } catch (IOException failed) {
            budget.diskFailed(failed);
            return false;
        }
    }

    synchronized boolean failed() {
        return state == State.FAILED;
    }

    synchronized void free() {
        switch (state) {
            case MEMORY -> releaseMemory();
            case QUEUED -> {
                releaseMemory();
                budget.unqueue(capacity);
            }
            case DISK -> file.free(slot);
            case WRITING -> {
                unwanted = true;
                return;
            }
            case FAILED, FREED -> {
                return;
            }
        }
        state = State.FREED;
    }

    private void releaseMemory() {
        octets.release();
        budget.giveBack(capacity);
        session.giveBack(capacity);
    }

    /// Copies octets out, from `position` of this chunk on.
    ///
    /// @param disk a reader of the slot file, needed only when [#onDisk]
    /// @return how many
    synchronized int read(
            int position, byte[] to, int offset, int length, @Nullable FileChannel disk)
            throws IOException {
        int count = Math.min(length, size - position);
        switch (state) {
            case MEMORY, QUEUED, WRITING -> octets.getBytes(position, to, offset, count);
            case DISK -> {
                if (disk == null) {
                    throw new IOException("the spool file is not open");
                }
                fill(ByteBuffer.wrap(to, offset, count), position, disk);
            }
            case FAILED, FREED -> throw new IOException("these octets are no longer in the spool");
        }
        return count;
    }

    /// The memory with the octets, to be released by the caller; what frees the chunk meanwhile
    /// does not wait for that.
    ///
    /// @return nothing when they lie on disk
    synchronized Optional<ByteBuf> hold() throws IOException {
        return switch (state) {
            case MEMORY, QUEUED, WRITING -> Optional.of(octets.retainedDuplicate());
            case DISK -> Optional.empty();
            case FAILED, FREED -> throw new IOException("these octets are no longer in the spool");
        };
    }

    /// Reads as many octets as there is room for.
    synchronized void readFromDisk(ByteBuffer into, FileChannel disk) throws IOException {
        if (state != State.DISK) {
            throw new IOException("these octets are no longer in the spool");
        }
        fill(into, 0, disk);
    }

    private void fill(ByteBuffer into, int position, FileChannel disk) throws IOException {
        long at = (long) slot * SlotFile.SLOT + position;
        while (into.hasRemaining()) {
            int read = disk.read(into, at);
            if (read < 0) {
                throw new IOException("the spool file is shorter than what was written");
            }
            at += read;
        }
    }

    synchronized boolean onDisk() {
        return state == State.DISK;
    }
}
