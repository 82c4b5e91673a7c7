package org.tapline.proxy.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tapline.journal.Content;

/// A whole message in the spool, put together of pieces. Readable until it is closed; thread-safe.
public final class SpooledMessage implements Content, AutoCloseable {
    private final SlotFile file;
    private final List<Chunk> chunks;
    private final CompletableFuture<Void> written;
    private final Consumer<SpooledMessage> closed;
    private final long size;

    SpooledMessage(
            SlotFile file,
            List<Chunk> chunks,
            CompletableFuture<Void> written,
            Consumer<SpooledMessage> closed) {
        this.file = file;
        this.chunks = List.copyOf(chunks);
        this.written = written;
        this.closed = closed;
        this.size = chunks.stream().mapToLong(Chunk::size).sum();
    }

    /// Completes when nothing of it waits for the disk any more.
    ///
    /// @return true when all of it is there, false when the disk failed
    public CompletableFuture<Boolean> whole() {
        return written.thenApply(done -> chunks.stream().noneMatch(Chunk::failed));
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open() {
        return new Reader();
    }

    @Override
    public long writeTo(GatheringByteChannel to) throws IOException {
        try (Gathering gathering = new Gathering(file, to)) {
            for (Chunk chunk : chunks) {
                gathering.add(chunk);
            }
            return gathering.finish();
        }
    }

    /// Frees memory and slots. A stream still open fails from here on.
    @Override
    public void close() {
        chunks.forEach(Chunk::free);
        closed.accept(this);
    }

    private final class Reader extends InputStream {
        private int current;
        private int position;
        private @Nullable FileChannel disk;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, to.length);
            if (length == 0) {
                return 0;
            }
            while (current < chunks.size()) {
                Chunk chunk = chunks.get(current);
                if (position < chunk.size()) {
                    if (disk == null && chunk.onDisk()) {
                        disk = file.reader();
                    }
                    int count = chunk.read(position, to, offset, length, disk);
                    position += count;
                    return count;
                }
                current++;
                position = 0;
            }
            return -1;
        }

        @Override
        public void close() throws IOException {
            if (disk != null) {
                disk.close();
            }
        }
    }
}
