package org.tapline.journal.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Blocks and what is not a block, in every order, past the cache and through it.
class BlockFileTest {
    private static final int BLOCK = BlockFile.BLOCK;

    @TempDir Path folder;
    private final Random random = new Random(7);

    @Test
    void what_is_written_through_the_cache_is_what_was_given() throws IOException {
        for (int round = 0; round < 30; round++) {
            writeAndCompare(false, folder.resolve("cached" + round));
        }
    }

    @Test
    void what_is_written_past_the_cache_is_what_was_given() throws IOException {
        assumeThat(BlockFile.bypassesCache(folder)).as("a disk that can").isTrue();
        for (int round = 0; round < 30; round++) {
            writeAndCompare(true, folder.resolve("direct" + round));
        }
    }

    @Test
    void the_attempt_leaves_nothing_behind() throws IOException {
        assertThat(BlockFile.bypassesCache(folder)).isIn(true, false);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_file_that_is_there_is_not_overwritten() throws IOException {
        Path there = Files.writeString(folder.resolve("there"), "of somebody else");
        assertThatThrownBy(() -> BlockFile.create(there, false, BlockFile.stage()))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(there).hasContent("of somebody else");
    }

    private void writeAndCompare(boolean direct, Path path) throws IOException {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        try (BlockFile file = BlockFile.create(path, direct, BlockFile.stage())) {
            int writes = random.nextInt(8);
            for (int i = 0; i < writes; i++) {
                ByteBuffer[] octets = new ByteBuffer[1 + random.nextInt(4)];
                long sum = 0;
                for (int j = 0; j < octets.length; j++) {
                    octets[j] = some(expected);
                    sum += octets[j].remaining();
                }
                assertThat(file.write(octets)).isEqualTo(sum);
                assertThat(octets).noneMatch(ByteBuffer::hasRemaining);
            }
            file.finish();
        }
        assertThat(Files.readAllBytes(path)).isEqualTo(expected.toByteArray());
    }

    /// Aligned blocks, or something in direct or heap memory that is neither.
    private ByteBuffer some(ByteArrayOutputStream expected) {
        boolean blocks = random.nextBoolean();
        int size = blocks ? BLOCK * (1 + random.nextInt(80)) : random.nextInt(300_000);
        byte[] octets = new byte[size];
        random.nextBytes(octets);
        expected.writeBytes(octets);
        if (!blocks && random.nextBoolean()) {
            return ByteBuffer.wrap(octets);
        }
        ByteBuffer memory = ByteBuffer.allocateDirect(size + 3 * BLOCK).alignedSlice(BLOCK);
        memory.position(blocks ? 0 : random.nextInt(BLOCK));
        ByteBuffer place = memory.slice(memory.position(), size);
        place.put(octets).flip();
        return place;
    }
}
