package org.tapline.bridge;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.tapline.bridge.bcc.BccAddresses;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.ingest.IngestLimits;
import org.tapline.bridge.ingest.IngestListener;
import org.tapline.bridge.ingest.IngestSettings;
import org.tapline.bridge.ingest.OwnUsers;
import org.tapline.bridge.ingest.SystemDns;
import org.tapline.bridge.mailbox.Mailboxes;
import org.tapline.bridge.mailbox.User;
import org.tapline.bridge.mailbox.Users;
import org.tapline.journal.Journal;
import org.tapline.journal.MailboxName;

/// Puts the listener for the CRM's domain together from what the bridge knows.
final class BccMail {

    /// Local part of the address for journal reports; taken from trusted relays only.
    private static final String JOURNAL = "journal@";

    private BccMail() {}

    static IngestListener listen(
            BccListener settings,
            Path spool,
            BccAddresses addresses,
            OwnUsers users,
            Journal journal)
            throws IOException {
        InetSocketAddress address = settings.address().orElseThrow();
        Optional<SSLContext> tls = Optional.empty();
        if (settings.certificate().isPresent()) {
            tls = Optional.of(tls(settings.certificate().get()));
        }
        return IngestListener.start(
                new IngestSettings(
                        address,
                        settings.lmtp()
                                ? IngestSettings.Protocol.LMTP
                                : IngestSettings.Protocol.SMTP,
                        settings.domain(),
                        Optional.of(JOURNAL + settings.domain()),
                        settings.trusted(),
                        spool,
                        tls,
                        IngestLimits.standard(settings.messagesPerMinute())),
                addresses,
                users,
                new SystemDns(),
                journal,
                Clock.systemUTC());
    }

    private static SSLContext tls(BccListener.Certificate certificate) throws IOException {
        JdkSslContext context =
                (JdkSslContext)
                        SslContextBuilder.forServer(
                                        certificate.chain().toFile(), certificate.key().toFile())
                                .sslProvider(SslProvider.JDK)
                                .build();
        return context.context();
    }

    /// Users and mailboxes as the listener asks for them.
    ///
    /// An address counts as verified when it was entered by the administrator or seen signing in:
    /// no other way leads into the table.
    record Owners(Users users, Mailboxes mailboxes) implements OwnUsers {

        @Override
        public Optional<String> userOf(String address) {
            return users.byAddress(address).map(User::address);
        }

        /// The mailbox the user signs in to, so that a copy and the mail itself meet; otherwise
        /// one under the name of the default upstream.
        @Override
        public MailboxName mailboxOf(String user) {
            AddressKey key = AddressKey.of(user);
            return mailboxes.list().stream()
                    .filter(each -> each.user().map(AddressKey::of).filter(key::equals).isPresent())
                    .findFirst()
                    .map(each -> new MailboxName(each.login(), each.upstream()))
                    .orElseGet(() -> new MailboxName(user, "default"));
        }
    }
}
