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
/// @param version what `status` reports
public record BridgeSettings(
        Path data,
        String organisation,
        Set<String> ownDomains,
        InetSocketAddress http,
        Optional<Database> database,
        String version) {
    public BridgeSettings {
        ownDomains = Set.copyOf(ownDomains);
    }

    /// A PostgreSQL of somebody else's.
    ///
    /// @param url `jdbc:postgresql://...`
    /// @param passwordFile file whose first line is the password
    public record Database(String url, String user, Optional<Path> passwordFile) {}
}
