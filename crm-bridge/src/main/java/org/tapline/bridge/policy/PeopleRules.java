package org.tapline.bridge.policy;

import java.util.List;
import java.util.stream.Collectors;

/// Rules about who takes part: internal mail and unknown people (DESIGN section 6, rules 3 and 5).
final class PeopleRules {

    private PeopleRules() {}

    static Verdict internal(Facts facts, Policies policies) {
        List<Participant> outsiders = facts.outsiders();
        if (!outsiders.isEmpty()) {
            return new Verdict.Pass("Somebody outside takes part: " + names(outsiders) + ".");
        }
        if (facts.participants().isEmpty()) {
            return new Verdict.Pass("It names nobody at all.");
        }
        if (facts.placed()) {
            return new Verdict.Pass(
                    "Internal, but sent to the address of a contact, a company or a deal.");
        }
        return policies.get(PolicyKeys.INTERNAL_EXCLUDE)
                ? new Verdict.Exclude(
                        Reason.INTERNAL, "Internal: only own people and own domains take part.")
                : new Verdict.Pass("Internal, but internal.exclude is off.");
    }

    static Verdict known(Facts facts, Policies policies) {
        List<Participant> known =
                facts.participants().stream()
                        .filter(p -> p.contact() != Participant.Contact.UNKNOWN)
                        .toList();
        if (!known.isEmpty()) {
            return new Verdict.Pass("A known contact takes part: " + names(known) + ".");
        }
        return policies.get(PolicyKeys.KNOWN_CONTACTS_ONLY)
                ? new Verdict.Exclude(
                        Reason.UNKNOWN_PEOPLE,
                        "No known contact takes part (known-contacts-only is on).")
                : new Verdict.Pass("No known contact takes part; that is allowed.");
    }

    /// The first three addresses; a message may name thousands.
    private static String names(List<Participant> people) {
        List<String> keys = people.stream().map(p -> p.key().value()).distinct().toList();
        String first = keys.stream().limit(3).collect(Collectors.joining(", "));
        return keys.size() <= 3 ? first : first + " and %d more".formatted(keys.size() - 3);
    }
}
