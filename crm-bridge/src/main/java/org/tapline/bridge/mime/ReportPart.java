package org.tapline.bridge.mime;

import java.nio.charset.StandardCharsets;

/// The start of a part that says what sort of mail it is: a delivery status, a feedback report, a
/// returned message, a calendar.
///
/// @param header of the part
/// @param octets decoded, at most [#MOST_OCTETS]
record ReportPart(PartHeader header, byte[] octets) {
    /// 64 KiB: a delivery status of some 200 recipients, the header of any returned message.
    static final int MOST_OCTETS = 64 << 10;

    /// Reports have two or three such parts.
    static final int MOST_PARTS = 10;

    static boolean isOne(String type) {
        return type.startsWith("message/")
                || type.equals("text/rfc822-headers")
                || type.equals("text/calendar");
    }

    String text() {
        return new String(octets, StandardCharsets.ISO_8859_1)
                .replace("\r\n", "\n")
                .replace('\r', '\n');
    }
}
