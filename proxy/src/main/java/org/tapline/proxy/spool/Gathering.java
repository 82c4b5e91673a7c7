package org.tapline.proxy.spool;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes chunks to a channel, many at a time and from where they lie.
final class Gathering implements AutoCloseable {
    /// Chunks of one write: with a mebibyte the cost of the call itself is gone.
    private static final int AT_ONCE = 16;

    private final SlotFile slots;
    private final GatheringByteChannel to;
    private final List<ByteBuf> held = new ArrayList<>(AT_ONCE);
    private @Nullable FileChannel disk;
    private @Nullable ByteBuffer room;
    private long written;

    Gathering(SlotFile slots, GatheringByteChannel to) {
        this.slots = slots;
        this.to = to;
    }

    void add(Chunk chunk) throws IOException {
        Optional<ByteBuf> octets = chunk.hold();
        if (octets.isPresent()) {
            held.add(octets.get());
            if (held.size() == AT_ONCE) {
                writeHeld();
            }
        } else {
            writeHeld();
            writeFromDisk(chunk);
        }
    }

    /// @return octets written
    long finish() throws IOException {
        writeHeld();
        return written;
    }

    private void writeHeld() throws IOException {
        try {
            long left = 0;
            ByteBuffer[] octets = new ByteBuffer[held.size()];
            for (int i = 0; i < octets.length; i++) {
                octets[i] = held.get(i).nioBuffer();
                left += octets[i].remaining();
            }
            written += left;
            while (left > 0) {
                left -= to.write(octets);
            }
        } finally {
            release();
        }
    }

    private void writeFromDisk(Chunk chunk) throws IOException {
        if (disk == null) {
            disk = slots.reader();
        }
        if (room == null) {
            room =
                    ByteBuffer.allocateDirect(SlotFile.SLOT + Spool.ALIGNMENT)
                            .alignedSlice(Spool.ALIGNMENT);
        }
        ByteBuffer octets = room.clear().limit(chunk.size());
        chunk.readFromDisk(octets, disk);
        octets.flip();
        written += octets.remaining();
        while (octets.hasRemaining()) {
            to.write(octets);
        }
    }

    private void release() {
        held.forEach(ByteBuf::release);
        held.clear();
    }

    @Override
    public void close() throws IOException {
        release();
        if (disk != null) {
            disk.close();
        }
    }
}
