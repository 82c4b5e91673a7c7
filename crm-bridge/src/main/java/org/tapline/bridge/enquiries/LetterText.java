package org.tapline.bridge.enquiries;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import org.tapline.bridge.leads.Confirmation;

/// Writes a letter as a mail. The same letter and time give the same octets, so that what is
/// recorded is what was sent.
final class LetterText {
    /// The listener for the CRM's domain drops what bears this mark, so that no circle closes.
    private static final String MARK = "Tapline-Origin";

    private LetterText() {}

    static byte[] write(Letter letter, Instant at) {
        try {
            MimeMessage mail = new Dated(letter.id());
            InternetAddress[] from = InternetAddress.parse(letter.from(), false);
            mail.setFrom(from[0]);
            mail.setRecipient(
                    Message.RecipientType.TO,
                    new InternetAddress(letter.to(), letter.name(), StandardCharsets.UTF_8.name()));
            mail.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
            mail.setSentDate(Date.from(at));
            for (Confirmation.Field field : letter.fields()) {
                mail.setHeader(field.name(), field.value());
            }
            mail.setHeader("X-Auto-Response-Suppress", "All");
            mail.setHeader(MARK, "confirmation");
            mail.setText(letter.text(), StandardCharsets.UTF_8.name());
            mail.saveChanges();
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            mail.writeTo(octets);
            return octets.toByteArray();
        } catch (MessagingException e) {
            throw new IllegalArgumentException("no mail can be made of this letter", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A mail with an id of ours; the library makes one of host and user.
    private static final class Dated extends MimeMessage {
        private final String id;

        Dated(String id) {
            super(Session.getInstance(new Properties()));
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + ">");
        }
    }
}
