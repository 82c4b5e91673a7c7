package org.tapline.journal.artemis;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// A new file that is written from its beginning to its end, past the page cache where the file
/// system can do that. Blocks in aligned direct memory go to the disk as they are; everything
/// else is put together in blocks first.
///
/// Takes all it is given, always.
final class BlockFile implements GatheringByteChannel {
    /// What memory, place and length of a write past the cache must be a multiple of. The sector
    /// or page of every disk in use, and of every file system that says so of itself.
    static final int BLOCK = 4096;

    /// Room to put blocks together: large enough that a write is cheap, small enough for each lane
    /// to have one.
    private static final int STAGE = 64 * BLOCK;

    private final FileChannel file;
    private final boolean direct;
    private final ByteBuffer stage;
    private long written;

    private BlockFile(FileChannel file, boolean direct, ByteBuffer stage) {
        this.file = file;
        this.direct = direct;
        this.stage = stage;
    }

    /// Memory for one file after the other.
    static ByteBuffer stage() {
        return ByteBuffer.allocateDirect(STAGE + BLOCK).alignedSlice(BLOCK).slice(0, STAGE);
    }

    /// @param direct whether the folder [#bypassesCache]
    /// @param stage from [#stage], used by nobody else until this is closed
    static BlockFile create(Path path, boolean direct, ByteBuffer stage) throws IOException {
        Set<OpenOption> how =
                new HashSet<>(Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        if (direct) {
            how.add(
                    pastCache()
                            .orElseThrow(
                                    () -> new UnsupportedOperationException("no direct writes")));
        }
        return new BlockFile(FileChannel.open(path, how), direct, stage.clear());
    }

    /// The JDK's option for it. Found by its name: the compiler warns of everything in that
    /// package, and nothing silences it.
    private static Optional<OpenOption> pastCache() {
        try {
            Object[] options =
                    Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
            return Arrays.stream(options)
                    .filter(option -> option.toString().equals("DIRECT"))
                    .map(OpenOption.class::cast)
                    .findFirst();
        } catch (ClassNotFoundException anotherJdk) {
            return Optional.empty();
        }
    }

    /// Tries whether files in a folder can be written past the page cache. Some file systems say
    /// no when the file is opened, some when it is written.
    static boolean bypassesCache(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path probe = folder.resolve("probe.tmp");
        Files.deleteIfExists(probe);
        try {
            if (BLOCK % Files.getFileStore(folder).getBlockSize() != 0) {
                return false;
            }
            try (BlockFile file = create(probe, true, stage())) {
                file.write(ByteBuffer.allocate(BLOCK + 1));
                file.finish();
            }
            return Files.size(probe) == BLOCK + 1;
        } catch (IOException | UnsupportedOperationException no) {
            JournalLog.LOG.debug("the disk of the journal is written through the cache: {}", no);
            return false;
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    @Override
    public int write(ByteBuffer octets) throws IOException {
        return (int) write(new ByteBuffer[] {octets}, 0, 1);
    }

    @Override
    public long write(ByteBuffer[] octets) throws IOException {
        return write(octets, 0, octets.length);
    }

    @Override
    public long write(ByteBuffer[] octets, int offset, int length) throws IOException {
        long before = written;
        int whole = direct ? wholeBlocks(octets, offset, length) : length;
        if (whole > 0) {
            writeStage();
            writeThrough(octets, offset, whole);
        }
        for (int i = offset + whole; i < offset + length; i++) {
            copy(octets[i]);
        }
        return written - before;
    }

    /// How many of the buffers can go to the disk as they are.
    private int wholeBlocks(ByteBuffer[] octets, int offset, int length) {
        if (stage.position() % BLOCK != 0) {
            return 0;
        }
        int count = 0;
        while (count < length && isBlocks(octets[offset + count])) {
            count++;
        }
        return count;
    }

    private static boolean isBlocks(ByteBuffer octets) {
        return octets.isDirect()
                && octets.remaining() % BLOCK == 0
                && octets.alignmentOffset(octets.position(), BLOCK) == 0;
    }

    private void writeThrough(ByteBuffer[] octets, int offset, int length) throws IOException {
        long left = 0;
        for (int i = offset; i < offset + length; i++) {
            left += octets[i].remaining();
        }
        written += left;
        while (left > 0) {
            left -= file.write(octets, offset, length);
        }
    }

    private void copy(ByteBuffer octets) throws IOException {
        written += octets.remaining();
        while (octets.hasRemaining()) {
            int count = Math.min(octets.remaining(), stage.remaining());
            stage.put(stage.position(), octets, octets.position(), count);
            stage.position(stage.position() + count);
            octets.position(octets.position() + count);
            if (!stage.hasRemaining()) {
                writeStage();
            }
        }
    }

    private void writeStage() throws IOException {
        stage.flip();
        while (stage.hasRemaining()) {
            file.write(stage);
        }
        stage.clear();
    }

    /// Writes what is left; returns when all of it is on the disk.
    void finish() throws IOException {
        int beyond = stage.position() % BLOCK;
        if (direct && beyond > 0) {
            stage.put(new byte[BLOCK - beyond]);
            writeStage();
            file.truncate(written);
        } else {
            writeStage();
        }
        file.force(false);
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
