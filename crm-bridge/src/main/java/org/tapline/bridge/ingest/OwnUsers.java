package org.tapline.bridge.ingest;

import java.util.Optional;
import org.tapline.journal.MailboxName;

/// Who belongs to us, as far as the listener asks.
public interface OwnUsers {

    /// Login of the user who registered and verified an address.
    Optional<String> userOf(String address);

    /// The mailbox under which a user's mail is filed.
    MailboxName mailboxOf(String user);
}
