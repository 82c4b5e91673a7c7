package org.tapline.bridge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Properties;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// STARTTLS, with a real client and with a forger.
class StartTlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    @TempDir Path folder;

    private SSLContext context() throws Exception {
        Path file = folder.resolve("store.p12");
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
                                "CN=localhost",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(PASSWORD))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(keytool.waitFor()).isZero();
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(KeyStore.getInstance(file.toFile(), PASSWORD), PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    @Test
    void a_client_encrypts_and_hands_over_a_mail() throws Exception {
        try (Running running = Running.Wish.smtp().with(context()).start(folder.resolve("spool"))) {
            Properties properties = new Properties();
            properties.setProperty("mail.transport.protocol", "smtp");
            properties.setProperty("mail.smtp.host", "127.0.0.1");
            properties.setProperty(
                    "mail.smtp.port", Integer.toString(running.listener.address().getPort()));
            properties.setProperty("mail.smtp.starttls.required", "true");
            properties.setProperty("mail.smtp.ssl.trust", "*");
            properties.setProperty("mail.smtp.ssl.checkserveridentity", "false");
            properties.setProperty("mail.smtp.timeout", "30000");
            MimeMessage mail = new MimeMessage(Session.getInstance(properties));
            mail.setFrom(new InternetAddress("anna@acme.test"));
            mail.setRecipients(Message.RecipientType.TO, "bob@beta.test");
            mail.setSubject("offer");
            mail.setText("Hello\n.\nBob");
            mail.saveChanges();
            Transport.send(mail, InternetAddress.parse("crm@crm.acme.test"));
            assertThat(running.taken.entries().getFirst().text())
                    .contains("Subject: offer")
                    .endsWith("Hello\r\n.\r\nBob\r\n");
        }
    }

    @Test
    void octets_behind_starttls_close_the_connection() throws Exception {
        SSLContext context = context();
        for (String behind : new String[] {"MAIL FROM:<eve@evil.test>\r\n", "x", "\u0016"}) {
            try (Running running =
                            Running.Wish.smtp().with(context).start(folder.resolve("spool"));
                    Talk talk = running.talk()) {
                talk.reply();
                assertThat(talk.ask("EHLO c")).contains("STARTTLS");
                assertThat(talk.send("STARTTLS\r\n" + behind).reply()).isEqualTo("closed");
            }
        }
    }

    @Test
    void without_a_certificate_it_is_not_offered() throws IOException {
        try (Running running = Running.Wish.smtp().start(folder.resolve("spool"));
                Talk talk = running.talk()) {
            talk.reply();
            assertThat(talk.ask("EHLO c")).doesNotContain("STARTTLS");
            assertThat(talk.ask("STARTTLS")).startsWith("5");
        }
    }
}
