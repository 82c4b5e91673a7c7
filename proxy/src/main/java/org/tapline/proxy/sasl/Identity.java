package org.tapline.proxy.sasl;

/// Who signed in.
///
/// @param user the name whose mailbox is opened: authorization identity where one was given,
///     else the authentication identity
/// @param authenticatedAs the authentication identity (differs for master users:
///     `u1@acme.test*master`)
/// @param mechanism `LOGIN` for IMAP's LOGIN command, else the SASL mechanism in capitals
public record Identity(String user, String authenticatedAs, String mechanism) {}
