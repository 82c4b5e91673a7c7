package org.tapline.bridge.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tapline.bridge.bcc.BccAddress;
import org.tapline.bridge.bcc.BccAddresses;
import org.tapline.bridge.bcc.OwnerName;
import org.tapline.bridge.bcc.Scope;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.deals.MessageLinks;
import org.tapline.bridge.mailbox.StoredBccAddresses;
import org.tapline.journal.Envelope;
import org.tapline.journal.Sighting;
import org.tapline.journal.Way;

/// Links mail that was sent to the address of a contact, a company or a deal with it, whoever takes
/// part in the mail. Takes part in the caller's transaction.
///
/// Only what one of us is known to have handed in counts: signed in at the mail server, or let in
/// by the listener for the CRM's domain. Who writes to such an address from outside and is only
/// seen doing so has no say in what belongs where.
final class AddressLinks {
    private final StoredBccAddresses addresses;
    private final MessageLinks links;

    AddressLinks(Database database) {
        this.addresses = new StoredBccAddresses(database);
        this.links = new MessageLinks(database);
    }

    /// The messages that were sent to addresses with a secret part, with these addresses.
    Map<Arrival, List<BccAddress>> of(List<Arrival> messages) {
        Map<Arrival, List<BccAddress>> found = new LinkedHashMap<>();
        for (Arrival message : messages) {
            List<BccAddress> sentTo = sentTo(message);
            if (!sentTo.isEmpty()) {
                found.put(message, sentTo);
            }
        }
        return found;
    }

    private List<BccAddress> sentTo(Arrival message) {
        List<BccAddress> sentTo = new ArrayList<>();
        if (!handedIn(message)) {
            return sentTo;
        }
        for (Envelope.Recipient recipient :
                message.seen().envelope().map(Envelope::recipients).orElse(List.of())) {
            if (recipient.accepted()) {
                BccAddresses.stored(recipient.address())
                        .flatMap(addresses::find)
                        .filter(each -> !each.over(message.observation().at()))
                        .ifPresent(sentTo::add);
            }
        }
        return sentTo;
    }

    private static boolean handedIn(Arrival message) {
        Way way = message.observation().way();
        return way == Way.BCC || message.seen().direction() == Sighting.DirectionHint.OUTBOUND;
    }

    /// Links stored messages.
    void link(List<PresenceRows.Filed> messages, Map<Arrival, List<BccAddress>> sentTo) {
        for (PresenceRows.Filed filed : messages) {
            for (BccAddress address : sentTo.getOrDefault(filed.message(), List.of())) {
                target(address)
                        .ifPresent(
                                target ->
                                        links.link(
                                                filed.id(),
                                                target,
                                                MessageLinks.Why.BCC,
                                                sender(filed.message())));
            }
        }
    }

    /// Whether an address says where mail belongs.
    static boolean places(BccAddress address) {
        return target(address).isPresent();
    }

    private static Optional<MessageLinks.Target> target(BccAddress address) {
        return switch (address.scope()) {
            case ORGANISATION, USER -> Optional.empty();
            case CONTACT, COMPANY, DEAL ->
                    Optional.of(
                            new MessageLinks.Target(
                                    kind(address.scope()), OwnerName.id(address.owner())));
        };
    }

    private static MessageLinks.Kind kind(Scope scope) {
        return MessageLinks.Kind.of(scope.label());
    }

    private static String sender(Arrival message) {
        Envelope envelope = message.seen().envelope().orElseThrow();
        return envelope.authenticated().isEmpty() ? envelope.sender() : envelope.authenticated();
    }
}
