package org.tapline.bridge.preview;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.identity.OwnPeople;
import org.tapline.bridge.policy.Facts;
import org.tapline.bridge.policy.Folder;
import org.tapline.bridge.policy.Participant;

/// Puts the facts of a stored message together again: one set for each place it was seen at, for an
/// excluded one a single set of what is kept.
///
/// Who has written to whom before is not looked up: a preview of `contacts.create replied` names no
/// new contacts.
record StoredFacts(OwnPeople own, Map<String, Contacts.Owner> owners) {

    List<Facts> of(Kept kept) {
        List<Participant> participants = kept.people().stream().map(this::participant).toList();
        if (kept.places().isEmpty()) {
            boolean sent =
                    participants.stream()
                            .anyMatch(
                                    each ->
                                            each.role() == Participant.Role.FROM
                                                    && !each.outside());
            return List.of(
                    facts(kept, participants, new Kept.Seen(sent, "", Set.of(), false, false)));
        }
        return kept.places().stream().map(place -> facts(kept, participants, place)).toList();
    }

    private static Facts facts(Kept kept, List<Participant> participants, Kept.Seen place) {
        return new Facts(
                place.sent() ? Facts.Direction.OUTBOUND : Facts.Direction.INBOUND,
                participants,
                kept.traits(),
                Optional.of(place.folder()).filter(name -> !name.isEmpty()).map(Folder::of),
                place.labels(),
                kept.subject(),
                kept.headers(),
                Optional.of(kept.at()),
                Optional.empty(),
                place.handedIn(),
                place.placed());
    }

    private Participant participant(Kept.Named named) {
        AddressKey key = AddressKey.of(named.address());
        Contacts.Owner owner = owners.get(Contacts.key(named.address()));
        Participant.Contact contact =
                owner == null
                        ? Participant.Contact.UNKNOWN
                        : owner.deleted()
                                ? Participant.Contact.TOMBSTONE
                                : Participant.Contact.KNOWN;
        return new Participant(
                named.name(),
                named.address(),
                key,
                named.role(),
                own.of(key),
                contact,
                false,
                false);
    }
}
