package org.tapline.bridge.ingest;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/// What the listener is told by the configuration (`listen.bcc`).
///
/// @param address where it listens; port 0 for any free one
/// @param domain the CRM's domain, which the mail server routes here
/// @param journalAddress where trusted relays send journal reports and `always_bcc` copies
/// @param trusted relays whose mail needs no proof: this machine, and those that the
///     administrator listed. They must take mail only from people who signed in, or check what
///     they pass on
/// @param spool folder for messages that are being received; what lies in it at the start is
///     removed
/// @param tls for STARTTLS; absent: not offered
public record IngestSettings(
        InetSocketAddress address,
        Protocol protocol,
        String domain,
        Optional<String> journalAddress,
        Predicate<InetAddress> trusted,
        Path spool,
        Optional<SSLContext> tls,
        IngestLimits limits) {

    /// How the mail server hands over.
    public enum Protocol {
        SMTP,
        /// RFC 2033: one answer for each recipient.
        LMTP
    }
}
