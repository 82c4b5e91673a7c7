package org.tapline.bridge.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tapline.bridge.bcc.BccAddress;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.identity.FolderRole;
import org.tapline.bridge.identity.OwnPeople;
import org.tapline.bridge.identity.Ownership;
import org.tapline.bridge.mailbox.Mailboxes;
import org.tapline.bridge.mailbox.Users;
import org.tapline.bridge.mime.MailKind;
import org.tapline.bridge.mime.ParsedMail;
import org.tapline.bridge.mime.ReceivedDate;
import org.tapline.bridge.policy.Choice;
import org.tapline.bridge.policy.Facts;
import org.tapline.bridge.policy.Folder;
import org.tapline.bridge.policy.MailTrait;
import org.tapline.bridge.policy.Mark;
import org.tapline.bridge.policy.Participant;
import org.tapline.bridge.policy.Policies;
import org.tapline.bridge.policy.PolicyKeys;
import org.tapline.bridge.unpacking.Unpacked;
import org.tapline.journal.Observation;
import org.tapline.journal.Place;
import org.tapline.journal.Sighting;
import org.tapline.journal.Way;

/// Gathers what the rules must know of one message in one mailbox.
final class FactFinder {
    /// A clock may go wrong by a day before its Date is not believed.
    private static final Duration AHEAD = Duration.ofDays(1);

    /// No mail is older; dates before it come from clocks that were never set.
    private static final Instant FIRST_MAIL = Instant.parse("1971-01-01T00:00:00Z");

    private final Database database;
    private final Users users;
    private final Contacts contacts;
    private final HandMarks marks;

    FactFinder(Database database, Users users, Contacts contacts, HandMarks marks) {
        this.marks = marks;
        this.database = database;
        this.users = users;
        this.contacts = contacts;
    }

    /// The facts of several messages, none of which changes what is known of another.
    ///
    /// @param policies that hold for each message
    /// @param sentTo addresses of the CRM's own that the messages were sent to
    List<Facts> facts(
            List<Arrival> messages,
            List<Policies> policies,
            Map<Arrival, List<BccAddress>> sentTo) {
        OwnPeople own = users.own();
        Map<String, Contacts.Owner> owners =
                contacts.owners(
                        messages.stream()
                                .flatMap(each -> each.named().stream())
                                .map(Participants.Named::column)
                                .collect(Collectors.toSet()));
        Set<Arrival> wanted = marks.wanted(messages);
        List<Facts> facts = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            Arrival message = messages.get(i);
            List<BccAddress> addresses = sentTo.getOrDefault(message, List.of());
            Set<String> labels = new HashSet<>(message.seen().flags());
            if (wanted.contains(message)) {
                labels.add(Mark.INCLUDE_KEYWORD);
            }
            facts.add(facts(message, labels, policies.get(i), own, owners, addresses));
        }
        return facts;
    }

    private Facts facts(
            Arrival message,
            Set<String> labels,
            Policies policies,
            OwnPeople own,
            Map<String, Contacts.Owner> owners,
            List<BccAddress> sentTo) {
        ParsedMail mail = message.mail();
        Sighting.Message seen = message.seen();
        History history = history(message.named(), policies);
        List<Participant> participants =
                message.named().stream()
                        .map(each -> participant(each, own, owners, history))
                        .toList();
        return new Facts(
                message.unpacked().direction().orElseGet(() -> direction(message, participants)),
                participants,
                traits(mail.kind()),
                seen.place().filter(place -> !place.folder().isEmpty()).map(FactFinder::folder),
                labels,
                mail.subject(),
                mail.headers().fields().stream()
                        .map(field -> new Facts.Header(field.name(), field.value()))
                        .toList(),
                Optional.of(arrivedAt(message)),
                since(message, policies),
                message.observation().way() == Way.BCC
                        || message.unpacked().enquiry().isPresent()
                        || !sentTo.isEmpty(),
                sentTo.stream().anyMatch(AddressLinks::places));
    }

    /// When the message was written, as far as its Date can be believed; else when it arrived.
    static Instant occurredAt(Unpacked message, Sighting.Message seen, Observation observation) {
        return message.mail()
                .date()
                .filter(date -> credible(date, observation))
                .or(() -> message.arrived().filter(date -> credible(date, observation)))
                .or(() -> seen.internalDate().filter(date -> credible(date, observation)))
                .orElse(observation.at());
    }

    private static Folder folder(Place place) {
        return Folder.of(place.folder(), place.use().flatMap(use -> FolderRole.named(use.label())));
    }

    /// The latest of its dates: mail that has just come may have been written long ago, or by a
    /// clock that is wrong, and a copy of old mail keeps some of its dates and not others.
    private static Instant arrivedAt(Arrival message) {
        return Stream.of(
                        message.seen().internalDate(),
                        ReceivedDate.of(message.mail().headers()),
                        message.mail().date())
                .flatMap(Optional::stream)
                .filter(date -> credible(date, message.observation()))
                .max(Comparator.naturalOrder())
                .orElse(message.observation().at());
    }

    /// Where the mailbox begins. Only what is found lying in it can be older: what is handed in or
    /// put there while we watch is new, whatever its dates say.
    private static Optional<Instant> since(Arrival message, Policies policies) {
        return switch (message.observation().way()) {
            case IMAP_FETCH, FOLLOWER -> {
                int days = policies.get(PolicyKeys.SYNC_FIRST_DAYS);
                yield Optional.of(message.mailbox().firstObservedAt().minus(Duration.ofDays(days)));
            }
            case IMAP_APPEND, SMTP_SUBMISSION, BCC, JOURNAL_REPORT, MILTER -> Optional.empty();
        };
    }

    private static boolean credible(Instant date, Observation observation) {
        return date.isAfter(FIRST_MAIL) && date.isBefore(observation.at().plus(AHEAD));
    }

    private Participant participant(
            Participants.Named named,
            OwnPeople own,
            Map<String, Contacts.Owner> owners,
            History history) {
        Contacts.Owner owner = owners.get(named.column());
        Participant.Contact contact =
                owner == null
                        ? Participant.Contact.UNKNOWN
                        : owner.deleted()
                                ? Participant.Contact.TOMBSTONE
                                : Participant.Contact.KNOWN;
        return new Participant(
                named.name(),
                named.address(),
                named.key(),
                named.role(),
                own.of(named.key()),
                contact,
                history.writtenTo().contains(contacts.match(named.column())),
                history.wroteUs().contains(contacts.match(named.column())));
    }

    /// Outbound: handed in by the user, or written by the user as far as From tells. In the
    /// journal's own mailbox: written by one of us. A mail server that shows its mail knows who
    /// signed in: there From says nothing.
    private Facts.Direction direction(Arrival message, List<Participant> participants) {
        Sighting.DirectionHint hint = message.seen().direction();
        if (message.observation().way() == Way.MILTER && hint == Sighting.DirectionHint.INBOUND) {
            return Facts.Direction.INBOUND;
        }
        return switch (hint) {
            case OUTBOUND -> Facts.Direction.OUTBOUND;
            case INBOUND, UNKNOWN ->
                    byUser(message, participants)
                            ? Facts.Direction.OUTBOUND
                            : Facts.Direction.INBOUND;
        };
    }

    private boolean byUser(Arrival message, List<Participant> participants) {
        Mailboxes.Known mailbox = message.mailbox();
        if (mailbox.user().isEmpty()) {
            return message.observation().way() == Way.JOURNAL_REPORT
                    && participants.stream()
                            .filter(each -> each.role() == Participant.Role.FROM)
                            .anyMatch(each -> !each.outside());
        }
        return participants.stream()
                .filter(each -> each.role() == Participant.Role.FROM)
                .filter(each -> each.ownership() == Ownership.OWN_USER)
                .anyMatch(each -> users.owner(each.address()).equals(mailbox.user()));
    }

    private static Set<MailTrait> traits(MailKind kind) {
        Set<MailTrait> traits = EnumSet.noneOf(MailTrait.class);
        kind.bounce().ifPresent(bounce -> traits.add(MailTrait.BOUNCE));
        kind.abuseReport().ifPresent(report -> traits.add(MailTrait.ABUSE_REPORT));
        kind.calendarMethod().ifPresent(method -> traits.add(MailTrait.CALENDAR));
        if (kind.automaticReply()) {
            traits.add(MailTrait.AUTOMATIC_REPLY);
        }
        if (kind.bulk()) {
            traits.add(MailTrait.BULK);
        }
        if (kind.unsubscribeRequest()) {
            traits.add(MailTrait.UNSUBSCRIBE_REQUEST);
        }
        return traits;
    }

    private record History(Set<String> writtenTo, Set<String> wroteUs) {
        private History() {
            this(new HashSet<>(), new HashSet<>());
        }
    }

    /// Asked only where a policy depends on it.
    private History history(List<Participants.Named> named, Policies policies) {
        History history = new History();
        if (policies.get(PolicyKeys.CONTACTS_CREATE) != Choice.Creation.REPLIED) {
            return history;
        }
        database.jdbc()
                .sql(
                        """
                        select coalesce(p.folded_key, p.address_key) as match, m.direction
                        from participant p join message m on m.id = p.message_id
                        where p.linked and coalesce(p.folded_key, p.address_key) = any(:keys)
                          and (m.direction = 'outbound') = (p.role in ('to', 'cc', 'bcc'))
                        group by match, m.direction
                        """)
                .param(
                        "keys",
                        named.stream()
                                .map(each -> contacts.match(each.column()))
                                .toArray(String[]::new))
                .query(
                        row -> {
                            boolean outbound = row.getString("direction").equals("outbound");
                            (outbound ? history.writtenTo() : history.wroteUs())
                                    .add(row.getString("match"));
                        });
        return history;
    }
}
