package org.tapline.proxy.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotFileTest {
    private static final long PLENTY = 1L << 40;

    @TempDir Path folder;

    private SlotFile file(int slots, SlotFile.FreeSpace free, long reserve) throws IOException {
        Path path = folder.resolve("pieces.spool");
        return SlotFile.create(path, (long) slots * SlotFile.SLOT, free, reserve);
    }

    @Test
    void slots_are_taken_up_to_the_limit_and_the_lowest_free_one_again() throws IOException {
        try (SlotFile file = file(2, () -> PLENTY, 0)) {
            assertThat(file.take()).isZero();
            assertThat(file.take()).isEqualTo(1);
            assertThat(file.take()).isEqualTo(-1);
            file.free(0);
            assertThat(file.inUse()).isEqualTo(1);
            assertThat(file.take()).isZero();
        }
    }

    @Test
    void what_is_written_to_a_slot_is_read_from_it() throws IOException {
        try (SlotFile file = file(4, () -> PLENTY, 0)) {
            file.write(2, ByteBuffer.wrap(new byte[] {7, 8, 9}));
            try (FileChannel reader = file.reader()) {
                ByteBuffer read = ByteBuffer.allocate(3);
                assertThat(reader.read(read, 2L * SlotFile.SLOT)).isEqualTo(3);
                assertThat(read.array()).containsExactly(7, 8, 9);
            }
        }
    }

    @Test
    void growing_leaves_the_reserve_of_the_disk_free_and_reuse_needs_none() throws IOException {
        AtomicLong free = new AtomicLong(3L * SlotFile.SLOT);
        try (SlotFile file = file(10, free::get, 2L * SlotFile.SLOT)) {
            assertThat(file.take()).isZero();
            free.addAndGet(-1);
            assertThatThrownBy(file::take)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("free on the disk");
            file.free(0);
            assertThat(file.take()).isZero();
        }
    }

    @Test
    void a_leftover_is_replaced_and_nothing_stays_behind() throws IOException {
        Path left = Files.writeString(folder.resolve("pieces.spool"), "of a crash");
        try (SlotFile file = file(1, () -> PLENTY, 0)) {
            assertThat(Files.size(left)).isZero();
            assertThat(file.inUse()).isZero();
        }
        assertThat(left).doesNotExist();
    }
}
