package org.tapline.bridge;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.mailbox.Mailboxes;
import org.tapline.bridge.mailbox.User;
import org.tapline.bridge.mailbox.Users;
import org.tapline.bridge.milter.KnownMailboxes;
import org.tapline.bridge.milter.MilterLimits;
import org.tapline.bridge.milter.MilterListener;
import org.tapline.bridge.milter.MilterSettings;
import org.tapline.journal.Journal;
import org.tapline.journal.MailboxName;

/// Puts the milter together from what the bridge knows.
final class MilterMail {

    /// How soon a user who is added counts.
    private static final Duration REFRESH = Duration.ofSeconds(2);

    private MilterMail() {}

    static KnownMailboxes known(
            Users users, Mailboxes mailboxes, Set<String> ownDomains, boolean everybody) {
        return KnownMailboxes.start(
                () -> byAddress(users, mailboxes), ownDomains, everybody, REFRESH);
    }

    static MilterListener listen(
            MilterEndpoint endpoint,
            Path spool,
            KnownMailboxes own,
            Journal journal,
            MeterRegistry meters)
            throws IOException {
        return MilterListener.start(
                new MilterSettings(
                        endpoint.address(),
                        endpoint.peers(),
                        endpoint.trustedClients(),
                        spool,
                        endpoint.diskReserve(),
                        MilterLimits.standard(endpoint.appendWait())),
                own,
                journal,
                meters,
                Clock.systemUTC());
    }

    /// The mailbox a user signs in to, so that what a mail server shows and what the proxy sees
    /// meet; otherwise one under the name of the default upstream.
    private static Map<AddressKey, MailboxName> byAddress(Users users, Mailboxes mailboxes) {
        Map<Long, MailboxName> signedIn = new HashMap<>();
        for (Mailboxes.Mailbox each : mailboxes.list()) {
            each.userId()
                    .ifPresent(
                            user ->
                                    signedIn.putIfAbsent(
                                            user, new MailboxName(each.login(), each.upstream())));
        }
        Map<AddressKey, MailboxName> byAddress = new HashMap<>();
        for (User user : users.list()) {
            if (!user.address().isEmpty()) {
                MailboxName mailbox =
                        signedIn.getOrDefault(
                                user.id(), new MailboxName(user.address(), "default"));
                byAddress.put(AddressKey.of(user.address()), mailbox);
                user.aliases().forEach(alias -> byAddress.put(AddressKey.of(alias), mailbox));
            }
        }
        return byAddress;
    }
}
