package org.tapline.proxy.directory;

import org.tapline.journal.MailboxName;
import org.tapline.proxy.sasl.Identity;

/// Says who is observed. Answers at once; thread-safe.
public interface Directory {

    /// Whether the mail of this identity is observed.
    ///
    /// @param upstream name of the upstream that accepted the sign-in
    boolean observed(Identity identity, String upstream);

    /// The mailbox that this identity opens.
    ///
    /// @param upstream name of the upstream that accepted the sign-in
    MailboxName mailbox(Identity identity, String upstream);

    /// Has `told` run whenever an answer may have become another one, and once as soon as the
    /// answers are certain: at once where nobody else is asked, else with the first list that
    /// comes. One listener only; it may run in any thread and must not wait.
    void onChange(Runnable told);
}
