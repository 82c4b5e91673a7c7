package org.tapline.bridge.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.tapline.bridge.bcc.Attempt;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.mime.AttachmentSink;
import org.tapline.bridge.mime.MailAddress;
import org.tapline.bridge.mime.MailReader;
import org.tapline.bridge.mime.ParsedMail;
import org.tapline.bridge.mime.ReadLimits;
import org.tapline.journal.Content;

/// What the listener reads of a message: its head, not more.
///
/// @param authors addresses of From
/// @param signs of loops and robots
record MailHead(List<String> authors, Attempt.Signs signs) {

    /// Field that marks mail which Tapline itself sends. Mail that carries it comes back to us.
    static final String OWN_MARK = "Tapline-Origin";

    /// Octets of a head that are read. 1 MiB: as long as the longest field of [ReadLimits].
    private static final int LONGEST = 1 << 20;

    /// Reads the head of a message.
    ///
    /// @param domain the CRM's: an id that ends with it was made by us
    static MailHead read(Content content, String domain) throws IOException {
        ParsedMail mail =
                new MailReader(ReadLimits.standard()).read(head(content), AttachmentSink.discard());
        List<String> automatic = mail.headers().all("Auto-Submitted");
        boolean ownId =
                mail.messageId()
                        .filter(id -> AddressKey.of(id).domain().equals(domain))
                        .isPresent();
        return new MailHead(
                mail.from().stream().map(MailAddress::address).toList(),
                new Attempt.Signs(
                        automatic.stream().anyMatch(MailHead::byRobot),
                        ownId || mail.headers().has(OWN_MARK),
                        mail.headers().all("Received").size()));
    }

    /// RFC 3834 §5: `no` is a person's; a comment or parameter may follow.
    private static boolean byRobot(String value) {
        return !value.strip().toLowerCase(java.util.Locale.ROOT).matches("no\\b.*");
    }

    private static Content head(Content content) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        try (InputStream in = content.open()) {
            byte[] octets = in.readNBytes((int) Math.min(LONGEST, content.size()));
            head.write(octets, 0, end(octets));
        }
        return Content.of(head.toByteArray());
    }

    /// Where the empty line stands, or all of it.
    private static int end(byte[] octets) {
        int lineStart = 0;
        for (int at = 0; at < octets.length; at++) {
            if (octets[at] == '\n') {
                if (at == lineStart || (at == lineStart + 1 && octets[lineStart] == '\r')) {
                    return at + 1;
                }
                lineStart = at + 1;
            }
        }
        return octets.length;
    }
}
