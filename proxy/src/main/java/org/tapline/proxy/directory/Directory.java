package org.tapline.proxy.directory;

import org.tapline.journal.MailboxName;
import org.tapline.proxy.sasl.Identity;

/// Says who is observed. Answers at once; thread-safe.
public interface Directory {

    /// Whether this identity's mail is observed.
    boolean observed(Identity identity);

    /// The mailbox that this identity opens.
    ///
    /// @param upstream name of the upstream that accepted the sign-in
    MailboxName mailbox(Identity identity, String upstream);
}
