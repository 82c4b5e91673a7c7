package org.tapline.bridge.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.identity.AddressLists;
import org.tapline.bridge.identity.OwnPeople;

/// Builds the facts of a message for tests: Acme is us, `anna@acme.test` the user.
final class Mail {
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static final OwnPeople OWN =
            OwnPeople.of(
                    List.of("anna@acme.test", "sales@acme.test", "anna@alias.test"),
                    List.of("acme.test"),
                    AddressLists.standard());

    private final List<Participant> participants = new ArrayList<>();
    private final Map<String, Participant.Contact> contacts = new HashMap<>();
    private final Set<String> writtenTo = new HashSet<>();
    private final Set<String> wroteUs = new HashSet<>();
    private final List<Facts.Header> headers = new ArrayList<>();
    private Facts.Direction direction = Facts.Direction.INBOUND;
    private Set<MailTrait> traits = Set.of();
    private Optional<Folder> folder = Optional.of(Folder.of("INBOX"));
    private Set<String> labels = Set.of();
    private String subject = "Offer";
    private Optional<Instant> since = Optional.empty();
    private boolean handedIn;
    private boolean placed;

    static Mail from(String address) {
        return new Mail().with(Participant.Role.FROM, address);
    }

    /// Sent by the user, seen on its way out.
    static Mail sent() {
        Mail mail = from("anna@acme.test");
        mail.direction = Facts.Direction.OUTBOUND;
        mail.folder = Optional.empty();
        return mail;
    }

    static Mail received() {
        return from("eva@kunde.test").to("anna@acme.test");
    }

    Mail to(String... addresses) {
        return with(Participant.Role.TO, addresses);
    }

    /// `Name <address>` or an address alone.
    Mail with(Participant.Role role, String... addresses) {
        for (String written : addresses) {
            int open = written.indexOf('<');
            String name = open < 0 ? "" : written.substring(0, open).strip();
            String address = open < 0 ? written : written.substring(open + 1, written.length() - 1);
            AddressKey key = AddressKey.of(address);
            participants.add(
                    new Participant(
                            name,
                            address,
                            key,
                            role,
                            OWN.of(key),
                            Participant.Contact.UNKNOWN,
                            false,
                            false));
        }
        return this;
    }

    Mail contact(String address, Participant.Contact contact) {
        contacts.put(address, contact);
        return this;
    }

    Mail writtenTo(String address) {
        writtenTo.add(address);
        return this;
    }

    Mail wroteUs(String address) {
        wroteUs.add(address);
        return this;
    }

    Mail traits(MailTrait... kinds) {
        traits = Set.of(kinds);
        return this;
    }

    Mail in(String name) {
        folder = Optional.of(Folder.of(name));
        return this;
    }

    Mail labels(String... all) {
        labels = Set.of(all);
        return this;
    }

    Mail subject(String text) {
        subject = text;
        return this;
    }

    Mail header(String name, String value) {
        headers.add(new Facts.Header(name, value));
        return this;
    }

    Mail since(Instant oldest) {
        since = Optional.of(oldest);
        return this;
    }

    Mail handedIn() {
        handedIn = true;
        return this;
    }

    /// Sent to the address of a deal.
    Mail placed() {
        placed = true;
        return this;
    }

    Facts facts() {
        List<Participant> known =
                participants.stream()
                        .map(
                                p ->
                                        new Participant(
                                                p.name(),
                                                p.address(),
                                                p.key(),
                                                p.role(),
                                                p.ownership(),
                                                contacts.getOrDefault(p.key().value(), p.contact()),
                                                writtenTo.contains(p.key().value()),
                                                wroteUs.contains(p.key().value())))
                        .toList();
        return new Facts(
                direction,
                known,
                traits,
                folder,
                labels,
                subject,
                headers,
                Optional.of(NOON),
                since,
                handedIn,
                placed);
    }

    Decision decide(String... settings) {
        return Rules.decide(facts(), organisation(settings));
    }

    /// Policies of the organisation: key, value, key, value ...
    static Policies organisation(String... settings) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        Policies policies = Policies.of(Map.of(Level.ORGANISATION, values));
        if (!policies.problems().isEmpty()) {
            throw new IllegalArgumentException(policies.problems().toString());
        }
        return policies;
    }
}
