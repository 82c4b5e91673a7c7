package org.tapline.proxy.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceMapTest {
    private final SequenceMap map = new SequenceMap(100);

    @Test
    void random_expunges_agree_with_a_plain_list() {
        List<Long> model = new ArrayList<>();
        map.exists(100);
        for (int i = 1; i <= 100; i++) {
            map.learn(i, 1000 + i);
            map.learnSize(i, i);
            model.add(1000L + i);
        }
        Random random = new Random(1);
        while (!model.isEmpty()) {
            int gone = random.nextInt(model.size());
            model.remove(gone);
            map.expunge(gone + 1);
            for (int i = 0; i < model.size(); i++) {
                assertThat(map.uid(i + 1)).isEqualTo(model.get(i));
                assertThat(map.size(i + 1)).isEqualTo(model.get(i) - 1000);
            }
            assertThat(map.uid(model.size() + 1)).isZero();
        }
    }

    @Test
    void the_highest_uid_and_size_survive() {
        map.learn(1, 0xffff_ffffL);
        map.learnSize(1, 0xffff_fffeL);
        assertThat(map.uid(1)).isEqualTo(0xffff_ffffL);
        assertThat(map.size(1)).isEqualTo(0xffff_fffeL);
        assertThat(map.size(2)).isEqualTo(-1);
    }

    @Test
    void another_uid_for_the_same_number_gives_all_up() {
        map.learn(1, 5);
        map.learn(2, 6);
        map.learn(2, 7);
        assertThat(map.uid(1)).isZero();
        assertThat(map.uid(2)).isEqualTo(7);
    }

    @Test
    void vanished_is_exact_only_when_every_uid_is_known() {
        map.exists(3);
        map.learn(1, 5);
        map.learn(3, 9);
        map.vanished(uids("5"));
        assertThat(map.uid(3)).isZero();

        map.exists(3);
        map.learn(1, 5);
        map.learn(2, 7);
        map.learn(3, 9);
        map.vanished(uids("9,1:6"));
        assertThat(map.uid(1)).isEqualTo(7);
        assertThat(map.uid(2)).isZero();
    }

    @Test
    void expunge_of_what_is_not_there_gives_all_up() {
        map.exists(2);
        map.learn(1, 5);
        map.expunge(3);
        assertThat(map.uid(1)).isZero();
    }

    @Test
    void a_number_at_the_limit_is_remembered_and_one_beyond_is_not() {
        map.learn(100, 7);
        map.learn(101, 8);
        assertThat(map.uid(100)).isEqualTo(7);
        assertThat(map.uid(101)).isZero();
    }

    private static UidSet uids(String text) {
        ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        return UidSet.read(new Cursor().over(octets, 0, octets.limit())).orElseThrow();
    }
}
