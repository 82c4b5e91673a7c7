package org.tapline.proxy.imap;

import java.util.Optional;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Routes.Route;

/// What a conversation is told about its session.
///
/// @param clientTls how the listener is secured
/// @param upstreamTls how the upstream is secured; configured, never learned
/// @param clientAddress the client's address, when the upstream is to learn it through ID
///     (RFC 2971; Dovecot takes `x-originating-ip` from trusted peers)
/// @param allowPreauth whether an upstream may greet with PREAUTH (RFC 9051 §7.1.4); such a session
///     has no identity and is not observed
/// @param limits what the session may take up
public record ImapSettings(
        Tls clientTls,
        Tls upstreamTls,
        Optional<String> clientAddress,
        boolean allowPreauth,
        ImapLimits limits) {

    /// The usual case: no ID, PREAUTH refused, default limits.
    public static ImapSettings of(Tls clientTls, Tls upstreamTls) {
        return new ImapSettings(
                clientTls, upstreamTls, Optional.empty(), false, ImapLimits.DEFAULTS);
    }

    /// The settings for a session that a front has begun: the client's TLS is up where it had to
    /// be, and the upstream is known.
    public ImapSettings behindFront(Route to) {
        Tls client = clientTls == Tls.NONE ? Tls.NONE : Tls.IMPLICIT;
        return new ImapSettings(
                client, to.tls(), clientAddress.filter(address -> to.clientId()), false, limits);
    }
}
