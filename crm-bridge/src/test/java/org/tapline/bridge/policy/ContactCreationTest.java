package org.tapline.bridge.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.policy.ContactCreation.Candidate;
import org.tapline.bridge.policy.Participant.Role;

class ContactCreationTest {
    private static final String EVERYBODY = "sent-and-received";

    static Stream<Arguments> modes() {
        return Stream.of(
                row("off", sent(), ""),
                row("off", received(), ""),
                row("sent", sent(), "eva@kunde.test max@other.test ida@third.test"),
                row("sent", received(), ""),
                row(EVERYBODY, sent(), "eva@kunde.test max@other.test ida@third.test"),
                row(EVERYBODY, received(), "eva@kunde.test max@other.test"),
                row("replied", sent(), ""),
                row("replied", received(), ""),
                row("replied", sent().wroteUs("max@other.test"), "max@other.test"),
                row("replied", received().writtenTo("eva@kunde.test"), "eva@kunde.test"),
                row("replied", received().writtenTo("max@other.test"), ""));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("modes")
    void the_mode_says_whom_mail_makes_a_contact(String mode, Mail mail, String created) {
        assertThat(created(mail, "contacts.create", mode)).isEqualTo(created);
    }

    @ParameterizedTest
    @CsvSource({
        "bert@acme.test, own people",
        "info@kunde.test, role",
        "eva@gmail.com, personal",
        "eva@mailinator.com, throw-away",
        "undisclosed, no address",
    })
    void some_addresses_are_never_created_by_default(String address, String why) {
        assertThat(created(Mail.sent().to(address, "max@other.test"))).isEqualTo("max@other.test");
    }

    @Test
    void policy_lets_role_and_personal_addresses_in() {
        Mail mail = Mail.sent().to("info@kunde.test", "eva@gmail.com");
        assertThat(created(mail, "contacts.role-addresses", "true")).isEqualTo("info@kunde.test");
        assertThat(created(mail, "contacts.personal-providers", "true")).isEqualTo("eva@gmail.com");
        assertThat(created(mail, "lists.roles.remove", "info")).isEqualTo("info@kunde.test");
        assertThat(created(mail, "lists.personal-providers.remove", "gmail.com"))
                .isEqualTo("eva@gmail.com");
        assertThat(created(Mail.sent().to("eva@kunde.test"), "lists.roles.add", "eva")).isEmpty();
        assertThat(created(Mail.sent().to("eva@kunde.test"), "lists.disposable.add", "kunde.test"))
                .isEmpty();
    }

    @Test
    void contacts_and_deleted_contacts_are_not_created_again() {
        Mail mail =
                sent().contact("eva@kunde.test", Participant.Contact.KNOWN)
                        .contact("max@other.test", Participant.Contact.TOMBSTONE);
        assertThat(created(mail)).isEqualTo("ida@third.test");
        assertThat(texts(mail))
                .contains("A contact already.")
                .contains("A deleted contact: linked on, not created again.");
    }

    @Test
    void drafts_excluded_and_bulk_mail_make_no_contacts() {
        String[] all = {"contacts.create", EVERYBODY};
        String[] draftsIn = {"contacts.create", EVERYBODY, "sync.folders", "all"};
        String[] bulkIn = {"contacts.create", EVERYBODY, "bulk.exclude", "false"};
        assertThat(created(sent().in("Drafts"), draftsIn)).isEmpty();
        assertThat(created(received().in("Junk"), all)).isEmpty();
        assertThat(created(received().traits(MailTrait.BULK), bulkIn)).isEmpty();
        assertThat(created(received().traits(MailTrait.BOUNCE), all)).isEmpty();
        assertThat(created(sent().traits(MailTrait.BULK), all)).contains("eva@kunde.test");
        assertThat(created(received().traits(MailTrait.CALENDAR), all)).contains("eva@kunde.test");
    }

    @Test
    void those_left_off_are_not_created() {
        assertThat(created(sent(), "never-log.domains", "kunde.test"))
                .isEqualTo("max@other.test ida@third.test");
    }

    @Test
    void senders_and_reply_addresses_alone_make_nobody_a_contact() {
        Mail mail =
                received().with(Role.SENDER, "bot@host.test").with(Role.REPLY_TO, "r@relay.test");
        assertThat(created(mail, "contacts.create", EVERYBODY))
                .isEqualTo("eva@kunde.test max@other.test");
    }

    @Test
    void the_author_counts_where_a_list_rewrote_the_sender() {
        Mail mail =
                Mail.from("Eva via list <list@lists.test>")
                        .with(Role.AUTHOR, "eva@kunde.test")
                        .to("anna@acme.test");
        assertThat(created(mail, "contacts.create", EVERYBODY)).isEqualTo("eva@kunde.test");
    }

    @Test
    void a_person_named_twice_is_created_once_with_the_name() {
        Mail mail =
                Mail.sent()
                        .to("EVA@kunde.test")
                        .with(Role.CC, "\"Stern, Eva (Kunde)\" <eva@kunde.test>");
        assertThat(candidates(mail))
                .containsExactly(
                        new Candidate(
                                AddressKey.of("eva@kunde.test"),
                                "eva@kunde.test",
                                "Eva Stern",
                                Optional.of("kunde.test")));
    }

    @Test
    void companies_are_made_of_business_domains_where_policy_says_so() {
        Mail mail = Mail.sent().to("eva@mail.kunde.co.uk", "max@gmail.com");
        assertThat(candidates(mail, "contacts.personal-providers", "true"))
                .extracting(Candidate::company)
                .containsExactly(Optional.of("kunde.co.uk"), Optional.empty());
        assertThat(candidates(mail, "companies.create", "false"))
                .extracting(Candidate::company)
                .containsExactly(Optional.empty());
    }

    @Test
    void everybody_named_is_explained() {
        assertThat(texts(received().in("Junk")))
                .containsExactly(
                        "The message is not recorded.",
                        "One of our own people.",
                        "The message is not recorded.");
    }

    private static Mail sent() {
        return Mail.sent()
                .to("eva@kunde.test")
                .with(Role.CC, "max@other.test")
                .with(Role.BCC, "ida@third.test");
    }

    private static Mail received() {
        return Mail.received().with(Role.CC, "max@other.test");
    }

    private static List<Candidate> candidates(Mail mail, String... settings) {
        Facts facts = mail.facts();
        Policies policies = Mail.organisation(settings);
        return ContactCreation.candidates(facts, policies, Rules.decide(facts, policies));
    }

    private static List<String> texts(Mail mail) {
        Facts facts = mail.facts();
        Policies policies = Policies.defaults();
        return ContactCreation.consider(facts, policies, Rules.decide(facts, policies)).stream()
                .map(ContactCreation.Outcome::text)
                .toList();
    }

    private static String created(Mail mail, String... settings) {
        return String.join(
                " ", candidates(mail, settings).stream().map(c -> c.key().value()).toList());
    }

    private static Arguments row(String mode, Mail mail, String created) {
        return Arguments.of(mode, mail, created);
    }
}
