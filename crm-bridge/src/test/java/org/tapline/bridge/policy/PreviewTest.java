package org.tapline.bridge.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.policy.Preview.Effect;

class PreviewTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    known-contacts-only  | true       | REMOVED | ADDED
                    never-log.domains    | kunde.test | REMOVED | ADDED
                    visibility.inbound   | metadata   | HIDDEN  | SHOWN
                    visibility.inbound   | everything | SHOWN   | HIDDEN
                    visibility.outbound  | everything | NONE    | NONE
                    store.body           | none       | HIDDEN  | SHOWN
                    thread.order         | oldest-first | NONE  | NONE
                    """)
    void a_change_and_its_undoing_are_told(String key, String value, Effect done, Effect undone) {
        Facts facts = Mail.received().facts();
        Policies standard = Policies.defaults();
        Policies changed = Mail.organisation(key, value);
        assertThat(Preview.of(facts, standard, changed).effect()).isEqualTo(done);
        assertThat(Preview.of(facts, changed, standard).effect()).isEqualTo(undone);
        assertThat(Preview.of(facts, changed, changed).effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void leaving_a_person_off_hides_and_a_mixed_change_counts_as_hiding() {
        Facts facts = Mail.received().facts();
        Policies standard = Policies.defaults();
        String[] off = {"never-log.domains", "kunde.test", "never-log.mode", "leave-off"};
        Policies leftOff = Mail.organisation(off);
        assertThat(Preview.of(facts, standard, leftOff).effect()).isEqualTo(Effect.HIDDEN);
        assertThat(Preview.of(facts, leftOff, standard).effect()).isEqualTo(Effect.SHOWN);
        Policies mixed =
                Mail.organisation("visibility.inbound", "everything", "store.body", "text");
        assertThat(Preview.of(facts, standard, mixed).effect()).isEqualTo(Effect.HIDDEN);
    }

    @Test
    void what_was_and_stays_out_is_not_touched() {
        Facts junk = Mail.received().in("Junk").facts();
        Policies changed = Mail.organisation("known-contacts-only", "true");
        Preview preview = Preview.of(junk, Policies.defaults(), changed);
        assertThat(preview.effect()).isEqualTo(Effect.NONE);
        assertThat(preview.before().reason()).isEqualTo(Reason.OUT_OF_SCOPE);
    }

    @Test
    void new_contacts_are_named_and_those_made_anyway_are_not() {
        Facts facts = Mail.sent().to("eva@kunde.test", "max@gmail.com").facts();
        Policies changed = Mail.organisation("contacts.personal-providers", "true");
        assertThat(Preview.of(facts, Policies.defaults(), changed).contacts())
                .isEqualTo(List.of(AddressKey.of("max@gmail.com")));
        assertThat(Preview.of(facts, changed, Policies.defaults()).contacts()).isEmpty();
    }
}
