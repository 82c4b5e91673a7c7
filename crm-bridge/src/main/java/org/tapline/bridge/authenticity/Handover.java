package org.tapline.bridge.authenticity;

import java.util.List;

/// How a message reached us.
///
/// @param address who connected, in text (`192.0.2.1`, `2001:db8::1`)
/// @param helo the name given with HELO, EHLO or LHLO
/// @param sender the envelope's sender; empty for the null sender
/// @param authors addresses of the From field
public record Handover(String address, String helo, String sender, List<String> authors) {
    public Handover {
        authors = List.copyOf(authors);
    }
}
