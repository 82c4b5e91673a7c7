package org.tapline.proxy.smtp;

import org.tapline.proxy.sasl.SaslLimits;

/// What one session may cost.
///
/// @param commandLine octets of a command with its line end
/// @param authLine octets of an AUTH command or of a SASL response with its line end
/// @param reply octets of one reply, all its lines together
/// @param withheld octets of the client that wait for a reply of the upstream
/// @param pipeline replies due at once; further commands wait
/// @param recipients recipients of one message
/// @param nulsBehindDot NULs after a lone dot that are looked at before the body is refused
public record SmtpLimits(
        int commandLine,
        int authLine,
        int reply,
        int withheld,
        int pipeline,
        int recipients,
        int nulsBehindDot) {
    /// - commandLine: RFC 5321 §4.5.3.1.4 has 512; RFC 3461 §4 (DSN), RFC 4954 §3 (AUTH=) and
    ///   RFC 6531 §3.4 add up to some 1700, doubled here because clients are not exact.
    /// - authLine: RFC 4954 §4 has 12288 for the base64 string, the command comes on top.
    /// - reply: RFC 5321 §4.5.3.1.5 has 512 for a line; an EHLO reply or a policy text has many.
    /// - withheld: chunks may follow their BDAT at once (RFC 3030 §4.2), also where it hangs on a
    ///   reply due who gets them. From half of it on the client is not read any more, so that the
    ///   whole is reached by nobody: a read and what TLS has at hand.
    /// - recipients: RFC 5321 §4.5.3.1.8 asks for 100; servers allow thousands.
    public static final SmtpLimits DEFAULTS =
            new SmtpLimits(4096, 12288 + 64, 64 << 10, 256 << 10, 1000, 20_000, 64);

    SaslLimits sasl() {
        return new SaslLimits(authLine, SaslLimits.DEFAULTS.rounds(), SaslLimits.DEFAULTS.name());
    }
}
