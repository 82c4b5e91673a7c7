package org.tapline.bridge;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// Everything the bridge is told by the configuration (DESIGN section 9), already checked for form.
///
/// @param data folder for blobs, the embedded database and the administrator's token
/// @param organisation display name of the organisation
/// @param ownDomains the organisation's domains, lower case
/// @param http where REST, health and metrics are served
/// @param database an external PostgreSQL; absent: embedded in the data folder
/// @param bcc mail to the CRM's own domain, where there is one
/// @param milter where mail servers show their mail, if anywhere
/// @param version what `status` reports
public record BridgeSettings(
        Path data,
        String organisation,
        Set<String> ownDomains,
        InetSocketAddress http,
        Optional<Database> database,
        Optional<BccListener> bcc,
        Optional<MilterEndpoint> milter,
        String version) {
    public BridgeSettings {
        ownDomains = Set.copyOf(ownDomains);
    }

    /// Without a domain of the CRM's own and without a milter.
    public BridgeSettings(
            Path data,
            String organisation,
            Set<String> ownDomains,
            InetSocketAddress http,
            Optional<Database> database,
            String version) {
        this(
                data,
                organisation,
                ownDomains,
                http,
                database,
                Optional.empty(),
                Optional.empty(),
                version);
    }

    /// A PostgreSQL of somebody else's.
    ///
    /// @param url `jdbc:postgresql://...`
    /// @param passwordFile file whose first line is the password
    public record Database(String url, String user, Optional<Path> passwordFile) {}
}
