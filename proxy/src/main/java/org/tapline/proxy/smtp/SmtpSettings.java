package org.tapline.proxy.smtp;

import java.util.Locale;
import java.util.Optional;
import org.tapline.proxy.ProxySettings.Tls;

/// How one session is set up.
///
/// @param clientTls the listener's kind of TLS
/// @param upstreamTls the upstream's kind of TLS; STARTTLS is negotiated by the conversation
/// @param host our own name in greetings and EHLO
/// @param bccDomain domain whose recipients are taken out of the envelope, lower case
public record SmtpSettings(
        Tls clientTls,
        Tls upstreamTls,
        String host,
        Optional<String> bccDomain,
        SmtpLimits limits) {
    public SmtpSettings {
        bccDomain = bccDomain.map(domain -> domain.toLowerCase(Locale.ROOT));
    }

    /// The settings for a session that a front has begun: the client's TLS is up where it had to
    /// be, and the upstream is known.
    public SmtpSettings behindFront(Tls upstream) {
        Tls client = clientTls == Tls.NONE ? Tls.NONE : Tls.IMPLICIT;
        return new SmtpSettings(client, upstream, host, bccDomain, limits);
    }

    /// Whether an address lies in the CRM's own BCC domain.
    boolean ownBcc(String address) {
        int at = address.lastIndexOf('@');
        return at >= 0 && bccDomain.filter(address.substring(at + 1)::equalsIgnoreCase).isPresent();
    }
}
