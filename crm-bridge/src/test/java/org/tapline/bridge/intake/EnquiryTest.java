package org.tapline.bridge.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.MemoryJournal;
import org.tapline.bridge.Seen;
import org.tapline.bridge.authenticity.Dns;
import org.tapline.bridge.authenticity.SignedMail;
import org.tapline.bridge.contacts.Contact;
import org.tapline.bridge.enquiries.ConfirmationList;
import org.tapline.bridge.enquiries.ConfirmationRun;
import org.tapline.bridge.enquiries.RelaySettings;
import org.tapline.bridge.enquiries.StoredRule;
import org.tapline.bridge.mailbox.PolicySettings.Scope;
import org.tapline.bridge.timeline.Entry;
import org.tapline.bridge.timeline.FullMessage;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;
import org.tapline.journal.Observation;

/// Lead notifications through the whole intake, and the confirmations that follow, with a real
/// SMTP server for a relay.
class EnquiryTest {
    private static final String SALES = "sales@acme.test";
    private static final Dns NO_RECORDS = (name, type) -> new Dns.Answer.Records(List.of());

    @TempDir Path data;
    private Rooms rooms;
    private final MemoryJournal journal = new MemoryJournal();
    private final Moving clock = new Moving(Seen.NOW);
    private GreenMail relay;

    @BeforeEach
    void open() throws IOException {
        rooms = Rooms.open(data);
        rooms.users().add("Sales", SALES, List.of());
        relay = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        relay.start();
    }

    @AfterEach
    void close() {
        relay.stop();
        rooms.close();
        journal.close();
    }

    @Test
    void an_enquirer_becomes_a_contact_and_has_the_notification_on_the_timeline() {
        rule(Optional.empty());
        file(inbox(1), notification("n1", "Gus Gray <gus@gmail.com>", "List-Unsubscribe: <x:y>"));

        Contact contact = rooms.contacts().find("gus@gmail.com").orElseThrow();
        assertThat(contact.origin()).isEqualTo("lead");
        assertThat(contact.name()).isEqualTo("Gus Gray");
        Entry entry = only("gus@gmail.com");
        assertThat(entry.direction()).isEqualTo("inbound");
        assertThat(entry.from()).extracting(Entry.Person::address).containsExactly("gus@gmail.com");
        assertThat(full(entry).text()).contains("Is it free?");
        assertThat(explained(entry))
                .anyMatch(line -> line.contains("An enquiry of gus@gmail.com"))
                .anyMatch(line -> line.equals("New contact (lead rule homes)."));
        assertThat(rooms.contacts().find("notify@portal.test")).isEmpty();
    }

    @Test
    void the_enquiry_is_one_message_however_often_and_wherever_it_is_seen() {
        rule(Optional.of(letter(true)));
        Content mail = notification("n2", "hal@two.test");
        Observation first = inbox(2);
        file(first, mail);
        file(first, mail);
        file(Seen.fetched("anna@acme.test", "INBOX", 2), mail);

        assertThat(only("hal@two.test").mailboxes()).containsExactly(SALES, "anna@acme.test");
        assertThat(confirmations()).hasSize(1);
    }

    @Test
    void an_enquiry_counts_where_only_known_people_do_and_never_log_lists_hold() {
        rule(Optional.empty());
        rooms.settings().set(Scope.ORGANISATION, "known-contacts-only", "true", "test");
        rooms.settings().set(Scope.ORGANISATION, "never-log.addresses", "no@three.test", "test");
        file(inbox(3), notification("n3", "yes@three.test"));
        file(inbox(4), notification("n4", "no@three.test"));

        assertThat(rooms.timelineOf("yes@three.test")).hasSize(1);
        assertThat(rooms.timelineOf("no@three.test")).isEmpty();
        assertThat(rooms.contacts().find("no@three.test")).isEmpty();
    }

    @Test
    void a_forwarded_notification_is_an_enquiry_too() {
        rooms.leads()
                .put(
                        new StoredRule(
                                "homes",
                                "portal.test",
                                Optional.empty(),
                                List.of("E-Mail"),
                                List.of("Name"),
                                List.of(),
                                List.of(),
                                Optional.empty()),
                        "test");
        file(
                Seen.handedIn(SALES, "crm@crm.acme.test"),
                Seen.mail(
                        """
                        ---------- Forwarded message ---------
                        From: Portal <notify@portal.test>
                        Date: Fri, Nov 20, 2026 at 9:31 AM
                        Subject: New enquiry
                        To: <sales@acme.test>

                        Name: Ida Igel
                        E-Mail: ida@four.test
                        """
                                .replace("\n", "\r\n"),
                        "From: " + SALES,
                        "To: crm@crm.acme.test",
                        "Subject: Fwd: New enquiry",
                        "Date: Fri, 20 Nov 2026 10:00:00 +0000",
                        "Message-ID: <n5@acme.test>"));

        assertThat(full(only("ida@four.test")).unpacked())
                .extracting(FullMessage.Wrapping::kind)
                .containsExactly("forward", "lead");
        assertThat(rooms.contacts().find("ida@four.test").orElseThrow().name())
                .isEqualTo("Ida Igel");
    }

    @Test
    void a_confirmation_is_threaded_automatic_and_recorded_once() throws Exception {
        rule(Optional.of(letter(true)));
        file(inbox(5), notification("n6", "Jo Jones <jo@five.test>"));
        assertThat(run(greenMail()).run()).isEqualTo(1);
        drain();
        assertThat(run(greenMail()).run()).isZero();

        MimeMessage sent = relay.getReceivedMessages()[0];
        assertThat(relay.getReceivedMessages()).hasSize(1);
        assertThat(sent.getHeader("In-Reply-To", null)).isEqualTo("<n6>");
        assertThat(sent.getHeader("References", null)).isEqualTo("<n6>");
        assertThat(sent.getHeader("Auto-Submitted", null)).isEqualTo("auto-replied");
        assertThat(sent.getAllRecipients()[0].toString()).isEqualTo("Jo Jones <jo@five.test>");
        assertThat(sent.getContent().toString().strip()).isEqualTo("Dear Jo Jones, grüß Gott.");

        List<Entry> entries = rooms.timelineOf("jo@five.test");
        assertThat(entries)
                .extracting(Entry::direction)
                .containsExactlyInAnyOrder("inbound", "outbound");
        assertThat(entries).extracting(Entry::threadId).containsOnly(entries.get(0).threadId());
        assertThat(entries).extracting(Entry::uncertain).containsOnly(false);
        file(
                Seen.journalled(),
                Content.of(
                        rooms.blobs()
                                .open(
                                        rooms.messages()
                                                .raw(
                                                        rooms.messages()
                                                                .find(
                                                                        Rooms.READING,
                                                                        outbound(entries))
                                                                .orElseThrow())
                                                .orElseThrow())
                                .readAllBytes()));
        assertThat(rooms.timelineOf("jo@five.test")).hasSize(2);
    }

    private static String outbound(List<Entry> entries) {
        return entries.stream()
                .filter(each -> each.direction().equals("outbound"))
                .map(each -> Long.toString(each.id()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void an_enquirer_gets_one_confirmation_in_a_day_however_many_bridges_run() throws Exception {
        rule(Optional.of(letter(true)));
        for (int i = 0; i < 6; i++) {
            file(inbox(10 + i), notification("day-" + i, "kim@six.test"));
            file(inbox(30 + i), notification("other-" + i, "kim" + i + "@six.test"));
        }
        try (ExecutorService bridges = Executors.newFixedThreadPool(4)) {
            List<Callable<Integer>> runs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                runs.add(() -> run(greenMail()).run());
            }
            int sent = 0;
            for (Future<Integer> done : bridges.invokeAll(runs)) {
                sent += done.get();
            }
            assertThat(sent).isEqualTo(7);
        }
        assertThat(relay.getReceivedMessages()).hasSize(7);
        assertThat(confirmations())
                .extracting(ConfirmationList.Row::reason)
                .filteredOn("recently-confirmed"::equals)
                .hasSize(5);

        clock.go(Duration.ofHours(25));
        file(inbox(50), notification("next-day", "kim@six.test"));
        assertThat(run(greenMail()).run()).isEqualTo(1);
    }

    @Test
    void nobody_is_confirmed_who_is_a_program_or_one_of_us_or_wrote_long_ago() {
        rule(Optional.of(letter(true)));
        file(inbox(61), notification("p2", "lea@seven.test", "Auto-Submitted: auto-replied"));
        file(inbox(62), notification("p3", "max@seven.test", "List-Id: <homes.portal.test>"));
        file(
                Seen.appended(SALES, "INBOX", 63),
                Seen.mail(
                        "Is it free?",
                        "From: notify@portal.test",
                        "To: " + SALES,
                        "Reply-To: nat@seven.test",
                        "Subject: New enquiry",
                        "Date: Tue, 17 Nov 2026 10:00:00 +0000",
                        "Message-ID: <p4>"));
        file(inbox(64), notification("p5", "ola@acme.test"));
        file(inbox(65), notification("p6", "noreply@seven.test"));

        assertThat(confirmations())
                .extracting(ConfirmationList.Row::reason)
                .containsExactlyInAnyOrder("automatic-mail", "automatic-mail", "old-enquiry");
        assertThat(run(greenMail()).run()).isZero();
    }

    @Test
    void only_what_is_proven_to_be_the_portals_is_confirmed() {
        rooms.leads()
                .put(
                        new StoredRule(
                                "homes",
                                "portal.test",
                                Optional.empty(),
                                List.of("E-Mail"),
                                List.of(),
                                List.of(),
                                List.of(),
                                Optional.of(letter(false))),
                        "test");
        String body = "E-Mail: pia@eight.test\r\n";
        file(inbox(71), SignedMail.of("notify@portal.test", "portal.test", "", body));
        file(
                inbox(72),
                Seen.mail(
                        "E-Mail: quin@eight.test",
                        "From: notify@portal.test",
                        "To: " + SALES,
                        "Subject: New enquiry",
                        "Date: Fri, 20 Nov 2026 10:00:00 +0000",
                        "Message-ID: <q1>"));
        Dns dns =
                (name, type) ->
                        new Dns.Answer.Records(
                                name.equals("s._domainkey.portal.test")
                                        ? List.of(SignedMail.published())
                                        : List.of());

        assertThat(run(greenMail(), dns).run()).isEqualTo(1);
        assertThat(relay.getReceivedMessages()).hasSize(1);
        assertThat(confirmations())
                .extracting(each -> each.state() + " " + each.reason())
                .containsExactlyInAnyOrder("sent ", "withheld not-proven");
    }

    @Test
    void a_relay_that_is_away_is_tried_again() throws IOException {
        rule(Optional.of(letter(true)));
        file(inbox(81), notification("r1", "rita@nine.test"));
        try (ScriptedRelay busy = new ScriptedRelay(Map.of("RCPT", "451 4.3.0 later"))) {
            assertThat(run(at(busy.port())).run()).isZero();
            assertThat(run(at(busy.port())).run()).as("not at once").isZero();
            assertThat(busy.heard()).filteredOn(each -> each.startsWith("RCPT")).hasSize(1);
            assertThat(busy.heard()).contains("MAIL FROM:<>");
        }
        assertThat(confirmations().getFirst().state()).isEqualTo("waiting");
        assertThat(confirmations().getFirst().reason()).contains("451");

        clock.go(Duration.ofMinutes(2));
        assertThat(run(greenMail()).run()).isEqualTo(1);
    }

    @Test
    void a_relay_that_is_away_for_good_is_given_up() {
        rule(Optional.of(letter(true)));
        file(inbox(82), notification("r2", "sam@nine.test"));
        int gone = relay.getSmtp().getPort();
        relay.stop();
        for (int i = 0; i < ConfirmationRun.TRIES; i++) {
            assertThat(run(at(gone)).run()).isZero();
            clock.go(Duration.ofHours(5));
        }

        assertThat(confirmations().getFirst().state()).isEqualTo("failed");
        assertThat(confirmations().getFirst().tries()).isEqualTo(ConfirmationRun.TRIES);
        drain();
        assertThat(rooms.timelineOf("sam@nine.test")).as("the enquiry only").hasSize(1);
    }

    @Test
    void a_refusal_is_final() throws IOException {
        rule(Optional.of(letter(true)));
        file(inbox(83), notification("r3", "tom@nine.test"));
        try (ScriptedRelay strict = new ScriptedRelay(Map.of("RCPT", "550 5.1.1 nobody"))) {
            assertThat(run(at(strict.port())).run()).isZero();
        }

        assertThat(confirmations().getFirst().state()).isEqualTo("failed");
        assertThat(confirmations().getFirst().reason()).contains("550");
    }

    @Test
    void a_letter_whose_answer_was_lost_is_uncertain_and_not_sent_again() throws IOException {
        rule(Optional.of(letter(true)));
        file(inbox(84), notification("r4", "uwe@nine.test"));
        try (ScriptedRelay dying = new ScriptedRelay(Map.of(".", ""))) {
            assertThat(run(at(dying.port())).run()).isZero();
        }
        drain();

        assertThat(confirmations().getFirst().state()).isEqualTo("uncertain");
        clock.go(Duration.ofMinutes(30));
        assertThat(run(greenMail()).run()).isZero();
        assertThat(rooms.timelineOf("uwe@nine.test"))
                .extracting(each -> each.direction() + " " + each.uncertain())
                .containsExactlyInAnyOrder("inbound false", "outbound true");
    }

    @Test
    void a_letter_of_a_bridge_that_was_killed_is_uncertain_too() {
        rule(Optional.of(letter(true)));
        file(inbox(85), notification("r5", "vic@nine.test"));
        rooms.database()
                .jdbc()
                .sql("update confirmation set state = 'sending', tries = 1")
                .update();
        assertThat(run(greenMail()).run()).isZero();
        assertThat(confirmations().getFirst().state()).isEqualTo("sending");
        clock.go(ConfirmationRun.LOST.plusSeconds(1));
        assertThat(run(greenMail()).run()).isZero();
        drain();

        assertThat(confirmations().getFirst().state()).isEqualTo("uncertain");
        assertThat(rooms.timelineOf("vic@nine.test"))
                .extracting(Entry::uncertain)
                .containsExactlyInAnyOrder(false, true);
    }

    private void rule(Optional<StoredRule.Letter> confirmation) {
        rooms.leads()
                .put(
                        new StoredRule(
                                "homes",
                                "portal.test",
                                Optional.of("*enquiry*"),
                                List.of("reply-to"),
                                List.of(),
                                List.of(),
                                List.of(),
                                confirmation),
                        "test");
    }

    private static StoredRule.Letter letter(boolean unproven) {
        return new StoredRule.Letter(
                "Acme sales <sales@acme.test>",
                "We have your enquiry",
                "Dear {name}, grüß Gott.",
                unproven);
    }

    private static Observation inbox(int uid) {
        return Seen.fetched(SALES, "INBOX", uid);
    }

    private static Content notification(String id, String enquirer, String... more) {
        List<String> header =
                new ArrayList<>(
                        List.of(
                                "From: Portal <notify@portal.test>",
                                "To: " + SALES,
                                "Reply-To: " + enquirer,
                                "Subject: New enquiry about Main Street 1",
                                "Date: Fri, 20 Nov 2026 10:00:00 +0000",
                                "Message-ID: <" + id + ">"));
        header.addAll(List.of(more));
        return Seen.mail("Is it free? " + id, header.toArray(String[]::new));
    }

    /// It does not know the null sender.
    private RelaySettings greenMail() {
        return at(relay.getSmtp().getPort(), Optional.of("bounces@acme.test"));
    }

    private static RelaySettings at(int port) {
        return at(port, Optional.empty());
    }

    private static RelaySettings at(int port, Optional<String> sender) {
        return new RelaySettings(
                "127.0.0.1",
                port,
                RelaySettings.Tls.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                sender);
    }

    private ConfirmationRun run(RelaySettings settings) {
        return run(settings, NO_RECORDS);
    }

    private ConfirmationRun run(RelaySettings settings, Dns dns) {
        return new ConfirmationRun(rooms.database(), rooms.blobs(), settings, dns, journal, clock);
    }

    private List<ConfirmationList.Row> confirmations() {
        return new ConfirmationList(rooms.database()).newest(Long.MAX_VALUE, 100);
    }

    /// What the journal was given comes to the timeline.
    private void drain() {
        Journal.Subscription reading = journal.subscribe(1, rooms.intake());
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> journal.state().depth() == 0);
        } finally {
            reading.close();
        }
        assertThat(rooms.parking().list()).isEmpty();
    }

    private void file(Observation observation, Content mail) {
        assertThat(rooms.intake().consume(observation, mail)).isEqualTo(Journal.Verdict.STORED);
        assertThat(rooms.parking().list()).isEmpty();
    }

    private Entry only(String address) {
        List<Entry> entries = rooms.timelineOf(address);
        assertThat(entries).as("timeline of %s", address).hasSize(1);
        return entries.getFirst();
    }

    private FullMessage full(Entry entry) {
        return rooms.messages()
                .find(Rooms.READING, Long.toString(entry.id()))
                .flatMap(rooms.messages()::full)
                .orElseThrow();
    }

    private List<String> explained(Entry entry) {
        var told = rooms.messages().explain(Rooms.READING, Long.toString(entry.id())).orElseThrow();
        List<String> lines = new ArrayList<>();
        told.rules().forEach(each -> lines.add(each.text()));
        told.participants().forEach(each -> lines.add(each.text()));
        return lines;
    }

    /// A clock that is put forward by hand.
    private static final class Moving extends Clock {
        private volatile Instant now;

        Moving(Instant now) {
            this.now = now;
        }

        void go(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
