package org.tapline.cli.demo;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.tapline.cli.CommandFailure;
import org.tapline.cli.ExitStatus;

/// GreenMail in this process as the real mail server: IMAP and SMTP over TLS on free ports, with a
/// certificate of its own for `localhost`.
final class SampleMailServer implements AutoCloseable {
    private static final String ALIAS = "mail";
    private static final String STORE_PASSWORD = "sample";
    private static final long KEYTOOL_SECONDS = 30;

    private final GreenMail server;
    private final Path authority;

    private SampleMailServer(GreenMail server, Path authority) {
        this.server = server;
        this.authority = authority;
    }

    /// @param folder where the certificate is made
    /// @param users addresses, which are the sign-in names too
    static SampleMailServer start(Path folder, List<String> users, String password) {
        Path store = folder.resolve("mail-server.p12");
        Path authority = folder.resolve("mail-server.pem");
        makeCertificate(store, authority);
        System.setProperty("greenmail.tls.keystore.file", store.toString());
        System.setProperty("greenmail.tls.keystore.password", STORE_PASSWORD);
        GreenMail server =
                new GreenMail(
                        new ServerSetup[] {
                            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS),
                            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAPS)
                        });
        server.start();
        users.forEach(user -> server.setUser(user, user, password));
        return new SampleMailServer(server, authority);
    }

    int imapPort() {
        return server.getImaps().getPort();
    }

    int smtpPort() {
        return server.getSmtps().getPort();
    }

    /// PEM file of the certificate it shows.
    Path authority() {
        return authority;
    }

    /// Mail that comes in from outside.
    void deliver(String user, MimeMessage message) {
        GreenMailUser mailbox = server.getUserManager().getUserByEmail(user);
        mailbox.deliver(message);
    }

    @Override
    public void close() {
        server.stop();
    }

    private static void makeCertificate(Path store, Path authority) {
        try {
            Files.deleteIfExists(store);
            Process keytool =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "keytool")
                                            .toString(),
                                    "-genkeypair",
                                    "-alias",
                                    ALIAS,
                                    "-keyalg",
                                    "EC",
                                    "-groupname",
                                    "secp256r1",
                                    "-dname",
                                    "CN=localhost",
                                    "-ext",
                                    "san=dns:localhost,ip:127.0.0.1",
                                    "-validity",
                                    "30",
                                    "-storetype",
                                    "PKCS12",
                                    "-storepass",
                                    STORE_PASSWORD,
                                    "-keystore",
                                    store.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!keytool.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                keytool.destroyForcibly();
                throw new IOException("keytool of this Java does not work");
            }
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, STORE_PASSWORD.toCharArray());
            }
            Files.writeString(
                    authority,
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                    .encodeToString(keys.getCertificate(ALIAS).getEncoded())
                            + "\n-----END CERTIFICATE-----\n");
        } catch (IOException | GeneralSecurityException failed) {
            throw new CommandFailure(
                    ExitStatus.FAILED,
                    "the sample mail server's certificate cannot be made: " + failed.getMessage(),
                    failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitStatus.FAILED, "interrupted", interrupted);
        }
    }
}
