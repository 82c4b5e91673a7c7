package org.tapline.bridge.intake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.mime.Author;
import org.tapline.bridge.mime.MailAddress;
import org.tapline.bridge.mime.ParsedMail;
import org.tapline.bridge.policy.Participant.Role;
import org.tapline.journal.Envelope;

/// Collects who takes part: from the header, and from the envelope those whom the header does not
/// name.
final class Participants {
    private final List<Named> all = new ArrayList<>();
    private final Set<String> entered = new HashSet<>();
    private final Set<AddressKey> recipients = new HashSet<>();

    private final Optional<String> crmDomain;

    private Participants(Optional<String> crmDomain) {
        this.crmDomain = crmDomain;
    }

    /// Somebody as the message names them, before anything is known of them.
    ///
    /// @param address as written
    record Named(Role role, String name, String address, AddressKey key) {
        /// The form of the columns `address_key`.
        String column() {
            return Columns.key(key.value());
        }
    }

    /// Everybody, in the order of the message; each address once in a role.
    ///
    /// @param crmDomain addresses of which are not people, and may be secret: they are left out
    static List<Named> of(
            ParsedMail mail, Optional<Envelope> envelope, Optional<String> crmDomain) {
        Participants participants = new Participants(crmDomain);
        participants.enter(Role.FROM, mail.from());
        participants.enter(Role.SENDER, mail.sender());
        participants.enter(Role.REPLY_TO, mail.replyTo());
        participants.enter(Role.TO, mail.to());
        participants.enter(Role.CC, mail.cc());
        participants.enter(Role.BCC, mail.bcc());
        Author author = mail.author();
        switch (author.source()) {
            case ORIGINAL_FROM, REPLY_TO, CC ->
                    participants.enter(Role.AUTHOR, List.of(author.mailbox()));
            case FROM, SENDER, NAME_ONLY, NOBODY -> {}
        }
        envelope.ifPresent(participants::enterBlindCopies);
        return List.copyOf(participants.all);
    }

    /// Bcc stands in the envelope only (RFC 5322 §3.6.3). A recipient that the upstream refused got
    /// nothing and takes no part.
    private void enterBlindCopies(Envelope envelope) {
        for (Envelope.Recipient recipient : envelope.recipients()) {
            if (recipient.accepted() && !recipients.contains(AddressKey.of(recipient.address()))) {
                enter(Role.BCC, List.of(new MailAddress("", recipient.address())));
            }
        }
    }

    private void enter(Role role, List<MailAddress> addresses) {
        for (MailAddress address : addresses) {
            if (address.address().isBlank()) {
                continue;
            }
            AddressKey key = AddressKey.of(address.address());
            if (crmDomain.filter(key.domain()::equals).isPresent()) {
                continue;
            }
            if (entered.add(role.label() + ' ' + key.value())) {
                all.add(new Named(role, address.name(), address.address(), key));
            }
            switch (role) {
                case TO, CC, BCC -> recipients.add(key);
                case FROM, SENDER, REPLY_TO, AUTHOR -> {}
            }
        }
    }
}
