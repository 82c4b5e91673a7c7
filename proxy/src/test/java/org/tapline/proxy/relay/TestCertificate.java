package org.tapline.proxy.relay;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate for tests, made with keytool.
record TestCertificate(KeyStore store) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /// Makes one for a name, such as `dns:localhost`.
    static TestCertificate forName(Path folder, String name) throws Exception {
        Path file = Files.createTempDirectory(folder, "certificate").resolve("store.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "test",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=test",
                                "-ext",
                                "SAN=" + name,
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(PASSWORD))
                        .redirectErrorStream(true)
                        .start();
        try (InputStream output = keytool.getInputStream()) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IOException(said);
            }
        }
        return new TestCertificate(KeyStore.getInstance(file.toFile(), PASSWORD));
    }

    String chainPem() throws GeneralSecurityException {
        return pem("CERTIFICATE", store.getCertificate("test").getEncoded());
    }

    String keyPem() throws GeneralSecurityException {
        return pem("PRIVATE KEY", store.getKey("test", PASSWORD).getEncoded());
    }

    Path chainFile(Path folder) throws Exception {
        return Files.writeString(Files.createTempFile(folder, "chain", ".pem"), chainPem());
    }

    Path keyFile(Path folder) throws Exception {
        return Files.writeString(Files.createTempFile(folder, "key", ".pem"), keyPem());
    }

    /// For a server that shows it.
    SSLContext serverContext() throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /// For a client that trusts the certificates of a PEM file.
    static SSLContext trusting(Path pem) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        int number = 0;
        for (Certificate certificate :
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(pem)))) {
            trusted.setCertificateEntry("c" + number++, certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(label, Base64.getMimeEncoder().encodeToString(der), label);
    }
}
