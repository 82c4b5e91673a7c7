package org.tapline.bridge;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/// Mail to the CRM's own domain (`listen.bcc`).
///
/// @param domain the CRM's domain, lower case
/// @param address where the listener listens; absent: such mail comes inside submission only
/// @param lmtp LMTP in place of SMTP
/// @param certificate for STARTTLS; absent: not offered
/// @param trusted relays whose mail needs no proof, and who may send journal reports
/// @param messagesPerMinute of one sender
public record BccListener(
        String domain,
        Optional<InetSocketAddress> address,
        boolean lmtp,
        Optional<Certificate> certificate,
        Predicate<InetAddress> trusted,
        int messagesPerMinute) {

    /// PEM files: certificate chain and PKCS#8 key.
    public record Certificate(Path chain, Path key) {}
}
