package org.tapline.proxy.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The transitions of a chunk, and what each gives back.
class ChunkTest {
    @TempDir Path folder;
    private final Budget budget = new Budget(100, 100);
    private final SessionBudget session = new SessionBudget(0);
    private final ByteBuf memory = Unpooled.directBuffer(10, 10);
    private SlotFile file;
    private Chunk chunk;

    @SuppressWarnings("NullAway.Init") // both are there before each test
    ChunkTest() {}

    @BeforeEach
    void fill() throws IOException {
        file = SlotFile.create(folder.resolve("x.spool"), SlotFile.SLOT, () -> 1L << 40, 0);
        assertThat(budget.take(10)).isTrue();
        session.take(10);
        chunk = new Chunk(budget, session, file, memory);
        chunk.append(new byte[] {1, 2, 3, 4}, 1, 3);
    }

    @AfterEach
    void close() throws IOException {
        chunk.free();
        assertThat(memory.refCnt()).isZero();
        assertThat(budget.used()).isZero();
        assertThat(session.exceeded()).isFalse();
        assertThat(file.inUse()).isZero();
        file.close();
    }

    private void queue() {
        assertThat(budget.enqueue(chunk.capacity())).isTrue();
        chunk.queued();
    }

    private byte[] read() throws IOException {
        byte[] to = new byte[5];
        try (FileChannel disk = file.reader()) {
            int count = chunk.read(1, to, 2, 9, disk);
            return java.util.Arrays.copyOfRange(to, 2, 2 + count);
        }
    }

    @Test
    void octets_are_read_from_memory_and_after_writing_from_the_disk() throws IOException {
        assertThat(chunk.size()).isEqualTo(3);
        assertThat(chunk.room()).isEqualTo(7);
        assertThat(read()).containsExactly(3, 4);
        queue();
        assertThat(read()).containsExactly(3, 4);
        assertThat(chunk.writeOut()).isTrue();
        assertThat(chunk.onDisk()).isTrue();
        assertThat(memory.refCnt()).isZero();
        assertThat(read()).containsExactly(3, 4);
        assertThat(budget.enqueue(100)).as("nothing waits any more").isTrue();
    }

    @Test
    void a_chunk_freed_while_it_waits_is_not_written() {
        queue();
        chunk.free();
        assertThat(chunk.writeOut()).isTrue();
        assertThat(file.inUse()).isZero();
        assertThat(budget.enqueue(100)).isTrue();
    }

    @Test
    void a_chunk_with_no_slot_left_fails_and_its_octets_are_gone() throws IOException {
        assertThat(file.take()).isZero();
        queue();
        assertThat(chunk.writeOut()).isFalse();
        assertThat(chunk.failed()).isTrue();
        assertThatThrownBy(this::read).isInstanceOf(IOException.class);
        file.free(0);
    }

    @Test
    void freeing_twice_frees_once() {
        chunk.free();
        chunk.free();
        assertThat(budget.used()).isZero();
    }
}
