package org.tapline.proxy.directory;

import java.util.Set;
import org.tapline.journal.MailboxName;
import org.tapline.proxy.sasl.Identity;

/// Observes the users that the bridge lists, except for the mailboxes that it calls disabled.
public final class ListedUsers implements Directory, AutoCloseable {
    private final DirectoryFeed feed;
    private final Set<String> ownDomains;

    /// @param feed closed with this
    /// @param ownDomains those a login name without a domain may belong to
    public ListedUsers(DirectoryFeed feed, Set<String> ownDomains) {
        this.feed = feed;
        this.ownDomains = Set.copyOf(ownDomains);
    }

    @Override
    public boolean observed(Identity identity, String upstream) {
        LoginName name = LoginName.of(identity, ownDomains);
        UserList list = feed.list();
        return list.primary(name).isPresent() && !list.disabled(name, upstream);
    }

    @Override
    public MailboxName mailbox(Identity identity, String upstream) {
        LoginName name = LoginName.of(identity, ownDomains);
        return new MailboxName(feed.list().primary(name).orElse(name.address()), upstream);
    }

    @Override
    public void onChange(Runnable told) {
        feed.onChange(told);
    }

    @Override
    public void close() {
        feed.close();
    }
}
