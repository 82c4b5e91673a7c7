package org.tapline.cli.demo;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A mail client that knows only Tapline: it connects there and trusts the certificate shown there.
final class MailClient {
    private static final String HOST = "localhost";

    private final Session session;
    private final String user;
    private final String password;
    private final int imapPort;
    private final int smtpPort;

    /// @param certificate PEM file of Tapline's certificate
    MailClient(String user, String password, int imapPort, int smtpPort, Path certificate)
            throws IOException {
        this.user = user;
        this.password = password;
        this.imapPort = imapPort;
        this.smtpPort = smtpPort;
        this.session = Session.getInstance(properties(certificate));
    }

    private static Properties properties(Path certificate) throws IOException {
        Properties properties = new Properties();
        for (String protocol : new String[] {"imaps", "smtps"}) {
            properties.put("mail." + protocol + ".ssl.socketFactory", trusting(certificate));
            properties.put("mail." + protocol + ".ssl.checkserveridentity", "true");
            properties.put("mail." + protocol + ".connectiontimeout", "10000");
            properties.put("mail." + protocol + ".timeout", "30000");
        }
        properties.put("mail.imaps.partialfetch", "false");
        properties.put("mail.smtps.auth", "true");
        return properties;
    }

    private static Object trusting(Path certificate) throws IOException {
        try (InputStream in = Files.newInputStream(certificate)) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "tapline", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory managers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException unusable) {
            throw new IOException(unusable);
        }
    }

    Session session() {
        return session;
    }

    /// Submits to everybody named in the message.
    void send(MimeMessage message) throws MessagingException {
        message.saveChanges();
        try (Transport transport = session.getTransport("smtps")) {
            transport.connect(HOST, smtpPort, user, password);
            transport.sendMessage(message, message.getAllRecipients());
        }
    }

    /// Files a copy, as clients do after sending.
    void fileIn(String folderName, MimeMessage message) throws MessagingException {
        try (Store store = session.getStore("imaps")) {
            store.connect(HOST, imapPort, user, password);
            Folder folder = store.getFolder(folderName);
            if (!folder.exists()) {
                folder.create(Folder.HOLDS_MESSAGES);
            }
            message.setFlag(Flags.Flag.SEEN, true);
            folder.appendMessages(new Message[] {message});
        }
    }

    /// Downloads every message of the inbox whole.
    ///
    /// @return how many there were
    int readInbox() throws MessagingException, IOException {
        try (Store store = session.getStore("imaps")) {
            store.connect(HOST, imapPort, user, password);
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                Message[] messages = inbox.getMessages();
                for (Message message : messages) {
                    message.writeTo(OutputStream.nullOutputStream());
                }
                return messages.length;
            }
        }
    }
}
