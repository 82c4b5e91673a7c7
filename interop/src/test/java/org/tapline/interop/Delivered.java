package org.tapline.interop;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.imap.IMAPMessage;

/// What lies in a mailbox of the lab, read directly from its server.
final class Delivered {
    private Delivered() {}

    private interface Test {
        boolean holds(IMAPMessage message) throws MessagingException;
    }

    /// The octets of the message with a subject; empty while there is none.
    static Optional<byte[]> message(Lab lab, String user, String subject)
            throws MessagingException, IOException {
        return first(lab, user, message -> subject.equals(message.getSubject()));
    }

    /// The octets of the message with a Message-ID (with or without angle brackets); empty while
    /// there is none.
    static Optional<byte[]> withId(Lab lab, String user, String id)
            throws MessagingException, IOException {
        return first(
                lab,
                user,
                message -> {
                    String its = message.getMessageID();
                    return its != null && Timelines.bare(its).equals(Timelines.bare(id));
                });
    }

    private static Optional<byte[]> first(Lab lab, String user, Test test)
            throws MessagingException, IOException {
        Properties settings = new Properties();
        settings.setProperty("mail.imaps.ssl.checkserveridentity", "false");
        settings.put("mail.imaps.ssl.socketFactory", Trust.only(lab.authority()));
        try (Store store = Session.getInstance(settings).getStore("imaps")) {
            store.connect("localhost", Lab.IMAPS, user, "pw");
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_ONLY);
            for (Message each : inbox.getMessages()) {
                IMAPMessage found = (IMAPMessage) each;
                if (test.holds(found)) {
                    found.setPeek(true);
                    try (InputStream octets = found.getMimeStream()) {
                        return Optional.of(octets.readAllBytes());
                    }
                }
            }
            return Optional.empty();
        }
    }
}
