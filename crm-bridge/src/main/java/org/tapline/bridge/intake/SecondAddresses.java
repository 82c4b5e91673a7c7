package org.tapline.bridge.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.contacts.Proposals;
import org.tapline.bridge.mime.ParsedMail;
import org.tapline.bridge.policy.Choice;
import org.tapline.bridge.policy.Facts;
import org.tapline.bridge.policy.MailTrait;
import org.tapline.bridge.policy.Participant;
import org.tapline.bridge.policy.Policies;
import org.tapline.bridge.policy.PolicyKeys;

/// Picks the replies out of what was filed whose author nobody knows, and has their addresses
/// proposed for the contact of the conversation. Takes part in the caller's transaction, after
/// contacts were created: who became a contact is known.
final class SecondAddresses {
    private final Proposals proposals;

    SecondAddresses(Proposals proposals) {
        this.proposals = proposals;
    }

    /// @param filed the rows of the messages, in the same order
    void consider(List<Decisions.Made> kept, List<PresenceRows.Filed> filed) {
        List<Proposals.Reply> propose = new ArrayList<>();
        List<Proposals.Reply> add = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            Decisions.Made made = kept.get(i);
            Choice.SecondAddresses mode = made.policies().get(PolicyKeys.SECOND_ADDRESSES);
            List<Proposals.Reply> of =
                    switch (mode) {
                        case PROPOSE -> propose;
                        case ADD -> add;
                        case OFF -> List.of();
                    };
            if (mode != Choice.SecondAddresses.OFF) {
                PresenceRows.Filed rows = filed.get(i);
                author(made).ifPresent(from -> of.add(reply(rows, from)));
            }
        }
        proposals.consider(propose, false);
        proposals.consider(add, true);
    }

    private static Proposals.Reply reply(PresenceRows.Filed filed, Participant from) {
        return new Proposals.Reply(
                filed.id(), Contacts.key(from.address()), from.address(), from.name());
    }

    /// Whom nobody knows, and who may be a person.
    private static Optional<Participant> author(Decisions.Made made) {
        ParsedMail mail = made.message().mail();
        Facts facts = made.facts();
        boolean reply = !mail.inReplyTo().isEmpty() || !mail.references().isEmpty();
        boolean personal =
                facts.traits().stream().allMatch(trait -> trait == MailTrait.CALENDAR)
                        && facts.participants().stream()
                                .noneMatch(p -> p.role() == Participant.Role.AUTHOR);
        if (facts.sent() || !reply || !personal) {
            return Optional.empty();
        }
        return facts.participants().stream()
                .filter(each -> each.role() == Participant.Role.FROM)
                .filter(Participant::outside)
                .filter(each -> each.contact() == Participant.Contact.UNKNOWN)
                .filter(each -> !made.decision().leftOff().contains(each.key()))
                .filter(each -> may(each, made.policies()))
                .findFirst();
    }

    private static boolean may(Participant person, Policies policies) {
        return person.key().routable()
                && !policies.lists().role(person.key())
                && !policies.lists().disposable(person.key().domain());
    }
}
