package org.tapline.bridge.mime;

/// The octets of one header field as text.
final class HeaderText {
    private HeaderText() {}

    /// Unfolds and reads a field value. Raw octets above 127 are UTF-8 (RFC 6532), or the charset
    /// the body claims, or whatever they look like.
    ///
    /// @param bodyCharset charset of the message's Content-Type, empty when it has none
    static String read(byte[] octets, int from, int to, String bodyCharset) {
        byte[] unfolded = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            byte octet = octets[i];
            if (octet != '\r' && octet != '\n' && octet != 0) {
                unfolded[length++] = octet == '\t' ? (byte) ' ' : octet;
            }
        }
        byte[] value = java.util.Arrays.copyOf(unfolded, length);
        var utf8 = Charsets.strictly(value, java.nio.charset.StandardCharsets.UTF_8);
        boolean escaped = bodyCharset.toLowerCase(java.util.Locale.ROOT).startsWith("iso-2022");
        boolean plain = utf8.isPresent() && utf8.get().indexOf('\u001b') < 0 && !escaped;
        String hint = Charsets.isAscii(value) && !escaped ? "" : bodyCharset;
        return (plain ? utf8.get() : Charsets.read(value, hint).text()).strip();
    }
}
