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
import org.tapline.bridge.enquiries.ConfirmationList;
import org.tapline.bridge.enquiries.ConfirmationRun;
import org.tapline.bridge.enquiries.RelaySettings;
import org.tapline.bridge.enquiries.StoredRule;
import org.tapline.bridge.timeline.Entry;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;

/// The confirmations that enquirers get, with a real SMTP server for a relay.
class ConfirmationTest {
    private static final Dns NO_RECORDS = (name, type) -> new Dns.Answer.Records(List.of());

    @TempDir Path data;
    private Rooms rooms;
    private Portal portal;
    private final MemoryJournal journal = new MemoryJournal();
    private final Moving clock = new Moving(Seen.NOW);
    private GreenMail relay;

    @BeforeEach
    void open() throws IOException {
        rooms = Rooms.open(data);
        portal = new Portal(rooms);
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
    void a_confirmation_is_threaded_automatic_and_recorded_once() throws Exception {
        portal.rule(Optional.of(portal.letter(true)));
        rooms.file(portal.inbox(5), portal.notification("n6", "Jo Jones <jo@five.test>"));
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
        rooms.file(
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
        portal.rule(Optional.of(portal.letter(true)));
        for (int i = 0; i < 6; i++) {
            rooms.file(portal.inbox(10 + i), portal.notification("day-" + i, "kim@six.test"));
            rooms.file(
                    portal.inbox(30 + i),
                    portal.notification("other-" + i, "kim" + i + "@six.test"));
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
        assertThat(portal.confirmations())
                .extracting(ConfirmationList.Row::reason)
                .filteredOn("recently-confirmed"::equals)
                .hasSize(5);

        clock.go(Duration.ofHours(25));
        rooms.file(portal.inbox(50), portal.notification("next-day", "kim@six.test"));
        assertThat(run(greenMail()).run()).isEqualTo(1);
    }

    @Test
    void nobody_is_confirmed_who_is_a_program_or_one_of_us_or_wrote_long_ago() {
        portal.rule(Optional.of(portal.letter(true)));
        rooms.file(
                portal.inbox(61),
                portal.notification("p2", "lea@seven.test", "Auto-Submitted: auto-replied"));
        rooms.file(
                portal.inbox(62),
                portal.notification("p3", "max@seven.test", "List-Id: <homes.portal.test>"));
        rooms.file(
                Seen.appended(Portal.SALES, "INBOX", 63),
                Seen.mail(
                        "Is it free?",
                        "From: notify@portal.test",
                        "To: " + Portal.SALES,
                        "Reply-To: nat@seven.test",
                        "Subject: New enquiry",
                        "Date: Tue, 17 Nov 2026 10:00:00 +0000",
                        "Message-ID: <p4>"));
        rooms.file(portal.inbox(64), portal.notification("p5", "ola@acme.test"));
        rooms.file(portal.inbox(65), portal.notification("p6", "noreply@seven.test"));

        assertThat(portal.confirmations())
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
                                Optional.of(portal.letter(false))),
                        "test");
        String body = "E-Mail: pia@eight.test\r\n";
        rooms.file(portal.inbox(71), SignedMail.of("notify@portal.test", "portal.test", "", body));
        rooms.file(
                portal.inbox(72),
                Seen.mail(
                        "E-Mail: quin@eight.test",
                        "From: notify@portal.test",
                        "To: " + Portal.SALES,
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
        assertThat(portal.confirmations())
                .extracting(each -> each.state() + " " + each.reason())
                .containsExactlyInAnyOrder("sent ", "withheld not-proven");
    }

    @Test
    void a_relay_that_is_away_is_tried_again() throws IOException {
        portal.rule(Optional.of(portal.letter(true)));
        rooms.file(portal.inbox(81), portal.notification("r1", "rita@nine.test"));
        try (ScriptedRelay busy = new ScriptedRelay(Map.of("RCPT", "451 4.3.0 later"))) {
            assertThat(run(at(busy.port())).run()).isZero();
            assertThat(run(at(busy.port())).run()).as("not at once").isZero();
            assertThat(busy.heard()).filteredOn(each -> each.startsWith("RCPT")).hasSize(1);
            assertThat(busy.heard()).contains("MAIL FROM:<>");
        }
        assertThat(portal.confirmations().getFirst().state()).isEqualTo("waiting");
        assertThat(portal.confirmations().getFirst().reason()).contains("451");

        clock.go(Duration.ofMinutes(2));
        assertThat(run(greenMail()).run()).isEqualTo(1);
    }

    @Test
    void a_relay_that_is_away_for_good_is_given_up() {
        portal.rule(Optional.of(portal.letter(true)));
        rooms.file(portal.inbox(82), portal.notification("r2", "sam@nine.test"));
        int gone = relay.getSmtp().getPort();
        relay.stop();
        for (int i = 0; i < ConfirmationRun.TRIES; i++) {
            assertThat(run(at(gone)).run()).isZero();
            clock.go(Duration.ofHours(5));
        }

        assertThat(portal.confirmations().getFirst().state()).isEqualTo("failed");
        assertThat(portal.confirmations().getFirst().tries()).isEqualTo(ConfirmationRun.TRIES);
        drain();
        assertThat(rooms.timelineOf("sam@nine.test")).as("the enquiry only").hasSize(1);
    }

    @Test
    void a_refusal_is_final() throws IOException {
        portal.rule(Optional.of(portal.letter(true)));
        rooms.file(portal.inbox(83), portal.notification("r3", "tom@nine.test"));
        try (ScriptedRelay strict = new ScriptedRelay(Map.of("RCPT", "550 5.1.1 nobody"))) {
            assertThat(run(at(strict.port())).run()).isZero();
        }

        assertThat(portal.confirmations().getFirst().state()).isEqualTo("failed");
        assertThat(portal.confirmations().getFirst().reason()).contains("550");
    }

    @Test
    void a_letter_whose_answer_was_lost_is_uncertain_and_not_sent_again() throws IOException {
        portal.rule(Optional.of(portal.letter(true)));
        rooms.file(portal.inbox(84), portal.notification("r4", "uwe@nine.test"));
        try (ScriptedRelay dying = new ScriptedRelay(Map.of(".", ""))) {
            assertThat(run(at(dying.port())).run()).isZero();
        }
        drain();

        assertThat(portal.confirmations().getFirst().state()).isEqualTo("uncertain");
        clock.go(Duration.ofMinutes(30));
        assertThat(run(greenMail()).run()).isZero();
        assertThat(rooms.timelineOf("uwe@nine.test"))
                .extracting(each -> each.direction() + " " + each.uncertain())
                .containsExactlyInAnyOrder("inbound false", "outbound true");
    }

    @Test
    void a_letter_of_a_bridge_that_was_killed_is_uncertain_too() {
        portal.rule(Optional.of(portal.letter(true)));
        rooms.file(portal.inbox(85), portal.notification("r5", "vic@nine.test"));
        rooms.database()
                .jdbc()
                .sql("update confirmation set state = 'sending', tries = 1")
                .update();
        assertThat(run(greenMail()).run()).isZero();
        assertThat(portal.confirmations().getFirst().state()).isEqualTo("sending");
        clock.go(ConfirmationRun.LOST.plusSeconds(1));
        assertThat(run(greenMail()).run()).isZero();
        drain();

        assertThat(portal.confirmations().getFirst().state()).isEqualTo("uncertain");
        assertThat(rooms.timelineOf("vic@nine.test"))
                .extracting(Entry::uncertain)
                .containsExactlyInAnyOrder(false, true);
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
