package org.tapline.bridge.forwards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.tapline.bridge.mime.AttachmentSink;
import org.tapline.bridge.mime.MailReader;
import org.tapline.bridge.mime.ParsedMail;
import org.tapline.bridge.mime.ReadLimits;
import org.tapline.journal.Content;

/// Mails for tests, written as text.
final class Mails {
    private Mails() {}

    static ParsedMail read(String mail) {
        try {
            return new MailReader(ReadLimits.standard())
                    .read(
                            Content.of(
                                    mail.replace("\r\n", "\n")
                                            .replace("\n", "\r\n")
                                            .getBytes(StandardCharsets.UTF_8)),
                            AttachmentSink.discard());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// A plain mail of one of our users to the CRM.
    static ParsedMail of(String subject, String text) {
        return read(
                """
                From: Uta User <uta@acme.test>
                To: crm@crm.acme.test
                Date: Tue, 9 Nov 2021 10:00:00 +0100
                Subject: %s
                Content-Type: text/plain; charset=utf-8

                %s\
                """
                        .formatted(subject, text));
    }

    static Optional<Forwarded> original(String subject, String text) {
        return Forwards.find(of(subject, text), List.of());
    }
}
