package org.tapline.proxy.spool;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.ProxySettings.Spooling;
import org.tapline.proxy.StartFailure;

/// Holds the captures of all sessions within fixed bounds of memory and disk. Thread-safe.
public final class Spool implements AutoCloseable {
    /// Octets of one block of memory: with sixteen of them the default bound is reached, and the C
    /// library gives a block of this size back to the system as soon as it is free.
    private static final int BLOCK_ORDER = 6;

    /// Octets that begin at such an address can go to the disk from where they are.
    static final int ALIGNMENT = 4096;

    private final Budget budget;
    private final long share;
    private final SlotFile file;
    private final Executor writer;

    /// Apart from the memory of the sockets: a few octets of a connection that stays would hold
    /// whole blocks of captures that are long gone.
    private final PooledByteBufAllocator memory =
            new PooledByteBufAllocator(
                    true,
                    0,
                    1,
                    SlotFile.SLOT,
                    BLOCK_ORDER,
                    0,
                    0,
                    false,
                    PooledByteBufAllocator.isDirectMemoryCacheAlignmentSupported() ? ALIGNMENT : 0);

    /// Messages that the journal has not answered for yet.
    private final Set<SpooledMessage> unanswered = ConcurrentHashMap.newKeySet();

    private Spool(Budget budget, long share, SlotFile file, Executor writer) {
        this.budget = budget;
        this.share = share;
        this.file = file;
        this.writer = writer;
    }

    /// Opens the spool in a folder, which is emptied of what a crash left there.
    ///
    /// @param limits half of the memory may wait for the disk; a session that holds more than its
    ///     share goes to disk once half of the memory is in use
    /// @param writer runs writes one after the other, in order
    /// @throws StartFailure when the folder cannot be used
    public static Spool open(Path folder, Spooling limits, Executor writer) {
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, "*.spool")) {
                for (Path leftover : leftovers) {
                    Files.delete(leftover);
                }
            }
            SlotFile file =
                    SlotFile.create(
                            folder.resolve("pieces.spool"),
                            limits.disk(),
                            Files.getFileStore(folder)::getUsableSpace,
                            limits.diskReserve());
            Budget budget = new Budget(limits.memory(), limits.memory() / 2);
            return new Spool(budget, limits.memoryPerSession(), file, writer);
        } catch (IOException cannot) {
            throw new StartFailure(
                    "cannot write to the folder "
                            + folder
                            + " ("
                            + cannot.getClass().getSimpleName()
                            + "): make it writable for the user that runs Tapline, or set `data` to"
                            + " another folder",
                    cannot);
        }
    }

    /// A session's part of the spool.
    public SessionSpool session() {
        return new SessionSpool(this, new SessionBudget(share));
    }

    /// Octets of memory that captures hold now.
    public long memoryUsed() {
        return budget.used();
    }

    /// Octets of memory that captures hold now, as the allocator counts them.
    long memoryPinned() {
        return memory.pinnedDirectMemory();
    }

    /// Slots on disk that captures hold now.
    public int slotsUsed() {
        return file.inUse();
    }

    /// Frees what the journal has not answered for, and removes the file. A message still being
    /// read fails.
    @Override
    public void close() {
        unanswered.forEach(SpooledMessage::close);
        try {
            file.close();
        } catch (IOException leftForTheNextStart) {
            budget.diskFailed(leftForTheNextStart);
        }
    }

    @Nullable Chunk chunk(SessionBudget session, int capacity) {
        if (!budget.take(capacity)) {
            return null;
        }
        session.take(capacity);
        return new Chunk(
                budget,
                session,
                file,
                (capacity < SlotFile.SLOT ? PooledByteBufAllocator.DEFAULT : memory)
                        .directBuffer(capacity, capacity));
    }

    boolean memoryIsScarce() {
        return budget.scarce();
    }

    boolean spill(Chunk chunk) {
        if (!budget.enqueue(chunk.capacity())) {
            return false;
        }
        chunk.queued();
        writer.execute(chunk::writeOut);
        return true;
    }

    SpooledMessage message(List<Piece> pieces) {
        List<Chunk> chunks = new ArrayList<>();
        boolean queued = false;
        for (Piece piece : pieces) {
            chunks.addAll(piece.chunks());
            queued |= piece.queued();
        }
        CompletableFuture<Void> written =
                queued
                        ? CompletableFuture.runAsync(() -> {}, writer)
                        : CompletableFuture.completedFuture(null);
        SpooledMessage message = new SpooledMessage(file, chunks, written, unanswered::remove);
        unanswered.add(message);
        return message;
    }
}
