package org.tapline.bridge.enquiries;

import java.util.List;
import org.tapline.bridge.leads.Confirmation;

/// A confirmation as it waits: everything but the date.
///
/// @param id Message-ID without angle brackets
/// @param from whose letter it is
/// @param to address of the enquirer
/// @param name of the enquirer; may be empty
/// @param fields further header fields
/// @param proof whether a DKIM signature must show that the notification is the portal's
record Letter(
        String id,
        String from,
        String to,
        String name,
        String subject,
        String text,
        List<Confirmation.Field> fields,
        boolean proof) {
    Letter {
        fields = List.copyOf(fields);
    }
}
