package org.tapline.bridge.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.database.TestServer;

class SpansTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30.999Z");

    static Stream<Duration> lengths() {
        return Stream.of(
                Duration.ZERO,
                Duration.ofMinutes(1),
                Duration.ofHours(4),
                Duration.ofDays(5),
                Duration.ofDays(90),
                Duration.ofDays(1_400),
                Duration.ofDays(365 * 60));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void the_spans_of_a_time_are_few_and_those_that_the_database_gives_its_moments(
            Duration length) {
        Instant from = NOW.minus(length);
        List<Long> spans = List.of(Spans.covering(from, NOW).orElseThrow());
        assertThat(spans).hasSizeBetween(1, 122).doesNotHaveDuplicates();
        try (Database database = TestServer.newDatabase()) {
            for (int i = 0; i <= 20; i++) {
                Instant moment = from.plus(length.multipliedBy(i).dividedBy(20));
                assertThat(spansOf(database, moment)).containsAnyElementsOf(spans);
            }
            Instant longBefore = from.minus(length).minus(Duration.ofHours(5));
            assertThat(spansOf(database, longBefore)).doesNotContainAnyElementsOf(spans);
        }
    }

    @Test
    void a_moment_before_1970_is_in_the_spans_before_zero() {
        Instant old = Instant.parse("1969-12-31T23:59:59.500Z");
        try (Database database = TestServer.newDatabase()) {
            assertThat(spansOf(database, old)).containsExactly(-4L, -3L, -2L, -1L);
        }
        assertThat(Spans.covering(old, old).orElseThrow()).containsExactly(-4L);
    }

    @Test
    void a_time_longer_than_32_of_the_longest_spans_has_none() {
        Instant longAgo = NOW.minus(Duration.ofDays(365 * 80));
        assertThat(Spans.covering(longAgo, NOW)).isEmpty();
    }

    private static List<Long> spansOf(Database database, Instant moment) {
        return database.jdbc()
                .sql("select unnest(message_spans(:at))")
                .param("at", Columns.at(moment))
                .query((row, number) -> row.getLong(1))
                .list();
    }
}
