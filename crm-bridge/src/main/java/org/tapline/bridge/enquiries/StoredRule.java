package org.tapline.bridge.enquiries;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tapline.bridge.leads.LeadRule;

/// A lead rule as the administrator writes it.
///
/// @param name by which it is spoken of
/// @param sender address or domain of the portal
/// @param subject pattern of the whole subject
/// @param address where the enquirer's address stands: `reply-to` or a label, tried in order
/// @param person where the name stands
/// @param phone where the telephone number stands
/// @param message where the enquiry stands
/// @param confirmation what the enquirer is sent; absent: nothing
public record StoredRule(
        String name,
        String sender,
        Optional<String> subject,
        List<String> address,
        List<String> person,
        List<String> phone,
        List<String> message,
        Optional<Letter> confirmation) {

    private static final String REPLY_TO = "reply-to";

    public StoredRule {
        address = List.copyOf(address);
        person = List.copyOf(person);
        phone = List.copyOf(phone);
        message = List.copyOf(message);
    }

    /// What an enquirer is sent.
    ///
    /// @param from whose letter it is, such as `Acme sales <sales@acme.test>`
    /// @param subject of the letter
    /// @param text of the letter; `{name}` stands for the enquirer's name
    /// @param unproven whether it is also sent where no DKIM signature shows that the notification
    ///     is the portal's: for a form of one's own
    public record Letter(String from, String subject, String text, boolean unproven) {}

    /// For the pure room.
    public LeadRule rule() {
        return new LeadRule(
                name,
                sender,
                subject,
                places(address),
                person.isEmpty() ? List.of(new LeadRule.Place.ReplyTo()) : places(person),
                places(phone),
                places(message));
    }

    private static List<LeadRule.Place> places(List<String> texts) {
        return texts.stream().flatMap(StoredRule::place).toList();
    }

    private static Stream<LeadRule.Place> place(String text) {
        return text.isBlank()
                ? Stream.empty()
                : Stream.of(
                        text.strip().equalsIgnoreCase(REPLY_TO)
                                ? new LeadRule.Place.ReplyTo()
                                : new LeadRule.Place.Labelled(text.strip()));
    }
}
