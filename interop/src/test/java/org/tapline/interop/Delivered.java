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

    /// The octets of the message with a subject; empty while there is none.
    static Optional<byte[]> message(Lab lab, String user, String subject)
            throws MessagingException, IOException {
        Properties settings = new Properties();
        settings.setProperty("mail.imaps.ssl.checkserveridentity", "false");
        settings.put("mail.imaps.ssl.socketFactory", Trust.only(lab.authority()));
        try (Store store = Session.getInstance(settings).getStore("imaps")) {
            store.connect("localhost", Lab.IMAPS, user, "pw");
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_ONLY);
            for (Message each : inbox.getMessages()) {
                if (subject.equals(each.getSubject())) {
                    IMAPMessage found = (IMAPMessage) each;
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
