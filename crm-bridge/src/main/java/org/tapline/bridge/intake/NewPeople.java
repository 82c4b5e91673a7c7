package org.tapline.bridge.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.contacts.Origin;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.identity.PersonNames;
import org.tapline.bridge.policy.ContactCreation;
import org.tapline.journal.Way;

/// Whom recorded messages are to make contacts.
final class NewPeople {
    private NewPeople() {}

    static List<Contacts.NewContact> of(List<Decisions.Made> kept) {
        List<Contacts.NewContact> candidates = new ArrayList<>();
        for (Decisions.Made each : kept) {
            enquirer(each).ifPresent(candidates::add);
            Origin origin =
                    each.message().observation().way() == Way.BCC
                            ? Origin.BCC
                            : each.facts().sent() ? Origin.SENT : Origin.RECEIVED;
            for (ContactCreation.Candidate candidate :
                    ContactCreation.candidates(each.facts(), each.policies(), each.decision())) {
                candidates.add(
                        new Contacts.NewContact(
                                Columns.text(candidate.name()),
                                List.of(candidate.address()),
                                Optional.empty(),
                                candidate.company(),
                                origin));
            }
        }
        return candidates;
    }

    /// The enquirer becomes a contact whatever `contacts.create` says: a rule wants it.
    private static Optional<Contacts.NewContact> enquirer(Decisions.Made made) {
        return made.message()
                .unpacked()
                .enquiry()
                .map(each -> each.lead().enquirer())
                .filter(each -> Enquirers.created(each, made))
                .map(
                        each ->
                                new Contacts.NewContact(
                                        Columns.text(
                                                PersonNames.fromDisplay(
                                                        each.name(), each.address())),
                                        List.of(each.address()),
                                        Optional.empty(),
                                        Enquirers.company(each, made),
                                        Origin.LEAD));
    }
}
