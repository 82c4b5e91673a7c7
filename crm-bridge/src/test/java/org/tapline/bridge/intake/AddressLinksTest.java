package org.tapline.bridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.Seen;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.bcc.BccAddresses;
import org.tapline.bridge.bcc.OwnerName;
import org.tapline.bridge.bcc.Scope;
import org.tapline.bridge.contacts.Contact;
import org.tapline.bridge.deals.Deals;
import org.tapline.bridge.deals.MessageLinks;
import org.tapline.bridge.mailbox.StoredBccAddresses;
import org.tapline.journal.Envelope;
import org.tapline.journal.MailboxName;
import org.tapline.journal.Observation;
import org.tapline.journal.Sighting;
import org.tapline.journal.Sighting.DirectionHint;
import org.tapline.journal.Way;

/// Mail to the address of a contact, a company or a deal.
class AddressLinksTest {
    private static final String ANNA = "anna@acme.test";
    private static final String BEN = "ben@acme.test";

    @TempDir static Path data;
    private static Rooms rooms;
    private static BccAddresses addresses;
    private static Deals deals;

    @BeforeAll
    static void open() throws IOException {
        rooms = Rooms.open(data);
        rooms.users().add("Anna", ANNA, List.of());
        rooms.users().add("Ben", BEN, List.of());
        deals = new Deals(rooms.database(), new Audit(rooms.database()));
        addresses =
                new BccAddresses(
                        "crm.acme.test",
                        new StoredBccAddresses(rooms.database()),
                        new Random(20_261_121));
    }

    @AfterAll
    static void close() {
        rooms.close();
    }

    @Test
    void a_submission_with_the_address_among_its_recipients_is_linked() {
        long deal = deal("submitted");
        file("submitted", Seen.submitted(ANNA, "carol@one.test", address(Scope.DEAL, deal)));

        assertThat(linksOf("submitted"))
                .containsExactly(new MessageLinks.Target(MessageLinks.Kind.DEAL, deal));
        assertThat(by("submitted")).isEqualTo(ANNA);
    }

    @Test
    void mail_among_colleagues_is_recorded_because_somebody_said_where_it_belongs() {
        long deal = deal("internal");
        Contact contact = rooms.addContact("dora@two.test");
        Observation observation =
                Seen.submitted(
                        ANNA,
                        BEN,
                        address(Scope.DEAL, deal),
                        address(Scope.CONTACT, contact.id()).toUpperCase(java.util.Locale.ROOT));
        rooms.intake().consume(observation, Seen.mail("internal@acme.test", ANNA, BEN, "internal"));

        assertThat(linksOf("internal"))
                .containsExactlyInAnyOrder(
                        new MessageLinks.Target(MessageLinks.Kind.DEAL, deal),
                        new MessageLinks.Target(MessageLinks.Kind.CONTACT, contact.id()));
    }

    @Test
    void a_message_that_was_seen_before_is_linked_when_the_submission_is_seen() {
        long deal = deal("late");
        file("late", Seen.appended(ANNA, "Sent", 9));
        assertThat(linksOf("late")).isEmpty();
        file("late", Seen.submitted(ANNA, "carol@one.test", address(Scope.DEAL, deal)));
        assertThat(linksOf("late")).hasSize(1);
    }

    @Test
    void a_replaced_address_links_until_its_time_is_over() {
        long deal = deal("replaced");
        String old = address(Scope.DEAL, deal);
        String owner = OwnerName.of(Scope.DEAL, deal);
        addresses.rotate(Scope.DEAL, owner, Seen.NOW, Duration.ofDays(1));
        file("in time", Seen.submitted(ANNA, "carol@one.test", old));
        assertThat(linksOf("in time")).hasSize(1);

        addresses.rotate(Scope.DEAL, owner, Seen.NOW.minusSeconds(60), Duration.ofSeconds(30));
        file("too late", Seen.submitted(ANNA, "carol@one.test", old));
        assertThat(linksOf("too late")).isEmpty();
    }

    @Test
    void a_refused_recipient_links_nothing() {
        long deal = deal("refused");
        Envelope envelope =
                new Envelope(
                        ANNA,
                        List.of(
                                new Envelope.Recipient("carol@one.test", 250),
                                new Envelope.Recipient(address(Scope.DEAL, deal), 550)),
                        ANNA);
        file("refused", seen(Way.SMTP_SUBMISSION, DirectionHint.OUTBOUND, envelope));
        assertThat(linksOf("refused")).isEmpty();
    }

    @Test
    void a_stranger_whose_mail_is_only_seen_cannot_link() {
        long deal = deal("stranger");
        Envelope envelope =
                new Envelope(
                        "eve@evil.test",
                        List.of(
                                new Envelope.Recipient(ANNA, 250),
                                new Envelope.Recipient(address(Scope.DEAL, deal), 250)),
                        "");
        Observation observation = seen(Way.MILTER, DirectionHint.INBOUND, envelope);
        rooms.intake()
                .consume(
                        observation,
                        Seen.mail("stranger@evil.test", "eve@evil.test", ANNA, "stranger"));
        assertThat(linksOf("stranger")).isEmpty();
    }

    /// A stranger writes to Anna in Anna's own name.
    @Test
    void what_a_mail_server_took_from_outside_is_inbound_whatever_from_says() {
        rooms.addContact("gerd@four.test");
        Envelope envelope = new Envelope(ANNA, List.of(new Envelope.Recipient(ANNA, 250)), "");
        rooms.intake()
                .consume(
                        seen(Way.MILTER, DirectionHint.INBOUND, envelope),
                        Seen.mail("forged@acme.test", ANNA, "gerd@four.test", "forged"));
        assertThat(direction("forged")).isEqualTo("inbound");
        assertThat(
                        rooms.timelineOf("gerd@four.test").stream()
                                .map(each -> each.direction())
                                .toList())
                .containsExactly("inbound");
    }

    private static void file(String subject, Observation observation) {
        rooms.intake()
                .consume(
                        observation,
                        Seen.mail(
                                subject.replace(' ', '-') + "@acme.test",
                                ANNA,
                                "carol@one.test",
                                subject));
    }

    private static Observation seen(Way way, DirectionHint direction, Envelope envelope) {
        return new Observation(
                UUID.randomUUID(),
                Seen.NOW,
                new MailboxName(ANNA, "default"),
                way,
                "session-1",
                new Sighting.Message(
                        direction,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Map.of(),
                        Optional.of(envelope),
                        true));
    }

    private static long deal(String name) {
        return deals.create(name, List.of(), Optional.empty(), "test").id();
    }

    private static String address(Scope scope, long id) {
        return addresses.current(scope, OwnerName.of(scope, id)).address();
    }

    private static List<MessageLinks.Target> linksOf(String subject) {
        return links(subject).stream().map(MessageLinks.Link::target).toList();
    }

    private static String by(String subject) {
        return links(subject).getFirst().by();
    }

    private static List<MessageLinks.Link> links(String subject) {
        return new MessageLinks(rooms.database()).of(message(subject, "id", Long.class));
    }

    private static String direction(String subject) {
        return message(subject, "direction", String.class);
    }

    private static <T> T message(String subject, String column, Class<T> type) {
        return rooms.database()
                .jdbc()
                .sql("select " + column + " from message where subject = :subject")
                .param("subject", subject)
                .query(type)
                .single();
    }
}
