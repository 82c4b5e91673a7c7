package org.tapline.bridge.person;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Copies a mail without the fields that name blind copies (RFC 5322 §3.6.3): the copy in a
/// sender's folder may have them, and whom they name is not the recipients' to know.
final class BlindCopies {
    /// A header line beyond this is passed on as it comes.
    private static final int LONGEST = 1 << 16;

    private BlindCopies() {}

    /// @return whether a field was left out
    static boolean leaveOut(InputStream mail, OutputStream out) throws IOException {
        InputStream in = new BufferedInputStream(mail);
        boolean dropping = false;
        boolean any = false;
        while (true) {
            byte[] line = line(in);
            if (line.length == 0) {
                return any;
            }
            boolean folded = line[0] == ' ' || line[0] == '\t';
            if (!folded) {
                dropping = blind(line);
            }
            any |= dropping;
            if (!dropping) {
                out.write(line);
            }
            if (line[0] == '\n' || line[0] == '\r') {
                in.transferTo(out);
                return any;
            }
        }
    }

    private static boolean blind(byte[] line) {
        String start =
                new String(line, 0, Math.min(line.length, 20), StandardCharsets.ISO_8859_1)
                        .toLowerCase(Locale.ROOT);
        return start.matches("(?s)(resent-)?bcc[ \\t]*:.*");
    }

    /// With its end; empty at the end of the mail.
    private static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = in.read();
        while (octet >= 0) {
            line.write(octet);
            if (octet == '\n' || line.size() >= LONGEST) {
                break;
            }
            octet = in.read();
        }
        return line.toByteArray();
    }
}
