package org.tapline.bridge.leads;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.tapline.bridge.mime.MailKind;
import org.tapline.bridge.mime.ParsedMail;

/// Decides whether the enquirer gets a confirmation.
///
/// A portal's mail is itself made by a program, so `Auto-Submitted: auto-generated` and the marks
/// of bulk mail do not count here: the confirmation goes to the enquirer and not back to the
/// portal, and only where a rule names the portal. `auto-replied` does count (RFC 3834 §2): that
/// mail answers one of ours. So does List-Id: what a list sends on has many readers.
///
/// @param pause between two confirmations to the same person; a day (FEATURES A11)
/// @param own says whether an address belongs to the organisation, the CRM's own included
public record Confirmations(Duration pause, Predicate<String> own) {
    /// RFC 5322 §2.1.1 asks for short lines; 20 ids are enough for every mail program.
    private static final int MOST_REFERENCES = 20;

    /// A pause of a day.
    public static Confirmations daily(Predicate<String> own) {
        return new Confirmations(Duration.ofDays(1), own);
    }

    /// @param mail the portal's mail
    /// @param last when this enquirer got the last confirmation
    public Confirmation decide(ParsedMail mail, Lead lead, Optional<Instant> last, Instant now) {
        String address = lead.enquirer().address();
        if (isAutomatic(mail)) {
            return new Confirmation.Withheld(Confirmation.Reason.AUTOMATIC_MAIL);
        }
        if (AutomaticAddresses.isOne(address)) {
            return new Confirmation.Withheld(Confirmation.Reason.AUTOMATIC_ADDRESS);
        }
        if (own.test(address)) {
            return new Confirmation.Withheld(Confirmation.Reason.OWN_ADDRESS);
        }
        boolean recent = last.filter(sent -> now.isBefore(sent.plus(pause))).isPresent();
        return recent
                ? new Confirmation.Withheld(Confirmation.Reason.RECENTLY_CONFIRMED)
                : new Confirmation.Send(lead.enquirer(), fields(mail));
    }

    private static boolean isAutomatic(ParsedMail mail) {
        MailKind kind = mail.kind();
        String submitted = submitted(mail);
        boolean generated = submitted.equals("auto-generated");
        return kind.listId().isPresent()
                || kind.bounce().isPresent()
                || kind.abuseReport().isPresent()
                || kind.calendarMethod().isPresent()
                || kind.unsubscribeRequest()
                || (kind.automaticReply() && !generated);
    }

    /// The keyword of Auto-Submitted (RFC 3834 §5), lower case, without parameters.
    private static String submitted(ParsedMail mail) {
        String value = mail.headers().raw("Auto-Submitted").orElse("").toLowerCase(Locale.ROOT);
        return value.strip().split("[\\s;(]", 2)[0];
    }

    /// RFC 5322 §3.6.4 for the thread, RFC 3834 §3.1.7 for the mark.
    private static List<Confirmation.Field> fields(ParsedMail mail) {
        List<Confirmation.Field> fields = new ArrayList<>();
        fields.add(new Confirmation.Field("Auto-Submitted", "auto-replied"));
        if (mail.messageId().isPresent()) {
            String id = "<" + mail.messageId().get() + ">";
            fields.add(new Confirmation.Field("In-Reply-To", id));
            fields.add(new Confirmation.Field("References", references(mail, id)));
        }
        return fields;
    }

    private static String references(ParsedMail mail, String id) {
        List<String> before =
                mail.references().isEmpty() && mail.inReplyTo().size() == 1
                        ? mail.inReplyTo()
                        : mail.references();
        List<String> all = new ArrayList<>();
        before.stream()
                .skip(Math.max(0, before.size() - MOST_REFERENCES))
                .map(one -> "<" + one + ">")
                .filter(one -> !one.equals(id))
                .forEach(all::add);
        all.add(id);
        return String.join(" ", all);
    }
}
