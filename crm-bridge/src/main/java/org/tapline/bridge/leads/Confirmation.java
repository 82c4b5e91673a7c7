package org.tapline.bridge.leads;

import java.util.List;
import java.util.Locale;
import org.tapline.bridge.mime.MailAddress;

/// Whether an enquirer gets a confirmation.
public sealed interface Confirmation {
    /// It may be sent.
    ///
    /// @param to the enquirer
    /// @param fields header fields that thread it with the enquiry and mark it as automatic
    record Send(MailAddress to, List<Field> fields) implements Confirmation {
        public Send {
            fields = List.copyOf(fields);
        }
    }

    /// It must not be sent.
    record Withheld(Reason reason) implements Confirmation {}

    /// A header field.
    ///
    /// @param value unfolded
    record Field(String name, String value) {}

    /// Why none is sent; usable as a metric label.
    enum Reason {
        /// The mail is a bounce, an automatic answer, a complaint, an invitation: no enquiry.
        AUTOMATIC_MAIL,
        /// Nobody reads what is sent to that address.
        AUTOMATIC_ADDRESS,
        /// The enquirer is one of us.
        OWN_ADDRESS,
        /// The enquirer had one a short time ago.
        RECENTLY_CONFIRMED,
        /// The enquiry was written long ago: it was found in an old mailbox, say.
        OLD_ENQUIRY,
        /// Nothing proves that the portal wrote it.
        NOT_PROVEN;

        /// As stored, printed and counted.
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
