package org.tapline.bridge.enquiries;

import java.nio.file.Path;
import java.util.Optional;

/// The organisation's relay, through which letters are sent (`relay` in the configuration).
///
/// @param trust PEM file of the authorities that may sign the relay's certificate; absent: those of
///     Java
/// @param user who signs in; absent: nobody
/// @param passwordFile file whose first line is the password
/// @param sender envelope sender of automatic letters, for a relay that takes none without; absent:
///     the null sender, as RFC 3834 §3.3 wants it
public record RelaySettings(
        String host,
        int port,
        Tls tls,
        Optional<Path> trust,
        Optional<String> user,
        Optional<Path> passwordFile,
        Optional<String> sender) {

    /// How the connection is protected; never negotiated down.
    public enum Tls {
        IMPLICIT,
        STARTTLS,
        NONE
    }
}
