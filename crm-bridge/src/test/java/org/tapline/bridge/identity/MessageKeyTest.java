package org.tapline.bridge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tapline.bridge.identity.MessageKey.Relation;

class MessageKeyTest {
    private static final Instant DATE = Instant.parse("2026-11-21T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "<a.B@Acme.TEST>, a.B@acme.test",
        "' <a@b> ', a@b",
        "a@b, a@b",
        "'<a@\r\n b>', a@b",
        "<AbC>, AbC",
    })
    void an_id_has_one_spelling(String written, String normal) {
        assertThat(MessageIds.normalise(written)).contains(normal);
        assertThat(MessageIds.normalise(normal)).contains(normal);
    }

    @Test
    void ids_that_name_nothing_are_none() {
        assertThat(MessageIds.normalise("<>")).isEmpty();
        assertThat(MessageIds.normalise("  ")).isEmpty();
        assertThat(MessageIds.normalise("x".repeat(MessageIds.LONGEST))).isPresent();
        assertThat(MessageIds.normalise("x".repeat(MessageIds.LONGEST + 1))).isEmpty();
        assertThat(MessageIds.normalise("x".repeat(1_000_000))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    a@x, anna@x.test, 0, h1, a@x, ANNA@X.test, 0, h1, SAME
                    a@x, anna@x.test, 0, h1, a@X, anna@x.test, 0, h1, SAME
                    a@x, anna@x.test, 0, h1, a@x, anna@x.test, 0, h2, REUSED_ID
                    a@x, anna@x.test, 0, h1, a@x, anna@x.test, 1, h1, REUSED_ID
                    a@x, anna@x.test, 0, h1, a@x, bert@x.test, 0, h1, REUSED_ID
                    a@x, anna@x.test, 0, h1, b@x, anna@x.test, 0, h1, REWRITTEN_ID
                    a@x, anna@x.test, 0, h1, -,   anna@x.test, 0, h1, REWRITTEN_ID
                    a@x, anna@x.test, 0, h1, b@x, anna@x.test, 0, h2, DIFFERENT
                    -,   anna@x.test, 0, h1, -,   anna@x.test, 0, h1, SAME
                    -,   anna@x.test, 0, h1, -,   anna@x.test, 0, h2, DIFFERENT
                    a@x, anna@x.test, -, h1, b@x, anna@x.test, -, h1, DIFFERENT
                    a@x, anna@x.test, -, h1, a@x, anna@x.test, -, h1, SAME
                    """)
    void two_sightings_stand_in_one_relation(
            String id1,
            String from1,
            Integer date1,
            String body1,
            String id2,
            String from2,
            Integer date2,
            String body2,
            Relation relation) {
        MessageKey one = key(id1, from1, date1, body1);
        MessageKey other = key(id2, from2, date2, body2);
        assertThat(one.relation(other)).isEqualTo(relation);
        assertThat(other.relation(one)).isEqualTo(relation);
        assertThat(one.value().equals(other.value())).isEqualTo(relation == Relation.SAME);
    }

    @Test
    void fractions_of_a_second_do_not_count() {
        MessageKey one = MessageKey.of(Optional.of("a@x"), "a@x.test", Optional.of(DATE), "h");
        MessageKey other =
                MessageKey.of(
                        Optional.of("a@x"), "a@x.test", Optional.of(DATE.plusMillis(999)), "h");
        assertThat(one).isEqualTo(other);
    }

    @Test
    void parts_of_the_fingerprint_do_not_run_into_each_other() {
        MessageKey one = MessageKey.of(Optional.empty(), "a", Optional.empty(), "bc");
        MessageKey other = MessageKey.of(Optional.empty(), "ab", Optional.empty(), "c");
        assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
    }

    private static MessageKey key(String id, String from, Integer date, String body) {
        return MessageKey.of(
                Optional.ofNullable(id),
                from,
                Optional.ofNullable(date).map(DATE::plusSeconds),
                body);
    }
}
