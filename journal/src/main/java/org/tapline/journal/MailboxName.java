package org.tapline.journal;

import java.util.Locale;

/// A user's account on a real mail server, as the session named it: the identity that signed in,
/// and where.
///
/// @param user the authenticated identity, lower-cased (`anna@acme.test`); for a bare login
///     name the domain is added where the configuration knows it
/// @param upstream name of the upstream that accepted the login: `default`, or the domain it is
///     configured for
public record MailboxName(String user, String upstream) {
    public MailboxName {
        user = user.toLowerCase(Locale.ROOT);
        if (user.isBlank() || upstream.isBlank()) {
            throw new IllegalArgumentException("a mailbox needs a user and an upstream");
        }
    }
}
