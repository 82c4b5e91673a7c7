package org.tapline.bridge.policy;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tapline.bridge.identity.AddressKey;

/// What the rules are told of one message in one mailbox.
///
/// @param direction outbound when the user or one of the user's aliases is the author
/// @param participants everybody the message or its envelope names; one person may stand there more
///     than once, in several roles
/// @param traits what kind of mail it is
/// @param folder where it lies; absent when seen on its way (submission, BCC address)
/// @param labels IMAP flags, keywords and provider labels
/// @param subject decoded; empty when absent
/// @param headers name and decoded value of every header field, in order
/// @param date when it came into the mailbox, as far as the latest of its dates tells
/// @param since the oldest date this mailbox takes in; absent: no limit, as for mail that was seen
///     on its way and so cannot be old
/// @param handedIn whether a person handed it in on purpose: BCC address or forward
/// @param placed whether it was sent to the address of a contact, a company or a deal: somebody
///     said where it belongs
public record Facts(
        Direction direction,
        List<Participant> participants,
        Set<MailTrait> traits,
        Optional<Folder> folder,
        Set<String> labels,
        String subject,
        List<Header> headers,
        Optional<Instant> date,
        Optional<Instant> since,
        boolean handedIn,
        boolean placed) {
    public Facts {
        participants = List.copyOf(participants);
        traits = Set.copyOf(traits);
        labels = Set.copyOf(labels);
        headers = List.copyOf(headers);
    }

    /// Which way the message went, seen from the mailbox.
    public enum Direction {
        INBOUND,
        OUTBOUND
    }

    /// One header field.
    public record Header(String name, String value) {}

    /// Whether the user sent it.
    public boolean sent() {
        return direction == Direction.OUTBOUND;
    }

    /// Everybody outside, once per address and in order.
    List<Participant> outsiders() {
        Set<AddressKey> seen = new HashSet<>();
        return participants.stream()
                .filter(Participant::outside)
                .filter(participant -> seen.add(participant.key()))
                .toList();
    }
}
