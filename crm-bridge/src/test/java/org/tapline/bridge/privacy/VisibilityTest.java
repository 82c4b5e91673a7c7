package org.tapline.bridge.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tapline.bridge.policy.Choice;
import org.tapline.bridge.policy.Choice.Merge;
import org.tapline.bridge.privacy.PrivateMarks.Mark;
import org.tapline.bridge.privacy.PrivateMarks.On;
import org.tapline.bridge.privacy.PrivateMarks.Touch;

class VisibilityTest {
    private static final Viewer ANNA = new Viewer.User("anna");
    private static final Viewer COLLEAGUE = new Viewer.User("carl");
    private static final Viewer READING = new Viewer.Administrator(true);
    private static final Viewer BLIND = new Viewer.Administrator(false);

    /// Anna's level and mark, Bert's level and mark, what a colleague sees by the strictest, and
    /// by the most open.
    @ParameterizedTest
    @CsvSource({
        "METADATA,   false, -, false, METADATA, METADATA",
        "SUBJECT,    false, -, false, SUBJECT, SUBJECT",
        "EVERYTHING, false, -, false, EVERYTHING, EVERYTHING",
        "EVERYTHING, true,  -, false, NOTHING, NOTHING",
        "METADATA, false, EVERYTHING, false, METADATA, EVERYTHING",
        "EVERYTHING, false, SUBJECT, false, SUBJECT, EVERYTHING",
        "EVERYTHING, true, SUBJECT, false, NOTHING, SUBJECT",
        "EVERYTHING, true, EVERYTHING, true, NOTHING, NOTHING",
    })
    void a_colleague_sees_the_merged_level(
            Sight annas,
            boolean annaMarks,
            String berts,
            boolean bertMarks,
            Sight strictest,
            Sight mostOpen) {
        List<Holding> holdings = new ArrayList<>();
        holdings.add(new Holding("anna", annas, annaMarks));
        if (!berts.equals("-")) {
            holdings.add(new Holding("bert", Sight.valueOf(berts), bertMarks));
        }
        assertThat(Visibility.of(COLLEAGUE, holdings, Merge.STRICTEST)).isEqualTo(strictest);
        assertThat(Visibility.of(COLLEAGUE, holdings, Merge.MOST_OPEN)).isEqualTo(mostOpen);
        assertThat(Visibility.of(BLIND, holdings, Merge.STRICTEST))
                .isEqualTo(strictest == Sight.NOTHING ? Sight.NOTHING : Sight.METADATA);
        assertThat(Visibility.of(BLIND, holdings, Merge.MOST_OPEN))
                .isEqualTo(mostOpen == Sight.NOTHING ? Sight.NOTHING : Sight.METADATA);
    }

    /// Laws over every pair of holdings, 8 by 8, both ways of merging.
    @Test
    void owners_and_a_reading_administrator_see_all_and_marks_open_nothing() {
        for (Merge merge : Merge.values()) {
            for (Holding annas : holdings("anna")) {
                for (Holding berts : holdings("bert")) {
                    List<Holding> both = List.of(annas, berts);
                    assertThat(Visibility.of(ANNA, both, merge)).isEqualTo(Sight.EVERYTHING);
                    assertThat(Visibility.of(READING, both, merge)).isEqualTo(Sight.EVERYTHING);
                    Sight seen = Visibility.of(COLLEAGUE, both, merge);
                    Sight reversed = Visibility.of(COLLEAGUE, List.of(berts, annas), merge);
                    assertThat(reversed).isEqualTo(seen);
                    Holding marked = new Holding("anna", annas.level(), true);
                    Sight hidden = Visibility.of(COLLEAGUE, List.of(marked, berts), merge);
                    assertThat(seen.atLeast(hidden)).isTrue();
                    Sight alone = Visibility.of(COLLEAGUE, List.of(annas), merge);
                    boolean narrowed = alone.atLeast(seen);
                    boolean widened = seen.atLeast(alone);
                    assertThat(merge == Merge.STRICTEST ? narrowed : widened).isTrue();
                }
            }
        }
    }

    @Test
    void a_message_in_no_mailbox_is_the_administrators() {
        assertThat(Visibility.of(ANNA, List.of(), Merge.MOST_OPEN)).isEqualTo(Sight.NOTHING);
        assertThat(Visibility.of(BLIND, List.of(), Merge.MOST_OPEN)).isEqualTo(Sight.NOTHING);
        assertThat(Visibility.of(READING, List.of(), Merge.MOST_OPEN)).isEqualTo(Sight.EVERYTHING);
    }

    @Test
    void reads_of_another_persons_full_mail_are_audited() {
        List<Holding> annas = List.of(new Holding("anna", Sight.EVERYTHING, false));
        assertThat(Visibility.audited(ANNA, annas, Sight.EVERYTHING)).isFalse();
        assertThat(Visibility.audited(COLLEAGUE, annas, Sight.EVERYTHING)).isTrue();
        assertThat(Visibility.audited(READING, annas, Sight.EVERYTHING)).isTrue();
        assertThat(Visibility.audited(COLLEAGUE, annas, Sight.SUBJECT)).isFalse();
    }

    @Test
    void each_sharing_policy_has_its_level() {
        assertThat(Visibility.level(Choice.Sharing.METADATA)).isEqualTo(Sight.METADATA);
        assertThat(Visibility.level(Choice.Sharing.SUBJECT)).isEqualTo(Sight.SUBJECT);
        assertThat(Visibility.level(Choice.Sharing.EVERYTHING)).isEqualTo(Sight.EVERYTHING);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    MESSAGE, m1, -,    true
                    MESSAGE, m2, -,    false
                    THREAD,  t1, anna, true
                    THREAD,  t1, bert, false
                    CONTACT, c2, anna, true
                    CONTACT, c9, anna, false
                    CONTACT, m1, anna, false
                    DOMAIN,  Kunde.TEST, -, true
                    DOMAIN,  test.kunde, -, false
                    """)
    void a_mark_hides_what_it_touches_of_whoever_put_it(
            On on, String target, String by, boolean hidden) {
        var touch =
                new Touch("m1", "t1", Set.of("c1", "c2"), Set.of("mail.kunde.test", "other.test"));
        var mark = new Mark(on, target, Optional.ofNullable(by));
        assertThat(PrivateMarks.hide(List.of(mark), "anna", touch)).isEqualTo(hidden);
    }

    private static List<Holding> holdings(String owner) {
        List<Holding> all = new ArrayList<>();
        for (Sight level : Sight.values()) {
            all.add(new Holding(owner, level, false));
            all.add(new Holding(owner, level, true));
        }
        return all;
    }
}
