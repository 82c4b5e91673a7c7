package org.tapline.proxy.smtp;

import java.util.ArrayList;
import java.util.List;
import org.tapline.journal.Envelope;

/// A mail transaction (RFC 5321 §3.3) as the replies have made it: begun by the 2xx to MAIL.
final class Transaction {
    private final Command.Mail mail;
    private final List<Envelope.Recipient> recipients = new ArrayList<>();
    private boolean upstreamRecipients;
    private boolean ownRecipients;

    Transaction(Command.Mail mail) {
        this.mail = mail;
    }

    /// @param replyCode 0 when the reply was not seen
    void recipient(String address, int replyCode) {
        Envelope.Recipient recipient = new Envelope.Recipient(address, replyCode);
        recipients.add(recipient);
        upstreamRecipients |= recipient.accepted();
    }

    /// A recipient in the BCC domain, which the upstream does not know of.
    void ownRecipient(String address) {
        recipients.add(new Envelope.Recipient(address, 250));
        ownRecipients = true;
    }

    /// Only recipients in the BCC domain: the upstream has no part in this message.
    boolean ownOnly() {
        return ownRecipients && !upstreamRecipients;
    }

    /// Whether a recipient may have been taken: was, or its reply was not seen.
    boolean somebodyMayHaveIt() {
        return ownRecipients
                || recipients.stream().anyMatch(each -> each.accepted() || each.replyCode() == 0);
    }

    int size() {
        return recipients.size();
    }

    /// As declared by the client, or -1.
    long expectedOctets() {
        return mail.size();
    }

    Envelope envelope(String authenticated) {
        return new Envelope(mail.sender(), recipients, authenticated);
    }
}
