package org.tapline.bridge.enquiries;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/// Sends a letter to the relay, over a connection of its own. Thread-safe.
final class Relay {
    /// RFC 5321 §4.5.3.2 allows minutes for each step; a relay in the house is faster.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// The null sender (RFC 5321 §4.5.5).
    private static final String NOBODY = "<>";

    /// What the library says in place of a code when the connection was lost.
    private static final int LOST = -1;

    private final RelaySettings settings;

    Relay(RelaySettings settings) {
        this.settings = settings;
    }

    /// What became of a letter.
    sealed interface Outcome {
        /// The relay has it.
        record Sent() implements Outcome {}

        /// The relay does not have it, and may take it another time.
        record Later(String reason) implements Outcome {}

        /// The relay does not want it.
        record Refused(String reason) implements Outcome {}

        /// The connection was lost after the end of the letter.
        record Uncertain(String reason) implements Outcome {}
    }

    /// @param letter a whole mail (RFC 5322), CRLF line ends
    Outcome send(byte[] letter, String to) {
        try {
            Session session = Session.getInstance(properties());
            SMTPMessage message = new SMTPMessage(session, new ByteArrayInputStream(letter));
            message.setEnvelopeFrom(settings.sender().orElse(NOBODY));
            try (Transport transport = session.getTransport()) {
                transport.connect(settings.user().orElse(null), password());
                transport.sendMessage(message, InternetAddress.parse(to));
            } catch (IllegalStateException closed) {
                return new Outcome.Later(closed.toString());
            }
            return new Outcome.Sent();
        } catch (MessagingException e) {
            return outcome(e);
        } catch (IOException | GeneralSecurityException e) {
            return new Outcome.Later(e.toString());
        }
    }

    private static Outcome outcome(MessagingException failure) {
        Exception cause = failure;
        while (cause instanceof MessagingException one) {
            if (one instanceof SMTPSendFailedException reply
                    && reply.getReturnCode() == LOST
                    && ".".equals(reply.getCommand())) {
                return new Outcome.Uncertain("the connection was lost after the letter");
            }
            int code = code(one);
            if (code >= 500) {
                return new Outcome.Refused(String.valueOf(one.getMessage()));
            }
            cause = one.getNextException();
        }
        return new Outcome.Later(failure.toString());
    }

    private static int code(MessagingException failure) {
        return switch (failure) {
            case SMTPAddressFailedException address -> address.getReturnCode();
            case SMTPSenderFailedException sender -> sender.getReturnCode();
            case SMTPSendFailedException reply -> reply.getReturnCode();
            default -> 0; // not a reply of the relay's
        };
    }

    private @Nullable String password() throws IOException {
        Optional<Path> file = settings.passwordFile();
        return file.isEmpty() ? null : Files.readString(file.get()).lines().findFirst().orElse("");
    }

    private Properties properties() throws IOException, GeneralSecurityException {
        Properties properties = new Properties();
        String patience = Long.toString(PATIENCE.toMillis());
        properties.put("mail.transport.protocol", "smtp");
        properties.put("mail.smtp.host", settings.host());
        properties.put("mail.smtp.port", Integer.toString(settings.port()));
        properties.put("mail.smtp.connectiontimeout", patience);
        properties.put("mail.smtp.timeout", patience);
        properties.put("mail.smtp.writetimeout", patience);
        properties.put("mail.smtp.auth", Boolean.toString(settings.user().isPresent()));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        switch (settings.tls()) {
            case IMPLICIT -> properties.put("mail.smtp.ssl.enable", "true");
            case STARTTLS -> {
                properties.put("mail.smtp.starttls.enable", "true");
                properties.put("mail.smtp.starttls.required", "true");
            }
            case NONE -> {}
        }
        if (settings.trust().isPresent()) {
            properties.put(
                    "mail.smtp.ssl.socketFactory",
                    trusting(settings.trust().get()).getSocketFactory());
        }
        return properties;
    }

    private static SSLContext trusting(Path authorities)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(authorities)) {
            int number = 0;
            for (Certificate each :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority" + number++, each);
            }
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
