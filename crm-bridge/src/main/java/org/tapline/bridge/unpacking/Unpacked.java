package org.tapline.bridge.unpacking;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tapline.bridge.forwards.Forwarded;
import org.tapline.bridge.identity.MessageKey;
import org.tapline.bridge.mime.MailAddress;
import org.tapline.bridge.mime.ParsedMail;
import org.tapline.bridge.policy.Facts;

/// A message to be filed.
///
/// @param mail participants, date, subject and text; of a forward in the text only what that says
/// @param key what makes two sightings of it one message
/// @param arrived when the mail around it was written, for a message that has no date itself
/// @param direction where that is known already; absent: as the addresses say
/// @param blindCopies addresses that got it and that its header does not name
/// @param wrappings what it came in, the outermost first; none for a message as it came
public record Unpacked(
        ParsedMail mail,
        MessageKey key,
        Optional<Instant> arrived,
        Optional<Facts.Direction> direction,
        List<MailAddress> blindCopies,
        List<Wrapping> wrappings) {
    public Unpacked {
        blindCopies = List.copyOf(blindCopies);
        wrappings = List.copyOf(wrappings);
    }

    /// A message as it came.
    public static Unpacked asItCame(ParsedMail mail, List<MailAddress> blindCopies) {
        return new Unpacked(
                mail, keyOf(mail), Optional.empty(), Optional.empty(), blindCopies, List.of());
    }

    static MessageKey keyOf(ParsedMail mail) {
        String from = mail.from().stream().findFirst().map(MailAddress::address).orElse("");
        return MessageKey.of(mail.messageId(), from, mail.date(), mail.bodyHash());
    }

    /// The forward it came in.
    public Optional<Wrapping.Forward> forward() {
        return wrappings.stream()
                .filter(Wrapping.Forward.class::isInstance)
                .map(Wrapping.Forward.class::cast)
                .findFirst();
    }

    /// The enquiry it is.
    public Optional<Wrapping.Enquiry> enquiry() {
        return wrappings.stream()
                .filter(Wrapping.Enquiry.class::isInstance)
                .map(Wrapping.Enquiry.class::cast)
                .findFirst();
    }

    /// Which of the enclosed messages it is; empty when it is none of them.
    public Optional<Integer> enclosed(List<ParsedMail> messages) {
        return forward()
                .map(Wrapping.Forward::found)
                .filter(Forwarded.Found.Attached.class::isInstance)
                .map(found -> messages.indexOf(((Forwarded.Found.Attached) found).original()))
                .filter(index -> index >= 0);
    }

    /// Whether all that is known of it stands in a text that somebody forwarded: it has no id, and
    /// its date may lack the seconds.
    public boolean retold() {
        return forward().filter(each -> each.found() instanceof Forwarded.Found.Inline).isPresent();
    }
}
