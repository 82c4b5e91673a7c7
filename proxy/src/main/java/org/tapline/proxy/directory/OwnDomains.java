package org.tapline.proxy.directory;

import java.util.Optional;
import java.util.Set;
import org.tapline.journal.MailboxName;
import org.tapline.proxy.sasl.Identity;

/// Observes every identity in one of the organisation's domains, except the mailboxes that the
/// bridge calls disabled. A bare login name counts when there is exactly one own domain; with
/// several, nobody can tell whose it is.
public final class OwnDomains implements Directory, AutoCloseable {
    private final Set<String> domains;
    private final Optional<DirectoryFeed> feed;

    /// Where no bridge is asked.
    ///
    /// @param domains lower case
    public OwnDomains(Set<String> domains) {
        this(domains, Optional.empty());
    }

    /// @param feed knows the disabled mailboxes; closed with this
    public OwnDomains(Set<String> domains, Optional<DirectoryFeed> feed) {
        this.domains = Set.copyOf(domains);
        this.feed = feed;
    }

    @Override
    public boolean observed(Identity identity, String upstream) {
        LoginName name = LoginName.of(identity, domains);
        return domains.contains(name.domain())
                && feed.filter(each -> each.list().disabled(name, upstream)).isEmpty();
    }

    @Override
    public MailboxName mailbox(Identity identity, String upstream) {
        return new MailboxName(LoginName.of(identity, domains).address(), upstream);
    }

    @Override
    public void onChange(Runnable told) {
        feed.ifPresentOrElse(each -> each.onChange(told), told);
    }

    @Override
    public void close() {
        feed.ifPresent(DirectoryFeed::close);
    }
}
