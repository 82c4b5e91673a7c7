package org.tapline.bridge.mime;

/// The start of a part that says what sort of mail it is: a delivery status, a feedback report, a
/// returned message, a calendar.
///
/// @param header of the part
/// @param text what the part says, at most [#MOST_OCTETS] of it; line ends are LF
record ReportPart(PartHeader header, String text) {
    /// 64 KiB: a delivery status of some 200 recipients, the header of any returned message.
    static final int MOST_OCTETS = 64 << 10;

    /// Reports have two or three such parts.
    static final int MOST_PARTS = 10;

    static ReportPart of(PartHeader header, byte[] octets) {
        String text = Charsets.read(octets, header.getCharset()).text();
        return new ReportPart(header, text.replace("\r\n", "\n").replace('\r', '\n'));
    }

    static boolean isOne(String type) {
        return type.startsWith("message/")
                || type.equals("text/rfc822-headers")
                || type.equals("text/calendar");
    }
}
