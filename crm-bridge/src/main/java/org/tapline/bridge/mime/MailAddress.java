package org.tapline.bridge.mime;

/// One mailbox of an address field (RFC 5322 §3.4).
///
/// @param name display name, decoded (RFC 2047), without quotes; empty when absent
/// @param address as written, trimmed, without angle brackets; empty when the field has a name
///     only. Compare through the identity room, never as text
public record MailAddress(String name, String address) {
    @Override
    public String toString() {
        if (name.isEmpty()) {
            return address;
        }
        return address.isEmpty() ? name : name + " <" + address + ">";
    }
}
