package org.tapline.cli.configuration;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tapline.bridge.BccListener;
import org.tapline.bridge.BridgeSettings;
import org.tapline.bridge.enquiries.RelaySettings;
import org.tapline.proxy.ProxySettings;

/// The whole configuration, checked for form (DESIGN section 9).
///
/// @param file where it was read, when not from variables alone
/// @param data folder for everything that Tapline writes
/// @param organisation display name and own domains
/// @param listeners where mail clients connect
/// @param bcc where BCC-to-CRM mail is taken
/// @param http where REST, health and metrics are served
/// @param certificate shown to mail clients
/// @param upstreams the real mail servers
/// @param database an external PostgreSQL
/// @param forwardTo a broker that the journal forwards to
/// @param bridge where the bridge runs, when not in this process
/// @param relay the server by which the bridge sends mail of its own
/// @param enrol who is observed
/// @param limits how much, how many, how long
/// @param claims files and addresses that must be usable at start
public record Configuration(
        Optional<Path> file,
        Path data,
        Organisation organisation,
        List<ProxySettings.Listener> listeners,
        Optional<Bcc> bcc,
        InetSocketAddress http,
        Optional<ProxySettings.Certificate> certificate,
        ProxySettings.Upstreams upstreams,
        Optional<BridgeSettings.Database> database,
        Optional<String> forwardTo,
        Optional<BridgeLink> bridge,
        Optional<RelaySettings> relay,
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
    public record Bcc(Optional<InetSocketAddress> address, boolean lmtp, Optional<String> domain) {}

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
                http,
                certificate,
                upstreams,
                database,
                forwardTo,
                bridge,
                relay,
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
    public BridgeSettings bridgeSettings(String version) {
        return new BridgeSettings(
                data,
                organisation.name(),
                organisation.domains(),
                http,
                database,
                bccListener(),
                relay,
                version);
    }

    private Optional<BccListener> bccListener() {
        return bcc.flatMap(
                each ->
                        each.domain()
                                .map(
                                        domain ->
                                                new BccListener(
                                                        domain,
                                                        each.address(),
                                                        each.lmtp(),
                                                        certificate.map(
                                                                pem ->
                                                                        new BccListener.Certificate(
                                                                                pem.chain(),
                                                                                pem.key())))));
    }

    /// Where the bridge writes the administrator's token.
    public Path adminToken() {
        return data.resolve("admin.token");
    }
}
