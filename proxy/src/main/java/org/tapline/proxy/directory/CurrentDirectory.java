package org.tapline.proxy.directory;

import org.tapline.journal.MailboxName;
import org.tapline.proxy.sasl.Identity;

/// The directory of the present configuration. Sessions live longer than a configuration: who is
/// observed is asked of the newest one, whichever they began with.
public final class CurrentDirectory implements Directory {
    private volatile Directory present;
    private volatile Runnable listener = () -> {};

    public CurrentDirectory(Directory first) {
        this.present = first;
    }

    /// This one is asked from here on.
    public void use(Directory next) {
        present = next;
        next.onChange(listener);
    }

    @Override
    public boolean observed(Identity identity, String upstream) {
        return present.observed(identity, upstream);
    }

    @Override
    public MailboxName mailbox(Identity identity, String upstream) {
        return present.mailbox(identity, upstream);
    }

    @Override
    public void onChange(Runnable told) {
        listener = told;
        present.onChange(told);
    }
}
