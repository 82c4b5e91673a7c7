package org.tapline.proxy.directory;

import java.util.Set;
import org.tapline.journal.MailboxName;
import org.tapline.proxy.sasl.Identity;

/// Observes every identity in one of the organisation's domains. A bare login name counts when
/// there is exactly one own domain; with several, nobody can tell whose it is.
public final class OwnDomains implements Directory {
    private final Set<String> domains;

    /// @param domains lower case
    public OwnDomains(Set<String> domains) {
        this.domains = Set.copyOf(domains);
    }

    @Override
    public boolean observed(Identity identity) {
        return domains.contains(LoginName.of(identity, domains).domain());
    }

    @Override
    public MailboxName mailbox(Identity identity, String upstream) {
        return new MailboxName(LoginName.of(identity, domains).address(), upstream);
    }
}
