package org.tapline.proxy.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.tapline.proxy.ProxySettings.Certificate;
import org.tapline.proxy.StartFailure;

/// Where our certificate comes from: the configured files, or a self-signed pair in the data
/// folder, made when it is not there yet.
public final class CertificateSource {
    private final Path chain;
    private final Path key;

    private CertificateSource(Path chain, Path key) {
        this.chain = chain;
        this.key = key;
    }

    /// @param data folder for a self-signed certificate, where none is configured
    public static CertificateSource of(Optional<Certificate> configured, Path data) {
        if (configured.isPresent()) {
            Certificate files = configured.get();
            return new CertificateSource(files.chain(), files.key());
        }
        Path folder = data.resolve("tls");
        Path chain = folder.resolve("self-signed.pem");
        Path key = folder.resolve("self-signed-key.pem");
        if (!Files.exists(key) || !Files.exists(chain)) {
            try {
                Files.createDirectories(folder);
            } catch (IOException cannot) {
                throw new StartFailure(
                        "cannot make the folder "
                                + folder
                                + ": make its parent writable for the user that runs Tapline, or"
                                + " set `data` to another folder",
                        cannot);
            }
            SelfSigned.make(chain, key);
        }
        return new CertificateSource(chain, key);
    }

    /// The files, for whoever else shows this certificate.
    public Certificate files() {
        return new Certificate(chain, key);
    }

    Identification load() {
        return PemFiles.identification(chain, key);
    }

    /// Changes when a file was replaced. Times and sizes, because a rename keeps neither folder
    /// watchers nor mounted secrets honest.
    List<String> version() {
        return List.of(version(chain), version(key));
    }

    private static String version(Path file) {
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            return changed.toMillis() + "/" + Files.size(file) + "/" + file.toRealPath();
        } catch (IOException absent) {
            return "absent";
        }
    }

    @Override
    public String toString() {
        return chain.toString();
    }
}
