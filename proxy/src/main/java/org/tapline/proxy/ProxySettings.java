package org.tapline.proxy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything the proxy is told by the configuration (DESIGN section 9), already checked for form.
///
/// @param data folder for the spool, the directory's cache and a self-signed certificate
/// @param listeners where clients connect
/// @param certificate shown to clients; absent: self-signed, made in the data folder
/// @param upstreams the real mail servers
/// @param ownDomains the organisation's domains, lower case
/// @param enrol who is observed
/// @param bccDomain domain of the BCC-to-CRM addresses, whose recipients never go upstream
/// @param limits sizes, counts and times
public record ProxySettings(
        Path data,
        List<Listener> listeners,
        Optional<Certificate> certificate,
        Upstreams upstreams,
        Set<String> ownDomains,
        Enrol enrol,
        Optional<String> bccDomain,
        Limits limits) {
    public ProxySettings {
        listeners = List.copyOf(listeners);
        ownDomains = Set.copyOf(ownDomains);
    }

    /// The two protocols that are relayed.
    public enum Protocol {
        IMAP,
        SMTP
    }

    /// How a connection is secured.
    public enum Tls {
        /// In the clear: towards clients on loopback addresses only.
        NONE,
        STARTTLS,
        IMPLICIT
    }

    /// Whose mail is observed.
    public enum Enrol {
        /// Every identity in one of the organisation's domains.
        ALL_OWN_DOMAINS,
        /// The users that the bridge lists.
        LISTED
    }

    /// One listening socket.
    public record Listener(Protocol protocol, InetSocketAddress address, Tls tls) {}

    /// PEM files: certificate chain and PKCS#8 key.
    public record Certificate(Path chain, Path key) {}

    /// One real mail server.
    ///
    /// @param trust PEM file of certificate authorities; absent: those of the Java runtime
    public record Server(String host, int port, Tls tls, Optional<Path> trust) {}

    /// The servers of one domain.
    public record ServerPair(Optional<Server> imap, Optional<Server> smtp) {}

    /// Which server serves whom.
    ///
    /// @param fallback `upstream.default`
    /// @param domains by lower-case domain of the user
    public record Upstreams(ServerPair fallback, Map<String, ServerPair> domains) {
        public Upstreams {
            domains = Map.copyOf(domains);
        }
    }

    /// Limits with their provenance.
    ///
    /// @param durableWait how long the client's final answer waits for the journal before mail goes
    ///     first
    /// @param drain how long sessions may go on after SIGTERM
    /// @param preAuthentication time until the sign-in must be done
    /// @param spoolMemoryPerSession octets of captures held in memory for one session, once half of
    ///     `spoolMemory` is in use
    /// @param spoolMemory octets of captures held in memory in total
    /// @param spoolDisk octets of captures held on disk in total
    public record Limits(
            Duration durableWait,
            Duration drain,
            Duration preAuthentication,
            long spoolMemoryPerSession,
            long spoolMemory,
            long spoolDisk) {
        /// What holds when nothing is configured.
        public static final Limits DEFAULTS =
                new Limits(
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(3),
                        1 << 20,
                        64L << 20,
                        4L << 30);
    }
}
