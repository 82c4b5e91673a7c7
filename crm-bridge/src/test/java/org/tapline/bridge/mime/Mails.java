package org.tapline.bridge.mime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.tapline.journal.Content;

/// Hand-written mails for tests.
final class Mails {
    private Mails() {}

    /// Reads a mail given as text with LF; its octets are those of ISO 8859-1, so that a test can
    /// write any octet.
    static ParsedMail read(String mail) {
        return read(mail, ReadLimits.standard());
    }

    static ParsedMail read(String mail, ReadLimits limits) {
        byte[] octets = mail.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return read(octets, limits);
    }

    static ParsedMail read(byte[] octets, ReadLimits limits) {
        try {
            return new MailReader(limits).read(Content.of(octets), AttachmentSink.discard());
        } catch (IOException storage) {
            throw new UncheckedIOException(storage);
        }
    }
}
