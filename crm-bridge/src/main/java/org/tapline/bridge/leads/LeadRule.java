package org.tapline.bridge.leads;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tapline.bridge.mime.MailAddress;
import org.tapline.bridge.mime.ParsedMail;

/// A portal or web form, and where its mails say who asks.
///
/// @param name for people and logs
/// @param sender address (`form@acme.test`) or domain (`portal.test`, with its subdomains) in From
/// @param subject pattern that the whole subject must match, `*` stands for anything; letter case
///     does not count
/// @param address where the enquirer's address stands; a list is tried in order
/// @param person where the name stands; may be empty
/// @param phone where the telephone number stands; may be empty
/// @param message where the enquiry stands; where it is empty or names nothing found, the whole
///     text is the enquiry
public record LeadRule(
        String name,
        String sender,
        Optional<String> subject,
        List<Place> address,
        List<Place> person,
        List<Place> phone,
        List<Place> message) {
    public LeadRule {
        address = List.copyOf(address);
        person = List.copyOf(person);
        phone = List.copyOf(phone);
        message = List.copyOf(message);
        if (sender.isBlank() || sender.startsWith("@") || address.isEmpty()) {
            throw new IllegalArgumentException("a lead rule needs a sender and a place of address");
        }
    }

    /// Where a value stands in a mail.
    public sealed interface Place {
        /// The Reply-To field: its address, its display name.
        record ReplyTo() implements Place {
            List<MailAddress> in(ParsedMail mail) {
                return mail.replyTo();
            }
        }

        /// Behind a label in the text (`E-Mail: anna@a.test`) or beside it in a table.
        ///
        /// @param label without colon; letter case does not count
        record Labelled(String label) implements Place {}
    }

    boolean matches(ParsedMail mail) {
        boolean sent = mail.from().stream().anyMatch(from -> isSender(from.address()));
        return sent && subject.map(pattern -> Glob.matches(pattern, mail.subject())).orElse(true);
    }

    /// Whether an address is the portal's own.
    boolean isSender(String address) {
        String wanted = sender.toLowerCase(Locale.ROOT);
        String given = address.toLowerCase(Locale.ROOT);
        if (wanted.indexOf('@') > 0) {
            return given.equals(wanted);
        }
        String domain = given.substring(given.lastIndexOf('@') + 1);
        return domain.equals(wanted) || domain.endsWith("." + wanted);
    }
}
