package org.tapline.bridge.mime;

import java.util.List;

/// One mailbox of an address field (RFC 5322 §3.4).
///
/// @param name display name, decoded (RFC 2047), without quotes; empty when absent
/// @param address as written, trimmed, without angle brackets; empty when the field has a name
///     only. Compare through the identity room, never as text
public record MailAddress(String name, String address) {

    /// The mailboxes of an address field (RFC 5322 §3.4), also one that a person or a program
    /// wrote into a text: unquoted commas, semicolons and missing brackets are understood.
    ///
    /// @param most further ones are left out
    public static List<MailAddress> list(String field, int most) {
        return AddressList.parse(field, most).addresses();
    }

    @Override
    public String toString() {
        if (name.isEmpty()) {
            return address;
        }
        return address.isEmpty() ? name : name + " <" + address + ">";
    }
}
