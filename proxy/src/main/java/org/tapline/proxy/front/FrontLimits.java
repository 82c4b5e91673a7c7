package org.tapline.proxy.front;

/// What a client may cost before it has signed in.
///
/// @param held octets that wait for the upstream's answer to a sign-in
/// @param line octets of one line of a SASL exchange
/// @param commands commands before a sign-in is accepted (count); the next one ends the session
public record FrontLimits(int held, int line, int commands) {
    /// - held and line: as for a session that is not routed (`ImapLimits`, `SaslLimits`).
    /// - commands: clients need five; some keep an idle connection alive with NOOP for a while.
    public static final FrontLimits DEFAULTS = new FrontLimits(64 << 10, 64 << 10, 100);
}
