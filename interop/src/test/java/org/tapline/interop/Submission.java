package org.tapline.interop;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.util.Properties;

/// One connection to a submission port (implicit TLS), signed in as a user of the lab.
final class Submission implements AutoCloseable {
    private final Session session;
    private final Transport transport;
    private final String user;

    Submission(int port, String user, Path authority) throws MessagingException {
        Properties settings = new Properties();
        settings.setProperty("mail.transport.protocol", "smtps");
        settings.setProperty("mail.smtps.connectiontimeout", "20000");
        settings.setProperty("mail.smtps.timeout", "60000");
        settings.setProperty("mail.smtps.ssl.checkserveridentity", "false");
        settings.put("mail.smtps.ssl.socketFactory", Trust.only(authority));
        this.session = Session.getInstance(settings);
        this.user = user;
        this.transport = session.getTransport("smtps");
        transport.connect("localhost", port, user, "pw");
    }

    /// Sends a small message; returns only after the server's final 250.
    void send(String to, String messageId, String subject) throws MessagingException {
        MimeMessage message =
                new MimeMessage(session) {
                    @Override
                    protected void updateMessageID() throws MessagingException {
                        setHeader("Message-ID", "<" + messageId + ">");
                    }
                };
        message.setFrom(new InternetAddress(user));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        message.setSubject(subject);
        message.setHeader("Date", "Sat, 21 Nov 2026 18:00:00 +0000");
        message.setText("Sent as " + messageId);
        message.saveChanges();
        transport.sendMessage(message, message.getAllRecipients());
    }

    @Override
    public void close() throws MessagingException {
        transport.close();
    }
}
