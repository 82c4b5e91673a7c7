package org.tapline.proxy.sasl;

/// How much of a SASL exchange is read.
///
/// @param line octets of one base64 line
/// @param rounds lines of the client in one exchange; what comes later is not read
/// @param name octets of a user name
public record SaslLimits(int line, int rounds, int name) {
    /// - line: 12288 is what RFC 4954 §4 asks for; OAuth tokens of large directories come near
    ///   it in IMAP, which sets no limit, so there is room for four times as much.
    /// - rounds: SCRAM needs three; unknown mechanisms are not read at all.
    /// - name: RFC 4616 §2 asks for 255 octets and allows more.
    public static final SaslLimits DEFAULTS = new SaslLimits(4 * 12288, 8, 1024);
}
