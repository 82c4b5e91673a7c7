package org.tapline.bridge.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgesTest {
    /// 100 messages in the first hundred seconds, 100 in the last ten.
    private static final Ages AGES = new Ages(200, List.of(1_000L, 1_100L, 1_110L));

    @Test
    void as_many_messages_take_longer_where_they_are_sparse() {
        assertThat(AGES.back(at(1_110), 50)).contains(at(1_105));
        assertThat(AGES.back(at(1_100), 20)).contains(at(1_080));
        assertThat(AGES.back(at(1_105), 70)).contains(at(1_080));
    }

    @Test
    void what_came_after_the_statistics_came_as_fast_as_what_came_last() {
        assertThat(AGES.back(at(1_120), 50)).contains(at(1_115));
    }

    @Test
    void half_of_what_is_older_is_no_bound() {
        assertThat(AGES.back(at(1_110), 100)).isEmpty();
        assertThat(AGES.back(at(1_100), 50)).isEmpty();
        assertThat(AGES.back(at(900), 1)).isEmpty();
    }

    @Test
    void without_statistics_there_is_no_bound() {
        assertThat(Ages.UNKNOWN.back(at(1_110), 1)).isEmpty();
        assertThat(new Ages(-1, List.of(1_000L, 1_100L)).back(at(1_100), 1)).isEmpty();
        assertThat(new Ages(10, List.of(1_000L)).back(at(1_100), 1)).isEmpty();
    }

    private static Instant at(long second) {
        return Instant.ofEpochSecond(second);
    }
}
