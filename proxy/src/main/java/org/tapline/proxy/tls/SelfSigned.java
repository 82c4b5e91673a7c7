package org.tapline.proxy.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.tapline.proxy.StartFailure;

/// Makes a self-signed certificate with the `keytool` of the running JDK: P-256, for `localhost`,
/// 127.0.0.1, ::1 and this machine's name, for 825 days (what mail clients on Apple systems accept
/// at most).
final class SelfSigned {
    private static final String DAYS = "825";
    private static final String ALIAS = "tapline";
    private static final Base64.Encoder PEM =
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private SelfSigned() {}

    /// Writes both files; the key is readable by its owner only, and appears last, so that a
    /// certificate without a key is known to be unfinished.
    static void make(Path chain, Path key) {
        Path store = chain.resolveSibling("self-signed.tmp");
        String password = HexFormat.of().formatHex(random());
        try {
            Files.deleteIfExists(store);
            keytool(store, password);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, password.toCharArray());
            }
            byte[] certificate = keys.getCertificate(ALIAS).getEncoded();
            byte[] secret = keys.getKey(ALIAS, password.toCharArray()).getEncoded();
            write(chain, "CERTIFICATE", certificate);
            write(key, "PRIVATE KEY", secret);
        } catch (IOException | GeneralSecurityException cannot) {
            throw new StartFailure(
                    "cannot make a self-signed certificate in "
                            + chain.getParent()
                            + " ("
                            + cannot.getMessage()
                            + "): make the folder writable, or set `tls.certificate` and `tls.key`",
                    cannot);
        } finally {
            store.toFile().delete();
        }
    }

    private static void keytool(Path store, String password) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                ALIAS,
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-sigalg",
                                "SHA256withECDSA",
                                "-dname",
                                "CN=" + hostName(),
                                "-ext",
                                "SAN=" + names(),
                                "-validity",
                                DAYS,
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass:env",
                                "TAPLINE_STORE_PASSWORD"));
        builder.environment().put("TAPLINE_STORE_PASSWORD", password);
        builder.redirectErrorStream(true);
        Process process = builder.start();
        try (InputStream output = process.getInputStream()) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("keytool failed: " + said.replace('\n', ' '));
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", interrupted);
        }
    }

    private static void write(Path file, String label, byte[] der) throws IOException {
        String pem =
                "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                        .formatted(label, PEM.encodeToString(der), label);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(
                fresh,
                PosixFilePermissions.asFileAttribute(
                        label.equals("CERTIFICATE")
                                ? PosixFilePermissions.fromString("rw-r--r--")
                                : PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, pem, StandardOpenOption.TRUNCATE_EXISTING);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String names() {
        String names = "dns:localhost,ip:127.0.0.1,ip:::1";
        String host = hostName();
        return host.equals("localhost") ? names : names + ",dns:" + host;
    }

    /// This machine's name, where it can stand in a certificate.
    private static String hostName() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return name.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,62}[A-Za-z0-9])?")
                    ? name
                    : "localhost";
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    private static byte[] random() {
        byte[] octets = new byte[24];
        new SecureRandom().nextBytes(octets);
        return octets;
    }
}
