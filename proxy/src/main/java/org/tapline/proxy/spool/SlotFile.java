package org.tapline.proxy.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.BitSet;
import java.util.EnumSet;

/// One file cut into slots of equal size. A freed slot is taken again before the file grows:
/// writing over pages that exist costs a quarter of what new pages cost. Thread-safe.
final class SlotFile implements AutoCloseable {
    /// Octets of a slot, the size of one read from a socket.
    static final int SLOT = 64 * 1024;

    /// An empty file longer than this is cut back to it.
    private static final int KEPT_SLOTS = 1024;

    private final Path path;
    private final FileChannel channel;
    private final int limit;
    private final FreeSpace free;
    private final long reserve;
    private final BitSet taken = new BitSet();
    private int length;

    /// Octets that can still be written to the disk.
    interface FreeSpace {
        long octets() throws IOException;
    }

    private SlotFile(Path path, FileChannel channel, int limit, FreeSpace free, long reserve) {
        this.path = path;
        this.channel = channel;
        this.limit = limit;
        this.free = free;
        this.reserve = reserve;
    }

    /// Makes the file anew.
    ///
    /// @param octets what it may grow to
    /// @param reserve octets of the disk that growing leaves free
    static SlotFile create(Path path, long octets, FreeSpace free, long reserve)
            throws IOException {
        Files.deleteIfExists(path);
        FileChannel channel =
                FileChannel.open(
                        path,
                        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        int limit = (int) Math.min(Integer.MAX_VALUE, octets / SLOT);
        return new SlotFile(path, channel, limit, free, reserve);
    }

    /// Takes a free slot, the lowest one.
    ///
    /// @return its number, or -1 when the file is full
    /// @throws IOException when the disk is: others need the rest of it more
    synchronized int take() throws IOException {
        int slot = taken.nextClearBit(0);
        if (slot >= limit) {
            return -1;
        }
        if (slot >= length && free.octets() - SLOT < reserve) {
            throw new IOException("less than " + (reserve >> 20) + " MiB are free on the disk");
        }
        taken.set(slot);
        length = Math.max(length, slot + 1);
        return slot;
    }

    /// Gives a slot back.
    synchronized void free(int slot) {
        taken.clear(slot);
        if (taken.isEmpty() && length > KEPT_SLOTS && channel.isOpen()) {
            try {
                channel.truncate((long) KEPT_SLOTS * SLOT);
                length = KEPT_SLOTS;
            } catch (IOException interrupted) {
                // The file stays as long as it is, which costs room and nothing else; the next
                // time it is empty the attempt is made again.
                return;
            }
        }
    }

    /// Slots in use.
    synchronized int inUse() {
        return taken.cardinality();
    }

    /// Writes the remaining octets of `octets` from the beginning of a slot on.
    void write(int slot, ByteBuffer octets) throws IOException {
        long at = (long) slot * SLOT;
        while (octets.hasRemaining()) {
            at += channel.write(octets, at);
        }
    }

    /// Opens the file for one reader. Each has a channel of its own: an interrupt closes the
    /// channel of the thread it hits, and must not close that of others.
    FileChannel reader() throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }
}
