package org.tapline.proxy.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tapline.proxy.transcript.RecordingEffects;

class AssemblyTest {
    private static final long ANGUS = 16_384;

    private final RecordingEffects effects = new RecordingEffects(identity -> true);
    private final Assembly assembly = new Assembly(2000);

    @Test
    void sixteen_hundred_slices_make_a_message_in_any_order() {
        long size = 1600 * ANGUS - 100;
        List<Long> offsets = new ArrayList<>();
        for (long first = 0; first < size; first += ANGUS) {
            offsets.add(first);
        }
        Collections.shuffle(offsets, new Random(1));
        int[] pieceAt = new int[offsets.size()];
        Optional<int[]> whole = Optional.empty();
        for (long first : offsets) {
            assertThat(whole).isEmpty();
            int piece = effects.openPiece(ANGUS);
            pieceAt[(int) (first / ANGUS)] = piece;
            long length = Math.min(ANGUS, size - first);
            whole = assembly.slice(7, first, length, false, size, piece, effects);
        }
        assertThat(whole).hasValueSatisfying(pieces -> assertThat(pieces).isEqualTo(pieceAt));
        assertThat(assembly.pieces()).isZero();
    }

    @Test
    void reading_again_from_the_start_starts_over() {
        slice(7, 0, 4, false, -1);
        slice(7, 4, 4, false, -1);
        assertThat(slice(7, 0, 6, false, -1)).isEmpty();
        assertThat(slice(7, 6, 1, true, -1)).hasValueSatisfying(p -> assertThat(p).hasSize(2));
        assertThat(assembly.pieces()).isZero();
    }

    @Test
    void an_empty_slice_ends_the_message_only_where_the_others_reach() {
        slice(7, 0, 4, false, -1);
        assertThat(slice(7, 8, 0, true, -1)).isEmpty();
        assertThat(slice(7, 4, 0, true, -1)).isPresent();
        assertThat(slice(8, 0, 0, true, -1)).isEmpty();
        assertThat(assembly.pieces()).isZero();
    }

    @Test
    void a_header_fetched_twice_waits_once() {
        half(7, true);
        half(7, true);
        assertThat(effects.openPieces()).isEqualTo(1);
        assertThat(half(7, false)).isPresent();
    }

    @Test
    void at_the_limit_all_wait_and_one_beyond_the_oldest_goes() {
        Assembly small = new Assembly(2);
        small.half(1, true, effects.openPiece(1), effects);
        small.half(2, false, effects.openPiece(1), effects);
        assertThat(effects.openPieces()).isEqualTo(2);
        small.half(3, true, effects.openPiece(1), effects);
        assertThat(effects.openPieces()).isEqualTo(2);
        assertThat(effects.log()).isEmpty();
        small.half(4, true, effects.openPiece(1), effects);
        assertThat(effects.log()).isEqualTo("= lost TOO_MANY_PIECES\n");
        assertThat(small.pieces()).isEqualTo(2);
    }

    @Test
    void changed_sequence_numbers_void_what_has_no_uid() {
        half(-3, true);
        half(7, true);
        assembly.forgetSequenceNumbers(effects);
        assertThat(half(-3, false)).isEmpty();
        assertThat(half(7, false)).isPresent();
        assembly.clear(effects);
        assembly.forget(9, effects);
        assertThat(assembly.pieces()).isZero();
    }

    private Optional<int[]> half(long key, boolean header) {
        return assembly.half(key, header, effects.openPiece(1), effects);
    }

    private Optional<int[]> slice(long key, long first, long length, boolean last, long size) {
        return assembly.slice(key, first, length, last, size, effects.openPiece(length), effects);
    }
}
