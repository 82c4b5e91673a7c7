package org.tapline.bridge.policy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tapline.bridge.identity.AddressKey;

/// What a change of policy would do to one message that is known already (FEATURES H11): the same
/// rules asked twice.
///
/// @param effect on the record and on what colleagues see of it
/// @param before the decision as it stands
/// @param after the decision as it would be
/// @param contacts people the message would newly make contacts
public record Preview(Effect effect, Decision before, Decision after, List<AddressKey> contacts) {
    public Preview {
        contacts = List.copyOf(contacts);
    }

    /// What would happen to the message.
    public enum Effect {
        NONE,
        /// It would come on the record.
        ADDED,
        /// It would leave the record.
        REMOVED,
        /// Colleagues would see less of it, or it would be linked to fewer people, or less of it
        /// would be kept.
        HIDDEN,
        /// The opposite.
        SHOWN;

        /// As printed: `added`.
        public String label() {
            return Choice.word(this);
        }
    }

    /// @param facts of the message, under the folding of both policies
    public static Preview of(Facts facts, Policies old, Policies changed) {
        Decision before = Rules.decide(facts, old);
        Decision after = Rules.decide(facts, changed);
        Set<AddressKey> already = created(facts, old, before);
        List<AddressKey> contacts =
                ContactCreation.candidates(facts, changed, after).stream()
                        .map(ContactCreation.Candidate::key)
                        .filter(key -> !already.contains(key))
                        .toList();
        Effect effect = effect(facts, old, changed, before, after);
        return new Preview(effect, before, after, contacts);
    }

    private static Effect effect(
            Facts facts, Policies old, Policies changed, Decision before, Decision after) {
        if (before.kept() != after.kept()) {
            return after.kept() ? Effect.ADDED : Effect.REMOVED;
        }
        if (!after.kept()) {
            return Effect.NONE;
        }
        // What narrows in one respect and widens in another is told as what narrows: a preview
        // must not promise more than everybody will see.
        boolean narrower =
                sharing(facts, changed).compareTo(sharing(facts, old)) < 0
                        || kept(changed).compareTo(kept(old)) > 0
                        || !before.leftOff().containsAll(after.leftOff());
        boolean wider =
                sharing(facts, changed).compareTo(sharing(facts, old)) > 0
                        || kept(changed).compareTo(kept(old)) < 0
                        || !after.leftOff().containsAll(before.leftOff());
        if (narrower) {
            return Effect.HIDDEN;
        }
        return wider ? Effect.SHOWN : Effect.NONE;
    }

    /// From the least to the most open.
    private static Choice.Sharing sharing(Facts facts, Policies policies) {
        return policies.get(
                facts.sent() ? PolicyKeys.VISIBILITY_OUTBOUND : PolicyKeys.VISIBILITY_INBOUND);
    }

    /// From the most to the least kept.
    private static Choice.Body kept(Policies policies) {
        return policies.get(PolicyKeys.STORE_BODY);
    }

    private static Set<AddressKey> created(Facts facts, Policies policies, Decision decision) {
        return ContactCreation.candidates(facts, policies, decision).stream()
                .map(ContactCreation.Candidate::key)
                .collect(Collectors.toUnmodifiableSet());
    }
}
