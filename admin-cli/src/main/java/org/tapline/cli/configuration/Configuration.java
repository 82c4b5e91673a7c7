package org.tapline.cli.configuration;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.tapline.bridge.BccListener;
import org.tapline.bridge.BridgeSettings;
import org.tapline.bridge.MilterEndpoint;
import org.tapline.proxy.Network;
import org.tapline.proxy.ProxySettings;

/// The whole configuration, checked for form (DESIGN section 9).
///
/// @param file where it was read, when not from variables alone
/// @param data folder for everything that Tapline writes
/// @param organisation display name and own domains
/// @param listeners where mail clients connect
/// @param bcc where BCC-to-CRM mail is taken
/// @param milter where mail servers show their mail
/// @param http where REST, health and metrics are served
/// @param certificate shown to mail clients
/// @param upstreams the real mail servers
/// @param database an external PostgreSQL
/// @param forwardTo a broker that the journal forwards to
/// @param bridge where the bridge runs, when not in this process
/// @param enrol who is observed
/// @param limits how much, how many, how long
/// @param claims files and addresses that must be usable at start
public record Configuration(
        Optional<Path> file,
        Path data,
        Organisation organisation,
        List<ProxySettings.Listener> listeners,
        Optional<Bcc> bcc,
        Optional<Milter> milter,
        InetSocketAddress http,
        Optional<ProxySettings.Certificate> certificate,
        ProxySettings.Upstreams upstreams,
        Optional<BridgeSettings.Database> database,
        Optional<String> forwardTo,
        Optional<BridgeLink> bridge,
        ProxySettings.Enrol enrol,
        ProxySettings.Limits limits,
        List<Claim> claims) {
    public Configuration {
        listeners = List.copyOf(listeners);
        claims = List.copyOf(claims);
    }

    /// @param domains lower case
    public record Organisation(String name, Set<String> domains) {
        public Organisation {
            domains = Set.copyOf(domains);
        }
    }

    /// Where BCC-to-CRM mail comes in.
    ///
    /// @param address absent: only inside submission
    /// @param domain lower case
    /// @param trusted relays whose mail needs no proof, besides this machine
    /// @param messagesPerMinute of one sender
    public record Bcc(
            Optional<InetSocketAddress> address,
            boolean lmtp,
            Optional<String> domain,
            List<Network> trusted,
            int messagesPerMinute) {
        public Bcc {
            trusted = List.copyOf(trusted);
        }
    }

    /// Where mail servers show their mail.
    ///
    /// @param peers mail servers that may connect, besides those on this machine
    /// @param trustedClients clients of these whose sender is believed, besides this machine
    public record Milter(
            InetSocketAddress address, List<Network> peers, List<Network> trustedClients) {
        public Milter {
            peers = List.copyOf(peers);
            trustedClients = List.copyOf(trustedClients);
        }
    }

    /// A bridge in another process.
    public record BridgeLink(URI url, Path tokenFile) {}

    /// Something outside that the configuration counts on.
    public sealed interface Claim {
        /// Where it is written, as in [Origin#text].
        String origin();

        /// Dotted name of the key.
        String key();
    }

    /// @param content what must be in it
    public record FileClaim(String origin, String key, Path path, FileContent content)
            implements Claim {}

    public record AddressClaim(String origin, String key, InetSocketAddress address)
            implements Claim {}

    /// What a file must hold.
    public enum FileContent {
        CERTIFICATES,
        PRIVATE_KEY,
        SECRET
    }

    /// The same, with no claim on addresses.
    public Configuration claimingFilesOnly() {
        return new Configuration(
                file,
                data,
                organisation,
                listeners,
                bcc,
                milter,
                http,
                certificate,
                upstreams,
                database,
                forwardTo,
                bridge,
                enrol,
                limits,
                claims.stream().filter(FileClaim.class::isInstance).toList());
    }

    /// What the proxy is told.
    public ProxySettings proxySettings() {
        return new ProxySettings(
                data,
                listeners,
                certificate,
                upstreams,
                organisation.domains(),
                enrol,
                bcc.flatMap(Bcc::domain),
                limits);
    }

    /// What the bridge is told.
    ///
    /// @param ownCertificate asked for when the listener for the CRM's domain needs one
    public BridgeSettings bridgeSettings(
            String version, Supplier<ProxySettings.Certificate> ownCertificate) {
        return new BridgeSettings(
                data,
                organisation.name(),
                organisation.domains(),
                http,
                database,
                bccListener(ownCertificate),
                milter.map(this::milterEndpoint),
                version);
    }

    private Optional<BccListener> bccListener(Supplier<ProxySettings.Certificate> ownCertificate) {
        return bcc.flatMap(
                each -> each.domain().map(domain -> bccListener(each, domain, ownCertificate)));
    }

    private static BccListener bccListener(
            Bcc given, String domain, Supplier<ProxySettings.Certificate> ownCertificate) {
        return new BccListener(
                domain,
                given.address(),
                given.lmtp(),
                given.address()
                        .map(listens -> ownCertificate.get())
                        .map(pem -> new BccListener.Certificate(pem.chain(), pem.key())),
                thisMachineAnd(given.trusted()),
                given.messagesPerMinute());
    }

    private MilterEndpoint milterEndpoint(Milter given) {
        return new MilterEndpoint(
                given.address(),
                thisMachineAnd(given.peers()),
                thisMachineAnd(given.trustedClients()),
                enrol == ProxySettings.Enrol.ALL_OWN_DOMAINS,
                limits.durableWait(),
                limits.spooling().diskReserve());
    }

    private static Predicate<InetAddress> thisMachineAnd(List<Network> networks) {
        return address ->
                address.isLoopbackAddress()
                        || networks.stream().anyMatch(network -> network.contains(address));
    }

    /// Where the bridge writes the administrator's token.
    public Path adminToken() {
        return data.resolve("admin.token");
    }
}
