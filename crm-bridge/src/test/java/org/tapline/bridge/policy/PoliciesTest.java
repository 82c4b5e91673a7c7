package org.tapline.bridge.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PoliciesTest {

    /// The outside contract of DESIGN section 9: a changed default is a broken promise.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    sync.folders                | all, -Junk, -Trash, -Drafts
                    sync.labels                 | all
                    sync.first-days             | 3
                    sync.direction              | two-way
                    internal.exclude            | true
                    never-log.addresses         | ''
                    never-log.domains           | ''
                    never-log.subjects          | ''
                    bulk.exclude                | true
                    auto-reply.exclude          | true
                    bounce.exclude              | false
                    known-contacts-only         | false
                    contacts.create             | sent
                    contacts.role-addresses     | false
                    contacts.personal-providers | false
                    companies.create            | true
                    store.body                  | full
                    visibility.inbound          | subject
                    visibility.outbound         | subject
                    visibility.merge            | strictest
                    admin.read                  | audited
                    thread.order                | newest-first
                    """)
    void defaults_are_as_promised(String key, String value) {
        assertThat(setting(Policies.defaults(), key).value()).isEqualTo(value);
        assertThat(setting(Policies.defaults(), key).origin()).isEqualTo(Level.DEFAULT);
    }

    static Stream<PolicyKey<?>> keys() {
        return PolicyKeys.all().stream();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void every_default_is_a_value_of_its_own_syntax(PolicyKey<?> key) {
        assertThat(key.levels()).isNotEmpty().doesNotContain(Level.DEFAULT);
        assertThat(key.text()).endsWith(".");
        assertThat(Policies.check(key.name(), key.standardText(), Level.ORGANISATION))
                .isEqualTo(Syntax.Read.ok(key.standardText()));
    }

    @Test
    void the_more_particular_level_wins_and_is_named() {
        Policies policies =
                Policies.of(
                        Map.of(
                                Level.MAILBOX, Map.of("contacts.create", "off"),
                                Level.ORGANISATION,
                                        Map.of(
                                                "contacts.create", "replied",
                                                "store.body", "text",
                                                "sync.first-days", "10"),
                                Level.USER,
                                        Map.of("contacts.create", "sent", "store.body", "none")));
        assertThat(policies.get(PolicyKeys.CONTACTS_CREATE)).isEqualTo(Choice.Creation.OFF);
        assertThat(policies.origin(PolicyKeys.CONTACTS_CREATE)).isEqualTo(Level.MAILBOX);
        assertThat(policies.get(PolicyKeys.STORE_BODY)).isEqualTo(Choice.Body.NONE);
        assertThat(policies.origin(PolicyKeys.STORE_BODY)).isEqualTo(Level.USER);
        assertThat(policies.get(PolicyKeys.SYNC_FIRST_DAYS)).isEqualTo(10);
        assertThat(policies.origin(PolicyKeys.SYNC_FIRST_DAYS)).isEqualTo(Level.ORGANISATION);
        assertThat(policies.problems()).isEmpty();
    }

    @Test
    void a_user_adds_to_the_never_log_lists_and_takes_nothing_off() {
        Policies policies =
                Policies.of(
                        Map.of(
                                Level.ORGANISATION, Map.of("never-log.domains", "bank.test"),
                                Level.USER, Map.of("never-log.domains", "doctor.test, bank.test"),
                                Level.MAILBOX, Map.of("never-log.domains", "")));
        assertThat(policies.get(PolicyKeys.NEVER_LOG_DOMAINS))
                .containsExactly("bank.test", "doctor.test");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    sync.first-days     | ' 07 '             | 7
                    sync.first-days     | 0                  | 0
                    sync.first-days     | 60                 | 60
                    internal.exclude    | Yes                | true
                    internal.exclude    | OFF                | false
                    contacts.create     | Sent-And-Received  | sent-and-received
                    never-log.addresses | EVA@Bücher.de,eva@bücher.de | eva@xn--bcher-kva.de
                    never-log.domains   | @ACME.test, *.b.test, .c.test | acme.test, b.test, c.test
                    never-log.subjects  | a\\, b,c            | a\\, b, c
                    never-log.headers   | X-Secret, Sensitivity: Private | X-Secret, Sensitivity: Private
                    sync.folders        | ALL,-Spam          | all, -Spam
                    sync.folders        | INBOX , Sent       | INBOX, Sent
                    sync.labels         | All                | all
                    sync.labels         | Clients, Leads     | Clients, Leads
                    lists.roles.add     | Vet, Boss@acme.test| vet, boss@acme.test
                    """)
    void values_have_one_spelling(String key, String text, String value) {
        assertThat(Policies.check(key, text, Level.ORGANISATION)).isEqualTo(Syntax.Read.ok(value));
        assertThat(Policies.check(key, value, Level.ORGANISATION)).isEqualTo(Syntax.Read.ok(value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    contact.create      | sent   | no policy is called "contact.create"; did you mean "contacts.create"?
                    visiblity.merge     | x      | no policy is called "visiblity.merge"; did you mean "visibility.merge"?
                    contacts.create     | send   | contacts.create: "send" is not one of off, sent, sent-and-received, replied; did you mean "sent"?
                    internal.exclude    | tru    | internal.exclude: "tru" is not one of true, false; did you mean "true"?
                    sync.first-days     | 61     | sync.first-days: "61" is not a whole number from 0 to 60
                    sync.first-days     | -1     | sync.first-days: "-1" is not a whole number from 0 to 60
                    sync.first-days     | three  | sync.first-days: "three" is not a whole number from 0 to 60
                    never-log.domains   | acme   | never-log.domains: "acme" is no domain such as acme.test
                    never-log.addresses | acme.test | never-log.addresses: "acme.test" is no address; for a whole domain use never-log.domains
                    never-log.headers   | a b: c | never-log.headers: "a b: c" is not "Name" or "Name: pattern"
                    sync.folders        | -Junk  | sync.folders: no folder would be in scope; begin with "all", or use sync.direction one-way
                    """)
    void a_wrong_value_is_refused_in_a_sentence_that_helps(
            String key, String text, String message) {
        assertThat(Policies.check(key, text, Level.ORGANISATION))
                .isEqualTo(Syntax.Read.no(message));
    }

    @Test
    void a_key_of_the_organisation_cannot_be_set_below_it() {
        assertThat(Policies.check("admin.read", "never", Level.USER))
                .isEqualTo(
                        Syntax.Read.no(
                                "admin.read: cannot be set per user, only for: organisation"));
        assertThat(Policies.check("thread.order", "oldest-first", Level.USER))
                .isEqualTo(Syntax.Read.ok("oldest-first"));
        assertThat(Policies.check("thread.order", "oldest-first", Level.MAILBOX))
                .isEqualTo(
                        Syntax.Read.no(
                                "thread.order: cannot be set per mailbox, only for:"
                                        + " organisation, user"));
    }

    @Test
    void what_is_stored_and_not_understood_is_left_aside_and_named() {
        Policies policies =
                Policies.of(
                        Map.of(
                                Level.ORGANISATION,
                                        Map.of("contacts.create", "later", "future.key", "1"),
                                Level.USER, Map.of("admin.read", "never")));
        assertThat(policies.settings()).isEqualTo(Policies.defaults().settings());
        assertThat(policies.problems())
                .hasSize(3)
                .anyMatch(text -> text.startsWith("contacts.create (organisation): \"later\""))
                .anyMatch(text -> text.startsWith("organisation: no policy is called"))
                .anyMatch(text -> text.startsWith("admin.read (user): cannot be set"));
    }

    @Test
    void a_list_takes_as_many_entries_as_allowed_and_no_more() {
        String most = "a,".repeat(Syntaxes.MOST_ENTRIES);
        assertThat(Policies.check("never-log.subjects", most, Level.USER))
                .isInstanceOf(Syntax.Read.Accepted.class);
        String full = numbered(Syntaxes.MOST_ENTRIES);
        assertThat(Policies.check("never-log.subjects", full, Level.USER))
                .isInstanceOf(Syntax.Read.Accepted.class);
        assertThat(Policies.check("never-log.subjects", full + ",more", Level.USER))
                .isEqualTo(Syntax.Read.no("never-log.subjects: more than 10000 entries"));
        String longest = "x".repeat(Syntaxes.LONGEST_ENTRY);
        assertThat(Policies.check("never-log.subjects", longest, Level.USER))
                .isEqualTo(Syntax.Read.ok(longest));
        assertThat(Policies.check("never-log.subjects", longest + "x", Level.USER))
                .isInstanceOf(Syntax.Read.Refused.class);
    }

    @Test
    void folding_and_lists_follow_the_organisation() {
        Policies policies =
                Mail.organisation(
                        "addresses.plus-tags",
                        "true",
                        "lists.roles.add",
                        "vet",
                        "lists.personal-providers.remove",
                        "gmail.com");
        assertThat(policies.folding().plusTags()).isTrue();
        assertThat(policies.folding().gmailDots()).isFalse();
        assertThat(policies.lists().roles().add()).isEqualTo(Set.of("vet"));
        assertThat(policies.lists().personalProvider("gmail.com")).isFalse();
        assertThat(Policies.defaults().lists().personalProvider("gmail.com")).isTrue();
    }

    @Test
    void texts_are_near_by_their_fewest_changes() {
        assertThat(Nearest.distance("sent", "sent")).isZero();
        assertThat(Nearest.distance("snet", "sent")).isEqualTo(1);
        assertThat(Nearest.distance("", "off")).isEqualTo(3);
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.to("x".repeat(10_000), List.of("b", "a"))).isEqualTo("a");
    }

    private static Setting setting(Policies policies, String key) {
        return policies.settings().stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static String numbered(int count) {
        var out = new StringBuilder("0");
        for (int i = 1; i < count; i++) {
            out.append(',').append(i);
        }
        return out.toString();
    }
}
