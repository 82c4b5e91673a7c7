package org.tapline.proxy.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.proxy.ProxySettings.Spooling;
import org.tapline.proxy.StartFailure;

/// Pieces and messages against a disk that works when a test lets it.
class SpoolTest {
    private static final int SLOT = SlotFile.SLOT;

    @TempDir Path folder;
    private final Queue<Runnable> disk = new ArrayDeque<>();

    private Spool spool(int share, int memory, int slots) {
        Spooling limits =
                new Spooling((long) share * SLOT, (long) memory * SLOT, (long) slots * SLOT, 0);
        return Spool.open(folder, limits, disk::add);
    }

    private void diskWorks() {
        for (Runnable write = disk.poll(); write != null; write = disk.poll()) {
            write.run();
        }
    }

    private static byte[] octets(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    private static Piece piece(SessionSpool session, byte[] octets) {
        Piece piece = session.open(octets.length);
        piece.keep(octets, 0, octets.length);
        return piece;
    }

    private static byte[] read(SpooledMessage message) throws IOException {
        try (InputStream in = message.open()) {
            return in.readAllBytes();
        }
    }

    @Test
    void pieces_in_memory_and_on_disk_make_one_message() throws IOException {
        byte[] large = octets(5 * SLOT + 100);
        byte[] small = octets(300);
        try (Spool spool = spool(2, 8, 100)) {
            SessionSpool session = spool.session();
            SpooledMessage message =
                    session.message(List.of(piece(session, large), piece(session, small)))
                            .orElseThrow();
            assertThat(message.whole()).isNotDone();
            diskWorks();
            assertThat(message.whole()).isCompletedWithValue(true);
            assertThat(spool.slotsUsed()).isPositive();
            byte[] read = read(message);
            assertThat(read).hasSize(large.length + small.length).startsWith(large).endsWith(small);
            message.close();
            assertThat(spool.memoryUsed()).isZero();
            assertThat(spool.slotsUsed()).isZero();
            assertThatThrownBy(() -> read(message)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void memory_is_full_at_the_limit_and_the_piece_lets_go_of_all_it_held() {
        try (Spool spool = spool(100, 3, 100)) {
            SessionSpool session = spool.session();
            Piece full = piece(session, octets(3 * SLOT));
            assertThat(full.lost()).isFalse();
            Piece beyond = session.open(-1);
            beyond.keep(new byte[1], 0, 1);
            assertThat(beyond.lost()).isTrue();
            assertThat(session.message(List.of(full, beyond))).isEmpty();
            assertThat(spool.memoryUsed()).isZero();
        }
    }

    @Test
    void a_disk_that_hangs_loses_the_piece_once_half_of_the_memory_waits_for_it() {
        try (Spool spool = spool(1, 8, 100)) {
            SessionSpool session = spool.session();
            Piece piece = piece(session, octets(20 * SLOT));
            assertThat(piece.lost()).isTrue();
            assertThat(spool.memoryUsed()).isZero();
            diskWorks();
            assertThat(spool.slotsUsed()).isZero();
            Piece next = piece(session, octets(10));
            assertThat(next.lost()).isFalse();
            next.close();
        }
    }

    @Test
    void a_file_that_is_full_loses_the_message_and_not_more() {
        try (Spool spool = spool(1, 12, 2)) {
            SessionSpool session = spool.session();
            SpooledMessage message =
                    session.message(List.of(piece(session, octets(10 * SLOT)))).orElseThrow();
            diskWorks();
            assertThat(message.whole()).isCompletedWithValue(false);
            message.close();
            assertThat(spool.memoryUsed()).isZero();
            assertThat(spool.slotsUsed()).isZero();
        }
    }

    @Test
    void what_a_crash_left_is_removed_at_start_and_nothing_else() throws IOException {
        Path left = Files.writeString(folder.resolve("old.spool"), "of a crash");
        Path other = Files.writeString(folder.resolve("notes.txt"), "not ours");
        try (Spool spool = spool(1, 1, 1)) {
            assertThat(left).doesNotExist();
            assertThat(other).exists();
            assertThat(spool.slotsUsed()).isZero();
        }
    }

    @Test
    void a_folder_that_cannot_be_used_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> Spool.open(file, new Spooling(1, 1, 1, 0), Runnable::run))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void a_piece_that_stands_still_holds_next_to_no_memory_and_goes_on_afterwards()
            throws IOException {
        byte[] before = octets(9 * SLOT + 5000);
        byte[] after = octets(3 * SLOT);
        try (Spool spool = spool(100, 100, 100)) {
            SessionSpool session = spool.session();
            Piece piece = session.open(before.length + after.length);
            piece.keep(before, 0, before.length);
            piece.restIfStill();
            diskWorks();
            assertThat(spool.slotsUsed()).as("octets came since the last look").isZero();
            piece.restIfStill();
            diskWorks();
            assertThat(spool.slotsUsed()).isEqualTo(9);
            assertThat(spool.memoryUsed()).isEqualTo(5000);
            assertThat(spool.memoryPinned()).isZero();
            piece.keep(after, 0, after.length);
            SpooledMessage message = session.message(List.of(piece)).orElseThrow();
            diskWorks();
            assertThat(message.whole()).isCompletedWithValue(true);
            assertThat(read(message)).startsWith(before).endsWith(after);
            assertThat(written(message)).isEqualTo(read(message));
            message.close();
            assertThat(spool.memoryUsed()).isZero();
            assertThat(spool.slotsUsed()).isZero();
        }
    }

    @Test
    void a_large_remainder_goes_to_the_disk_and_a_slot_is_not_filled_twice() throws IOException {
        byte[] first = octets(SLOT / 2);
        try (Spool spool = spool(100, 100, 100)) {
            SessionSpool session = spool.session();
            Piece piece = session.open(10L * SLOT);
            byte[] all = new byte[3 * first.length];
            for (int i = 0; i < 3; i++) {
                piece.keep(first, 0, first.length);
                System.arraycopy(first, 0, all, i * first.length, first.length);
                piece.restIfStill();
                piece.restIfStill();
            }
            diskWorks();
            assertThat(spool.slotsUsed()).isEqualTo(3);
            assertThat(spool.memoryUsed()).isZero();
            SpooledMessage message = session.message(List.of(piece)).orElseThrow();
            diskWorks();
            assertThat(read(message)).isEqualTo(all);
            message.close();
        }
    }

    @Test
    void resting_waits_for_a_disk_that_hangs_and_loses_nothing() throws IOException {
        byte[] octets = octets(20 * SLOT);
        try (Spool spool = spool(100, 24, 100)) {
            SessionSpool session = spool.session();
            Piece piece = piece(session, octets);
            for (int looks = 0; looks < 5; looks++) {
                piece.restIfStill();
            }
            assertThat(spool.memoryUsed()).isEqualTo(20 * SLOT);
            diskWorks();
            assertThat(spool.slotsUsed()).as("half of the memory may wait for it").isEqualTo(12);
            piece.restIfStill();
            diskWorks();
            assertThat(spool.slotsUsed()).isEqualTo(20);
            SpooledMessage message = session.message(List.of(piece)).orElseThrow();
            diskWorks();
            assertThat(read(message)).isEqualTo(octets);
            message.close();
        }
    }

    @Test
    void a_message_in_memory_and_on_disk_is_written_as_it_is_read() throws IOException {
        try (Spool spool = spool(1, 8, 100)) {
            SessionSpool session = spool.session();
            SpooledMessage message =
                    session.message(
                                    List.of(
                                            piece(session, octets(6 * SLOT + 1)),
                                            piece(session, octets(700))))
                            .orElseThrow();
            diskWorks();
            assertThat(spool.slotsUsed()).isPositive();
            assertThat(spool.memoryUsed()).isPositive();
            assertThat(written(message)).isEqualTo(read(message));
            message.close();
            assertThatThrownBy(() -> written(message)).isInstanceOf(IOException.class);
        }
    }

    private byte[] written(SpooledMessage message) throws IOException {
        Path to = folder.resolve("written");
        try (FileChannel out =
                FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(message.writeTo(out)).isEqualTo(message.size());
        }
        return Files.readAllBytes(to);
    }

    @Test
    void nothing_is_held_when_the_spool_closes() {
        Spool spool = spool(100, 100, 100);
        try (spool) {
            SessionSpool session = spool.session();
            assertThat(session.message(List.of(piece(session, octets(4 * SLOT))))).isPresent();
            assertThat(spool.memoryPinned()).isPositive();
        }
        assertThat(spool.memoryPinned()).isZero();
    }
}
