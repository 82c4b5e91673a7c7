package org.tapline.bridge.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tapline.bridge.identity.AddressKey;

class RulesTest {

    static Stream<Arguments> decisions() {
        return Stream.of(
                row("a customer writes", Mail.received(), Reason.RECORDED),
                row("the user writes to a customer", customer(), Reason.RECORDED),
                // 1 scope
                row("in Junk", Mail.received().in("Spam"), Reason.OUT_OF_SCOPE),
                row("in Trash, below", Mail.received().in("Papierkorb/Alt"), Reason.OUT_OF_SCOPE),
                row("a draft", customer().in("INBOX.Entwürfe"), Reason.OUT_OF_SCOPE),
                row("another folder", Mail.received().in("Clients"), Reason.RECORDED),
                row(
                        "INBOX only",
                        Mail.received().in("Clients"),
                        Reason.OUT_OF_SCOPE,
                        "sync.folders",
                        "INBOX"),
                row("Sent not chosen", customer(), Reason.OUT_OF_SCOPE, "sync.folders", "INBOX"),
                row("Sent chosen", customer(), Reason.RECORDED, "sync.folders", "INBOX, Sent"),
                row(
                        "label missing",
                        Mail.received().labels("Other"),
                        Reason.OUT_OF_SCOPE,
                        "sync.labels",
                        "Clients"),
                row(
                        "label there",
                        Mail.received().labels("CLIENTS"),
                        Reason.RECORDED,
                        "sync.labels",
                        "Clients"),
                row(
                        "older than the mailbox goes",
                        Mail.received().since(Mail.NOON.plusSeconds(1)),
                        Reason.OUT_OF_SCOPE),
                row(
                        "as old as the mailbox goes",
                        Mail.received().since(Mail.NOON),
                        Reason.RECORDED),
                row(
                        "received, one-way",
                        Mail.received(),
                        Reason.ONE_WAY,
                        "sync.direction",
                        "one-way"),
                row("sent, one-way", customer(), Reason.RECORDED, "sync.direction", "one-way"),
                // 2 never-log
                row(
                        "listed person alone",
                        Mail.received(),
                        Reason.NEVER_LOG,
                        "never-log.addresses",
                        "EVA@Kunde.test"),
                row(
                        "listed domain",
                        Mail.received(),
                        Reason.NEVER_LOG,
                        "never-log.domains",
                        "KUNDE.test"),
                row(
                        "listed domain's subdomain",
                        Mail.from("eva@mail.kunde.test").to("anna@acme.test"),
                        Reason.NEVER_LOG,
                        "never-log.domains",
                        "kunde.test"),
                row(
                        "no subdomain of the listed",
                        Mail.from("eva@notkunde.test"),
                        Reason.RECORDED,
                        "never-log.domains",
                        "kunde.test"),
                row(
                        "listed person among others",
                        customer().to("max@other.test"),
                        Reason.PARTICIPANT_LEFT_OFF,
                        "never-log.addresses",
                        "eva@kunde.test"),
                row(
                        "listed person under a tag",
                        Mail.from("eva+shop@kunde.test").to("anna@acme.test"),
                        Reason.NEVER_LOG,
                        "never-log.addresses",
                        "eva@kunde.test",
                        "addresses.plus-tags",
                        "true"),
                row(
                        "a tag is somebody else without folding",
                        Mail.from("eva+shop@kunde.test").to("anna@acme.test"),
                        Reason.RECORDED,
                        "never-log.addresses",
                        "eva@kunde.test"),
                row(
                        "any listed person",
                        customer().to("max@other.test"),
                        Reason.NEVER_LOG,
                        "never-log.addresses",
                        "eva@kunde.test",
                        "never-log.mode",
                        "any"),
                row(
                        "listed person only left off",
                        Mail.received(),
                        Reason.PARTICIPANT_LEFT_OFF,
                        "never-log.addresses",
                        "eva@kunde.test",
                        "never-log.mode",
                        "leave-off"),
                row(
                        "listed subject",
                        Mail.received().subject("Re: SALARY 2026"),
                        Reason.NEVER_LOG,
                        "never-log.subjects",
                        "salary"),
                row(
                        "listed subject with gaps",
                        Mail.received().subject("Your invoice no. 7"),
                        Reason.NEVER_LOG,
                        "never-log.subjects",
                        "invoice*no"),
                row(
                        "another subject",
                        Mail.received(),
                        Reason.RECORDED,
                        "never-log.subjects",
                        "salary"),
                row(
                        "listed header",
                        Mail.received().header("X-Confidential", "Yes"),
                        Reason.NEVER_LOG,
                        "never-log.headers",
                        "x-confidential"),
                row(
                        "listed header's value",
                        Mail.received().header("Sensitivity", "Company-Confidential"),
                        Reason.NEVER_LOG,
                        "never-log.headers",
                        "Sensitivity: confidential"),
                row(
                        "listed header's other value",
                        Mail.received().header("Sensitivity", "Personal"),
                        Reason.RECORDED,
                        "never-log.headers",
                        "Sensitivity: confidential"),
                // 3 internal
                row(
                        "colleagues",
                        Mail.from("anna@acme.test").to("bert@acme.test"),
                        Reason.INTERNAL),
                row(
                        "colleague below the domain",
                        Mail.from("x@mail.acme.test").to("anna@acme.test"),
                        Reason.INTERNAL),
                row(
                        "alias at another domain",
                        Mail.from("bert@acme.test").to("anna@alias.test"),
                        Reason.INTERNAL),
                row(
                        "stranger at an alias' domain",
                        Mail.from("bert@acme.test").to("x@alias.test"),
                        Reason.RECORDED),
                row(
                        "hidden customer in Bcc",
                        Mail.sent()
                                .to("bert@acme.test")
                                .with(Participant.Role.BCC, "eva@kunde.test"),
                        Reason.RECORDED),
                row(
                        "internal allowed",
                        Mail.from("bert@acme.test").to("anna@acme.test"),
                        Reason.RECORDED,
                        "internal.exclude",
                        "false"),
                row("names nobody", new Mail(), Reason.RECORDED),
                // 4 kinds
                row("bounce", Mail.received().traits(MailTrait.BOUNCE), Reason.RECORDED),
                row(
                        "bounce excluded",
                        Mail.received().traits(MailTrait.BOUNCE),
                        Reason.BOUNCE,
                        "bounce.exclude",
                        "true"),
                row("away", Mail.received().traits(MailTrait.AUTOMATIC_REPLY), Reason.AUTO_REPLY),
                row(
                        "away allowed",
                        Mail.received().traits(MailTrait.AUTOMATIC_REPLY),
                        Reason.RECORDED,
                        "auto-reply.exclude",
                        "false"),
                row("newsletter", Mail.received().traits(MailTrait.BULK), Reason.BULK),
                row(
                        "newsletter allowed",
                        Mail.received().traits(MailTrait.BULK),
                        Reason.RECORDED,
                        "bulk.exclude",
                        "false"),
                row(
                        "unsubscribe",
                        Mail.received().traits(MailTrait.UNSUBSCRIBE_REQUEST),
                        Reason.UNSUBSCRIBE),
                row("report", Mail.received().traits(MailTrait.ABUSE_REPORT), Reason.REPORT),
                row("invitation", Mail.received().traits(MailTrait.CALENDAR), Reason.RECORDED),
                row(
                        "invitation excluded",
                        Mail.received().traits(MailTrait.CALENDAR),
                        Reason.CALENDAR,
                        "calendar.exclude",
                        "true"),
                row(
                        "sent, whatever it looks like",
                        customer().traits(MailTrait.values()),
                        Reason.RECORDED,
                        "bounce.exclude",
                        "true",
                        "calendar.exclude",
                        "true"),
                // 5 known contacts
                row(
                        "stranger, known only",
                        Mail.received(),
                        Reason.UNKNOWN_PEOPLE,
                        "known-contacts-only",
                        "true"),
                row(
                        "contact, known only",
                        Mail.received().contact("eva@kunde.test", Participant.Contact.KNOWN),
                        Reason.RECORDED,
                        "known-contacts-only",
                        "true"),
                row(
                        "deleted contact, known only",
                        Mail.received().contact("eva@kunde.test", Participant.Contact.TOMBSTONE),
                        Reason.RECORDED,
                        "known-contacts-only",
                        "true"),
                // 6 the body
                row("text only", Mail.received(), Reason.BODY_NOT_KEPT, "store.body", "text"),
                row("no body", Mail.received(), Reason.BODY_NOT_KEPT, "store.body", "none"),
                // by hand
                row("marked private", Mail.received().labels("$nocrm"), Reason.MARKED_PRIVATE),
                row("in Private", Mail.received().in("Private"), Reason.MARKED_PRIVATE),
                row(
                        "private wins",
                        Mail.received().labels("$NoCRM", "$CRM"),
                        Reason.MARKED_PRIVATE),
                row("marked, in Junk", Mail.received().in("Junk").labels("$CRM"), Reason.RECORDED),
                row(
                        "newsletter in CRM",
                        Mail.received().in("INBOX.CRM").traits(MailTrait.BULK),
                        Reason.RECORDED,
                        "sync.folders",
                        "INBOX"),
                row(
                        "handed in, one-way",
                        Mail.received().handedIn(),
                        Reason.RECORDED,
                        "sync.direction",
                        "one-way",
                        "known-contacts-only",
                        "true"),
                row(
                        "marked, never-log",
                        Mail.received().labels("$CRM"),
                        Reason.NEVER_LOG,
                        "never-log.domains",
                        "kunde.test"),
                row(
                        "marked, internal",
                        Mail.from("bert@acme.test").to("anna@acme.test").labels("$CRM"),
                        Reason.INTERNAL),
                row(
                        "sent to a deal's address, internal",
                        Mail.from("bert@acme.test").to("anna@acme.test").placed(),
                        Reason.RECORDED),
                row(
                        "sent to a deal's address, never-log",
                        Mail.received().placed(),
                        Reason.NEVER_LOG,
                        "never-log.domains",
                        "kunde.test"),
                // order: the first exclusion gives the reason
                row(
                        "scope before never-log",
                        Mail.received().in("Junk"),
                        Reason.OUT_OF_SCOPE,
                        "never-log.domains",
                        "kunde.test"),
                row(
                        "never-log before bulk",
                        Mail.received().traits(MailTrait.BULK),
                        Reason.NEVER_LOG,
                        "never-log.domains",
                        "kunde.test"),
                row(
                        "bulk before unknown",
                        Mail.received().traits(MailTrait.BULK),
                        Reason.BULK,
                        "known-contacts-only",
                        "true"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("decisions")
    void a_message_is_decided_by_the_first_rule_against_it(
            String name, Mail mail, Reason reason, String[] settings) {
        Decision decision = mail.decide(settings);
        assertThat(decision.reason()).isEqualTo(reason);
        Decision.Outcome outcome =
                switch (reason) {
                    case RECORDED -> Decision.Outcome.RECORDED;
                    case PARTICIPANT_LEFT_OFF, BODY_NOT_KEPT -> Decision.Outcome.RESTRICTED;
                    case MARKED_PRIVATE,
                            OUT_OF_SCOPE,
                            ONE_WAY,
                            NEVER_LOG,
                            INTERNAL,
                            BOUNCE,
                            AUTO_REPLY,
                            BULK,
                            UNSUBSCRIBE,
                            REPORT,
                            CALENDAR,
                            UNKNOWN_PEOPLE,
                            ERASED,
                            DISABLED ->
                            Decision.Outcome.EXCLUDED;
                };
        assertThat(decision.outcome()).isEqualTo(outcome);
        assertThat(decision.kept()).isEqualTo(outcome != Decision.Outcome.EXCLUDED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("decisions")
    void every_rule_explains_itself_in_a_sentence(
            String name, Mail mail, Reason reason, String[] settings) {
        List<RuleResult> rules = mail.decide(settings).rules();
        assertThat(rules)
                .extracting(RuleResult::rule)
                .containsExactlyElementsOf(Arrays.stream(Rule.values()).map(Rule::label).toList());
        assertThat(rules).allSatisfy(rule -> assertThat(rule.text()).matches("(?s)[A-Z$\"].+\\.$"));
    }

    @Test
    void later_rules_are_explained_after_an_exclusion_too() {
        Decision decision =
                Mail.received()
                        .in("Junk")
                        .traits(MailTrait.BULK)
                        .decide("known-contacts-only", "true");
        assertThat(decision.rules())
                .filteredOn(rule -> rule.outcome() == RuleResult.Outcome.EXCLUDED)
                .extracting(RuleResult::rule)
                .containsExactly("scope", "bulk", "known-contacts");
    }

    @Test
    void the_explanation_names_the_setting_and_the_entry_that_decided() {
        Decision decision = Mail.received().decide("never-log.domains", "kunde.test");
        assertThat(decision.rules())
                .contains(
                        new RuleResult(
                                "never-log",
                                RuleResult.Outcome.EXCLUDED,
                                "On a never-log list: eva@kunde.test (never-log.domains:"
                                        + " kunde.test), and nobody else outside takes part."));
    }

    @Test
    void those_left_off_are_told_to_the_caller() {
        Decision decision =
                customer().to("max@other.test").decide("never-log.addresses", "eva@kunde.test");
        assertThat(decision.leftOff()).containsExactly(AddressKey.of("eva@kunde.test"));
        assertThat(Mail.received().decide("never-log.addresses", "eva@kunde.test").leftOff())
                .isEmpty();
    }

    @Test
    void a_message_to_thousands_is_explained_by_a_few_names() {
        Mail mail = Mail.sent();
        for (int i = 0; i < 5_000; i++) {
            mail.to("person%d@kunde.test".formatted(i));
        }
        assertThat(mail.decide().rules())
                .allSatisfy(rule -> assertThat(rule.text().length()).isLessThan(300))
                .extracting(RuleResult::text)
                .anyMatch(
                        text -> text.contains("person0@kunde.test") && text.contains("4997 more"));
    }

    private static Mail customer() {
        return Mail.sent().to("eva@kunde.test");
    }

    private static Arguments row(String name, Mail mail, Reason reason, String... settings) {
        return Arguments.of(name, mail, reason, settings);
    }
}
