package org.tapline.proxy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tapline.journal.JournalSettings;

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

    /// As fresh as a running proxy can be: sockets, folder and spool stay.
    ProxySettings changedTo(ProxySettings fresh) {
        Limits now = fresh.limits();
        return new ProxySettings(
                data,
                listeners,
                fresh.certificate,
                fresh.upstreams,
                fresh.ownDomains,
                fresh.enrol,
                fresh.bccDomain,
                new Limits(now.durableWait(), now.drain(), now.admission(), limits.spooling()));
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
    ///
    /// @param proxies peers that say with a PROXY header who the client is; from them it is
    ///     required, from all others refused
    public record Listener(
            Protocol protocol, InetSocketAddress address, Tls tls, List<Network> proxies) {
        public Listener {
            proxies = List.copyOf(proxies);
        }

        /// One that clients connect to themselves.
        public Listener(Protocol protocol, InetSocketAddress address, Tls tls) {
            this(protocol, address, tls, List.of());
        }
    }

    /// PEM files: certificate chain and PKCS#8 key.
    public record Certificate(Path chain, Path key) {}

    /// One real mail server.
    ///
    /// @param trust PEM file of certificate authorities; absent: those of the Java runtime
    /// @param proxyHeader it is told who the client is by a PROXY header, version 2
    /// @param clientId it is told the client's address by ID (RFC 2971); IMAP only
    public record Server(
            String host,
            int port,
            Tls tls,
            Optional<Path> trust,
            boolean proxyHeader,
            boolean clientId) {

        /// One that is not told who the client is.
        public Server(String host, int port, Tls tls, Optional<Path> trust) {
            this(host, port, tls, trust, false, false);
        }
    }

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

    /// Who may come in, and how long. What is not said is bounded by the upstream itself.
    ///
    /// @param preAuthentication time until the sign-in must be done; three times the minute that
    ///     a person needs for a second factor
    /// @param commands lines that a client may send before it has signed in; the busiest recorded
    ///     client sends six
    /// @param commandsPerSecond lines a second that are read of a client before it has signed in;
    ///     what comes faster waits in its socket. As many may come at once: three times what the
    ///     busiest recorded client sends in all
    /// @param failures refused sign-ins of one session; a client that asks for the password tries
    ///     one to three times
    /// @param perAddress sessions of one client address; offices sit behind one address, with
    ///     several connections per user
    /// @param perAddressPerSecond new sessions a second of one client address: about as many as two
    ///     cores make TLS handshakes. Ten seconds' worth may come at once, since all clients of an
    ///     office come back together
    /// @param perUser sessions of one user after sign-in; mail clients hold up to ten each
    /// @param idle without an octet in either direction; RFC 9051 §5.4 wants at least 30 minutes,
    ///     and clients re-issue IDLE every 29
    public record Admission(
            Duration preAuthentication,
            int commands,
            int commandsPerSecond,
            int failures,
            int perAddress,
            int perAddressPerSecond,
            int perUser,
            Duration idle) {
        /// What holds when nothing is configured.
        public static final Admission DEFAULTS =
                new Admission(
                        Duration.ofMinutes(3),
                        100,
                        20,
                        10,
                        1000,
                        1000,
                        100,
                        Duration.ofMinutes(35));
    }

    /// How much of captures is kept until the journal has them.
    ///
    /// @param memoryPerSession octets held in memory for one session once half of `memory` is in
    ///     use; a usual mail with a picture
    /// @param memory octets held in memory in total: a quarter of the smallest heap we start with
    /// @param disk octets held on disk in total
    /// @param diskReserve octets of the disk that stay free; the same as the journal's, whose disk
    ///     it is
    public record Spooling(long memoryPerSession, long memory, long disk, long diskReserve) {
        /// What holds when nothing is configured.
        public static final Spooling DEFAULTS =
                new Spooling(1 << 20, 64L << 20, 4L << 30, JournalSettings.DEFAULT_DISK_RESERVE);
    }

    /// Limits with their provenance.
    ///
    /// @param durableWait how long the client's final answer waits for the journal before mail goes
    ///     first; mail clients wait a minute or more
    /// @param drain how long sessions may go on after SIGTERM; well below the 30 s after which
    ///     container platforms kill
    public record Limits(
            Duration durableWait, Duration drain, Admission admission, Spooling spooling) {
        /// What holds when nothing is configured.
        public static final Limits DEFAULTS =
                new Limits(
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(10),
                        Admission.DEFAULTS,
                        Spooling.DEFAULTS);
    }
}
