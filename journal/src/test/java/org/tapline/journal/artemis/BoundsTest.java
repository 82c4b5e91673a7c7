package org.tapline.journal.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Each bound at its limit and one beyond.
class BoundsTest {
    @Test
    void the_disk_reserve_is_kept_to_the_octet() {
        DiskReserve reserve = new DiskReserve(() -> 1_500, 1_000);
        assertThat(reserve.refusal(500)).isEmpty();
        assertThat(reserve.refusal(501).orElse("")).contains("Free some space");
    }

    @Test
    void pauses_double_up_to_the_longest() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
        assertThat(backoff.after(1)).hasMillis(100);
        assertThat(backoff.after(2)).hasMillis(200);
        assertThat(backoff.after(4)).hasMillis(800);
        assertThat(backoff.after(5)).hasMillis(1000);
        assertThat(backoff.after(Integer.MAX_VALUE)).hasMillis(1000);
    }

    @Test
    void a_stream_has_exactly_the_octets_that_were_announced() throws IOException {
        assertThat(stream(3, 3).readAllBytes()).hasSize(3);
        assertThatThrownBy(() -> stream(2, 3).readAllBytes()).hasMessageContaining("fewer");
        assertThatThrownBy(() -> stream(4, 3).readAllBytes()).hasMessageContaining("more");
    }

    private static ExactStream stream(int octets, int announced) {
        return new ExactStream(new ByteArrayInputStream(new byte[octets]), announced);
    }
}
