package org.tapline.bridge.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The body that Outlook keeps as compressed RTF (MS-OXRTFCP) in a winmail.dat: the HTML it was
/// made from (MS-OXRTFEX), or its plain text.
///
/// @param html whether the text is HTML
record RtfBody(String text, boolean html) {
    private static final int COMPRESSED = 0x75465a4c;
    private static final int PLAIN = 0x414c454d;
    private static final int HEAD = 16;
    private static final int WINDOW = 4_096;

    /// Decompressed size that is believed; compression can otherwise make much of little.
    private static final int MOST = 4 << 20;

    /// The words the compression starts with (MS-OXRTFCP §2.1.2.1).
    private static final String DICTIONARY =
            "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}"
                    + "{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbol"
                    + "ArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
                    + "\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

    static Optional<RtfBody> read(byte[] octets) {
        if (octets.length < HEAD) {
            return Optional.empty();
        }
        String rtf =
                switch (number(octets, 8)) {
                    case COMPRESSED -> decompress(octets);
                    case PLAIN ->
                            new String(
                                    octets,
                                    HEAD,
                                    octets.length - HEAD,
                                    StandardCharsets.ISO_8859_1);
                    default -> "";
                };
        return rtf.startsWith("{\\rtf") ? Optional.of(RtfReader.read(rtf)) : Optional.empty();
    }

    private static int number(byte[] octets, int at) {
        return (octets[at] & 0xff)
                | (octets[at + 1] & 0xff) << 8
                | (octets[at + 2] & 0xff) << 16
                | (octets[at + 3] & 0xff) << 24;
    }

    private static String decompress(byte[] octets) {
        byte[] window = new byte[WINDOW];
        byte[] dictionary = DICTIONARY.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(dictionary, 0, window, 0, dictionary.length);
        int write = dictionary.length;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = HEAD;
        while (at < octets.length && out.size() < MOST) {
            int control = octets[at++];
            for (int bit = 0; bit < 8 && at < octets.length; bit++) {
                if ((control >> bit & 1) == 0) {
                    out.write(octets[at]);
                    window[write++ % WINDOW] = octets[at++];
                    continue;
                }
                if (at + 1 >= octets.length) {
                    return out.toString(StandardCharsets.ISO_8859_1);
                }
                int reference = ((octets[at] & 0xff) << 8) | (octets[at + 1] & 0xff);
                at += 2;
                int from = reference >> 4;
                if (from == write % WINDOW) {
                    return out.toString(StandardCharsets.ISO_8859_1);
                }
                for (int i = 0; i < (reference & 0xf) + 2; i++) {
                    byte octet = window[(from + i) % WINDOW];
                    out.write(octet);
                    window[write++ % WINDOW] = octet;
                }
            }
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
