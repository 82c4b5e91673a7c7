package org.tapline.bridge.leads;

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

/// Mails of a portal, written as text, and rules for them.
final class Portal {
    static final LeadRule.Place REPLY_TO = new LeadRule.Place.ReplyTo();

    private Portal() {}

    static LeadRule.Place field(String label) {
        return new LeadRule.Place.Labelled(label);
    }

    static LeadRule rule(String sender, LeadRule.Place... address) {
        return new LeadRule(
                "portal",
                sender,
                Optional.empty(),
                List.of(address),
                List.of(field("Name"), REPLY_TO),
                List.of(field("Telefon"), field("Phone")),
                List.of(field("Nachricht"), field("Message")));
    }

    static ParsedMail mail(String fields, String body) {
        String mail =
                """
                From: Portal <notify@mail.portal.test>
                To: sales@acme.test
                Message-ID: <77@portal.test>
                Subject: New enquiry about Main Street 1
                """
                        + fields
                        + "\n"
                        + body;
        try {
            return new MailReader(ReadLimits.standard())
                    .read(
                            Content.of(mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)),
                            AttachmentSink.discard());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
