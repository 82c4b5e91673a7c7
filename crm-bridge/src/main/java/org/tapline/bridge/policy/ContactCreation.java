package org.tapline.bridge.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.identity.AddressLists;
import org.tapline.bridge.identity.Companies;
import org.tapline.bridge.identity.FolderRole;
import org.tapline.bridge.identity.PersonNames;

/// Whom a message makes a contact (DESIGN section 6). Linking is another matter: a role or personal
/// address that is a contact already always links.
///
/// | `contacts.create` | sent mail | received mail |
/// | --- | --- | --- |
/// | off | nobody | nobody |
/// | sent | every recipient | nobody |
/// | sent-and-received | every recipient | the author and the other recipients |
/// | replied | recipients who wrote to somebody here before | an author somebody here wrote to |
public final class ContactCreation {

    private ContactCreation() {}

    /// Somebody to create.
    ///
    /// @param key comparison form, unique among the candidates of a message
    /// @param address as written
    /// @param name to show
    /// @param company registrable domain to create or link, where there is one and policy allows
    public record Candidate(
            AddressKey key, String address, String name, Optional<String> company) {}

    /// What the message means for one person it names, for `message explain`.
    ///
    /// @param candidate present when the person is to be created
    /// @param text why, or why not
    public record Outcome(AddressKey key, Optional<Candidate> candidate, String text) {}

    /// Only those to create, each once.
    ///
    /// @param decision what [Rules#decide] made of the same facts
    public static List<Candidate> candidates(Facts facts, Policies policies, Decision decision) {
        return consider(facts, policies, decision).stream()
                .flatMap(outcome -> outcome.candidate().stream())
                .toList();
    }

    /// Everybody the message names, each once and in order, with the reason.
    public static List<Outcome> consider(Facts facts, Policies policies, Decision decision) {
        Optional<String> againstMail = againstMail(facts, policies, decision);
        Map<AddressKey, List<Participant>> people = new LinkedHashMap<>();
        for (Participant participant : facts.participants()) {
            people.computeIfAbsent(participant.key(), key -> new ArrayList<>()).add(participant);
        }
        List<Outcome> outcomes = new ArrayList<>(people.size());
        people.forEach(
                (key, named) ->
                        outcomes.add(
                                standing(named.getFirst(), decision)
                                        .or(() -> againstMail)
                                        .or(() -> againstAddress(key, policies))
                                        .or(() -> againstMode(named, facts, policies))
                                        .map(why -> new Outcome(key, Optional.empty(), why))
                                        .orElseGet(
                                                () ->
                                                        created(
                                                                named,
                                                                policies,
                                                                newContact(policies)))));
        return outcomes;
    }

    /// Somebody whom a user wrote to, when contacts are looked for in stored mail on request:
    /// `contacts.create` does not matter, every other rule does.
    ///
    /// @param undone whether somebody took back that mail made this address a contact
    public static Outcome mined(Participant person, boolean undone, Policies policies) {
        return standing(person)
                .or(() -> againstAddress(person.key(), policies))
                .or(
                        () ->
                                undone
                                        ? Optional.of(
                                                "Somebody took it back that mail made it one.")
                                        : Optional.empty())
                .map(why -> new Outcome(person.key(), Optional.empty(), why))
                .orElseGet(() -> created(List.of(person), policies, "New contact."));
    }

    /// Cases in which there is nothing to create, whatever the mail.
    private static Optional<String> standing(Participant person, Decision decision) {
        if (!person.ownership().own() && decision.leftOff().contains(person.key())) {
            return Optional.of("On a never-log list: not linked, not created.");
        }
        return standing(person);
    }

    private static Optional<String> standing(Participant person) {
        if (person.ownership().own()) {
            return Optional.of("One of our own people.");
        }
        return switch (person.contact()) {
            case KNOWN -> Optional.of("A contact already.");
            case TOMBSTONE -> Optional.of("A deleted contact: linked on, not created again.");
            case UNKNOWN -> Optional.empty();
        };
    }

    private static Optional<String> againstMail(Facts facts, Policies policies, Decision decision) {
        if (!decision.kept()) {
            return Optional.of("The message is not recorded.");
        }
        if (policies.get(PolicyKeys.CONTACTS_CREATE) == Choice.Creation.OFF) {
            return Optional.of("No contacts are made of mail (contacts.create is off).");
        }
        if (facts.folder().flatMap(Folder::role).filter(FolderRole.DRAFTS::equals).isPresent()) {
            return Optional.of("Drafts make no contacts.");
        }
        if (!facts.sent()) {
            for (MailTrait trait : MailTrait.values()) {
                if (facts.traits().contains(trait) && trait != MailTrait.CALENDAR) {
                    return Optional.of("Bulk and automatic mail makes no contacts.");
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> againstAddress(AddressKey key, Policies policies) {
        AddressLists lists = policies.lists();
        if (!key.routable()) {
            return Optional.of("Not an address that mail can be sent to.");
        }
        if (lists.disposable(key.domain())) {
            return Optional.of("A throw-away address.");
        }
        if (lists.role(key) && !policies.get(PolicyKeys.CONTACTS_ROLE_ADDRESSES)) {
            return Optional.of("A role address (contacts.role-addresses is off).");
        }
        if (lists.personalProvider(key.domain())
                && !policies.get(PolicyKeys.CONTACTS_PERSONAL_PROVIDERS)) {
            return Optional.of("At a personal provider (contacts.personal-providers is off).");
        }
        return Optional.empty();
    }

    private static Optional<String> againstMode(
            List<Participant> named, Facts facts, Policies policies) {
        Choice.Creation mode = policies.get(PolicyKeys.CONTACTS_CREATE);
        boolean sentTo = facts.sent() && named.stream().anyMatch(p -> !p.role().sending());
        boolean received = !facts.sent() && named.stream().anyMatch(p -> wroteOrGot(p, facts));
        boolean author = !facts.sent() && named.stream().anyMatch(p -> wrote(p, facts));
        boolean creates =
                switch (mode) {
                    case OFF -> false;
                    case SENT -> sentTo;
                    case SENT_AND_RECEIVED -> sentTo || received;
                    case REPLIED ->
                            (sentTo && named.getFirst().wroteUs())
                                    || (author && named.getFirst().writtenTo());
                };
        return creates
                ? Optional.empty()
                : Optional.of(
                        "contacts.create is %s, and this message does not count for it."
                                .formatted(Choice.word(mode)));
    }

    /// Sender and Reply-To are often machines: they make nobody a contact.
    private static boolean wroteOrGot(Participant person, Facts facts) {
        return !person.role().sending() || wrote(person, facts);
    }

    /// The From of mail that a list rewrote is the list; its author is named beside it.
    private static boolean wrote(Participant person, Facts facts) {
        return switch (person.role()) {
            case AUTHOR -> true;
            case FROM ->
                    facts.participants().stream()
                            .noneMatch(p -> p.role() == Participant.Role.AUTHOR);
            case SENDER, REPLY_TO, TO, CC, BCC -> false;
        };
    }

    private static String newContact(Policies policies) {
        String mode = Choice.word(policies.get(PolicyKeys.CONTACTS_CREATE));
        return "New contact (contacts.create is %s).".formatted(mode);
    }

    private static Outcome created(List<Participant> named, Policies policies, String text) {
        // The envelope has no names: take the first place that has one.
        Participant best =
                named.stream()
                        .filter(p -> !p.name().isBlank())
                        .findFirst()
                        .orElse(named.getFirst());
        Optional<String> company =
                policies.get(PolicyKeys.COMPANIES_CREATE)
                        ? Companies.domain(best.key(), policies.lists())
                        : Optional.empty();
        var candidate =
                new Candidate(
                        best.key(),
                        best.address(),
                        PersonNames.fromDisplay(best.name(), best.address()),
                        company);
        return new Outcome(best.key(), Optional.of(candidate), text);
    }
}
