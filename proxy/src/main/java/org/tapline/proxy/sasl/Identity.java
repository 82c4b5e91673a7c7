package org.tapline.proxy.sasl;

/// Who signed in.
///
/// @param user the name whose mailbox is opened: authorization identity where one was given,
///     else the authentication identity
/// @param authenticatedAs the authentication identity (differs for master users:
///     `u1@acme.test*master`)
/// @param mechanism `LOGIN` for IMAP's LOGIN command, else the SASL mechanism in capitals
public record Identity(String user, String authenticatedAs, String mechanism) {

    /// An identity from one login name, as IMAP's LOGIN or SASL's LOGIN give it.
    ///
    /// Quirk of Dovecot: `user@domain*master` opens the mailbox of `user@domain` as `master`. An
    /// asterisk behind the `@` cannot be part of a domain, so the reading is unambiguous; in a name
    /// without `@` it may belong to the name and is left alone.
    public static Identity of(String login, String mechanism) {
        int at = login.indexOf('@');
        int star = at < 0 ? -1 : login.indexOf('*', at);
        String user = star < 0 ? login : login.substring(0, star);
        return new Identity(user, login, mechanism);
    }

    /// An identity from an exchange that carries both identities (RFC 4422 §3.4.1).
    ///
    /// @param authorization whose mailbox to open; empty when that of `login`
    public static Identity of(String authorization, String login, String mechanism) {
        return authorization.isEmpty()
                ? of(login, mechanism)
                : new Identity(authorization, login, mechanism);
    }
}
