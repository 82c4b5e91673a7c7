package org.tapline.proxy.smtp;

import java.util.Optional;

/// A command line as far as Tapline cares.
sealed interface Command {
    record Ehlo() implements Command {}

    /// HELO: resets like EHLO, but its reply has no list.
    record Helo() implements Command {}

    /// @param bare without the parameter that RFC 3207 §4 forbids
    record StartTls(boolean bare) implements Command {}

    /// @param mechanism in capitals
    /// @param initial initial response in base64, in Latin-1
    record Auth(String mechanism, Optional<String> initial) implements Command {}

    /// @param sender reverse-path without brackets
    /// @param size as declared (RFC 1870), or -1
    record Mail(String sender, long size) implements Command {}

    /// @param address forward-path without brackets
    record Rcpt(String address) implements Command {}

    record Data() implements Command {}

    record Bdat(long size, boolean last) implements Command {}

    /// A BDAT whose size cannot be read: nobody knows what the octets behind it are.
    record BrokenBdat() implements Command {}

    record Rset() implements Command {}

    /// NOOP, HELP, QUIT: allowed before TLS.
    record Harmless() implements Command {}

    /// BURL, XCLIENT, XFORWARD: never offered.
    record Hidden() implements Command {}

    /// The request line of another protocol: somebody's browser is being used against the port.
    record Foreign() implements Command {}

    record Other() implements Command {}
}
