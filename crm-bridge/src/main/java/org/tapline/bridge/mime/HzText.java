package org.tapline.bridge.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.Set;

/// HZ (RFC 1843): Chinese text in octets below 128, between `~{` and `~}`. Still met in old news
/// and mail. Anything that is not HZ stays as it is.
final class HzText {
    /// Charset names that stand for it (RFC 1842 §2, and without its hyphens).
    static final Set<String> NAMES = Set.of("hz-gb-2312", "hz-gb2312", "hz");

    /// A superset of GB 2312, in the form in which its octets are above 127.
    private static final Charset GB = Charset.forName("gb18030");

    private HzText() {}

    static String decode(byte[] octets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length);
        boolean chinese = false;
        int at = 0;
        while (at < octets.length) {
            byte octet = octets[at];
            byte next = at + 1 < octets.length ? octets[at + 1] : 0;
            if (octet == '\n') {
                chinese = false; // a line ends in ASCII, whatever was forgotten (RFC 1843 §2)
            } else if (octet == '~' && next == (chinese ? '}' : '{')) {
                chinese = !chinese;
                at += 2;
                continue;
            } else if (octet == '~' && !chinese && next == '~') {
                at++;
            } else if (octet == '~' && !chinese && (next == '\n' || next == '\r')) {
                at += next == '\r' && at + 2 < octets.length && octets[at + 2] == '\n' ? 3 : 2;
                continue; // the line goes on
            }
            if (chinese && octet != '~' && isGb(octet) && isGb(next)) {
                out.write(octet | 0x80);
                out.write(next | 0x80);
                at += 2;
            } else {
                out.write(octet);
                at++;
            }
        }
        return out.toString(GB);
    }

    private static boolean isGb(byte octet) {
        return octet >= 0x21 && octet <= 0x7e;
    }
}
