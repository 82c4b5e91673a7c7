package org.tapline.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A bucket of rights, with the time given.
class PaceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void a_second_s_worth_comes_at_once_and_the_next_waits() {
        Pace pace = new Pace(4, 4, 0);
        assertThat(pace.take(4, 0)).isZero();
        assertThat(pace.take(1, 0)).isEqualTo(SECOND / 4);
        assertThat(pace.take(1, 0)).isEqualTo(SECOND / 2);
        assertThat(pace.take(1, SECOND)).isZero();
    }

    @Test
    void rest_gives_back_no_more_than_there_was() {
        Pace pace = new Pace(2, 4, 0);
        assertThat(pace.take(4, 0)).isZero();
        assertThat(pace.rested(SECOND)).isFalse();
        assertThat(pace.rested(2 * SECOND)).isTrue();
        assertThat(pace.take(4, 100 * SECOND)).isZero();
        assertThat(pace.tryOnce(100 * SECOND)).isFalse();
        assertThat(pace.tryOnce(101 * SECOND)).isTrue();
    }

    @Test
    void a_clock_that_stands_still_or_wraps_gives_nothing() {
        Pace pace = new Pace(1, 1, Long.MAX_VALUE);
        assertThat(pace.tryOnce(Long.MAX_VALUE)).isTrue();
        assertThat(pace.tryOnce(Long.MAX_VALUE)).isFalse();
        assertThat(pace.tryOnce(Long.MAX_VALUE + SECOND)).isTrue();
    }

    @Test
    void each_address_has_its_own_pace_and_few_are_remembered() {
        Paces<Integer> paces = new Paces<>();
        for (int i = 0; i < 10; i++) {
            assertThat(paces.enter(1, 1, 0)).isTrue();
        }
        assertThat(paces.enter(1, 1, 0)).isFalse();
        for (int i = 2; i < 2 * Paces.REMEMBERED; i++) {
            assertThat(paces.enter(i, 1, i)).isTrue();
        }
        assertThat(paces.size()).isLessThanOrEqualTo(Paces.REMEMBERED);
    }
}
