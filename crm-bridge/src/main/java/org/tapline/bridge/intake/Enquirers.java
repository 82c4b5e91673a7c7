package org.tapline.bridge.intake;

import java.util.Optional;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.identity.Companies;
import org.tapline.bridge.mime.MailAddress;
import org.tapline.bridge.policy.Participant;
import org.tapline.bridge.policy.PolicyKeys;

/// Whether an enquiry makes its enquirer a contact. The administrator's rule stands in for the
/// policies about new contacts: an enquirer writes from a personal account, and was never written
/// to. What protects people stays: never-log lists and tombstones.
final class Enquirers {
    private Enquirers() {}

    static boolean created(MailAddress enquirer, Decisions.Made made) {
        return why(enquirer, made).isEmpty();
    }

    /// What stands against it.
    private static Optional<String> why(MailAddress enquirer, Decisions.Made made) {
        AddressKey key = AddressKey.of(enquirer.address());
        if (!made.decision().kept()) {
            return Optional.of("The message is not recorded.");
        }
        if (made.decision().leftOff().contains(key)) {
            return Optional.of("On a never-log list: not linked, not created.");
        }
        if (!key.routable() || made.policies().lists().disposable(key.domain())) {
            return Optional.of("Not an address that stays.");
        }
        return made.facts().participants().stream()
                .filter(each -> each.key().equals(key))
                .findFirst()
                .flatMap(Enquirers::known);
    }

    private static Optional<String> known(Participant person) {
        return switch (person.contact()) {
            case KNOWN -> Optional.of("A contact already.");
            case TOMBSTONE -> Optional.of("A deleted contact: linked on, not created again.");
            case UNKNOWN -> Optional.empty();
        };
    }

    /// For `message explain`: what is said of an enquirer in place of what mail makes of people.
    static Optional<String> text(AddressKey key, Decisions.Made made) {
        return made.message()
                .unpacked()
                .enquiry()
                .filter(each -> AddressKey.of(each.lead().enquirer().address()).equals(key))
                .map(
                        each ->
                                why(each.lead().enquirer(), made)
                                        .orElse(
                                                "New contact (lead rule "
                                                        + each.lead().rule()
                                                        + ")."));
    }

    static Optional<String> company(MailAddress enquirer, Decisions.Made made) {
        return made.policies().get(PolicyKeys.COMPANIES_CREATE)
                ? Companies.domain(AddressKey.of(enquirer.address()), made.policies().lists())
                : Optional.empty();
    }
}
