package org.tapline.bridge.milter;

import java.util.Optional;
import org.tapline.journal.MailboxName;

/// Whose mail is observed. Answers at once, from what is known already: mail must not wait.
public interface OwnMailboxes {

    /// The mailbox of the user who has an address.
    Optional<MailboxName> of(String address);

    /// The mailbox of somebody who signed in at the mail server. Somebody of the own domains may be
    /// observed from now on.
    Optional<MailboxName> signedIn(String login);
}
