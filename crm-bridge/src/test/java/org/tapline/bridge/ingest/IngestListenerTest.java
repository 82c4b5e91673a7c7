package org.tapline.bridge.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapline.bridge.authenticity.Dns;
import org.tapline.bridge.bcc.BccAddress;
import org.tapline.bridge.bcc.Scope;
import org.tapline.journal.Envelope;
import org.tapline.journal.MailboxName;
import org.tapline.journal.Observation;
import org.tapline.journal.Sighting;
import org.tapline.journal.Way;

/// Conversations with the listener over real sockets.
class IngestListenerTest {
    private static final String ANNA = "anna@acme.test";
    private static final String CRM = "crm@crm.acme.test";
    private static final String MAIL =
            "From: Anna <anna@acme.test>\r\nTo: bob@beta.test\r\nSubject: offer\r\n\r\nHello\r\n";

    @TempDir Path spool;

    @Test
    void a_users_mail_is_in_the_journal_octet_for_octet_when_250_comes() throws IOException {
        try (Running running = Running.Wish.smtp().start(spool);
                Talk talk = running.talk()) {
            assertThat(talk.mail(ANNA, CRM, MAIL + "..dot\r\n\u00e9\nbare\r\n"))
                    .isEqualTo("250 2.0.0 Filed for anna@acme.test.");
            Running.Taken.Entry entry = running.taken.entries().getFirst();
            assertThat(entry.text()).isEqualTo(MAIL + ".dot\r\n\u00e9\nbare\r\n\r\n");
            Observation observation = entry.observation();
            assertThat(observation.way()).isEqualTo(Way.BCC);
            assertThat(observation.mailbox()).isEqualTo(new MailboxName(ANNA, "default"));
            assertThat(((Sighting.Message) observation.sighting()).envelope())
                    .contains(new Envelope(ANNA, List.of(new Envelope.Recipient(CRM, 250)), ""));
            assertThat(talk.ask("QUIT")).startsWith("221");
        }
        await().untilAsserted(() -> assertThat(spool).isEmptyDirectory());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64})
    void it_is_the_same_however_the_octets_are_cut(int size) throws IOException {
        String session =
                "EHLO client.test\r\nMAIL FROM:<"
                        + ANNA
                        + "> SIZE=100\r\nRCPT TO:<"
                        + CRM
                        + ">\r\nDATA\r\n"
                        + MAIL
                        + ".\r\nQUIT\r\n";
        try (Running running = Running.Wish.smtp().start(spool);
                Talk talk = running.talk()) {
            byte[] octets = session.getBytes(ISO_8859_1);
            for (int at = 0; at < octets.length; at += size) {
                int end = Math.min(octets.length, at + size);
                talk.send(java.util.Arrays.copyOfRange(octets, at, end));
            }
            List<String> replies =
                    Stream.generate(
                                    () -> {
                                        try {
                                            return talk.reply().substring(0, 3);
                                        } catch (IOException e) {
                                            throw new java.io.UncheckedIOException(e);
                                        }
                                    })
                            .limit(7)
                            .toList();
            assertThat(replies).containsExactly("220", "250", "250", "250", "354", "250", "221");
            assertThat(running.taken.entries().getFirst().text()).isEqualTo(MAIL);
        }
    }

    @Test
    void who_is_not_registered_is_told_what_to_do() throws IOException {
        try (Running running = Running.Wish.smtp().start(spool);
                Talk talk = running.talk()) {
            assertThat(talk.mail("eve@evil.test", CRM, "From: eve@evil.test\r\n\r\nx"))
                    .startsWith("550 5.7.1 eve@evil.test is not registered")
                    .contains("secret address");
            assertThat(running.taken.entries()).isEmpty();
            assertThat(talk.ask("NOOP")).startsWith("250");
        }
    }

    @Test
    void the_secret_address_takes_mail_of_anybody_until_it_is_replaced() throws IOException {
        try (Running running = Running.Wish.smtp().start(spool)) {
            BccAddress old = running.addresses.current(Scope.USER, ANNA);
            try (Talk talk = running.talk()) {
                assertThat(
                                talk.mail(
                                        "phone@home.test",
                                        old.address().toUpperCase(java.util.Locale.ROOT),
                                        "From: phone@home.test\r\n\r\nx"))
                        .startsWith("250 2.0.0 Filed for anna@acme.test");
            }
            running.addresses.rotate(Scope.USER, ANNA, Instant.now(), Duration.ZERO);
            try (Talk talk = running.talk()) {
                talk.reply();
                talk.ask("EHLO c");
                talk.ask("MAIL FROM:<phone@home.test>");
                assertThat(talk.ask("RCPT TO:<" + old.address() + ">"))
                        .startsWith("550 5.1.6 This address was replaced");
            }
        }
    }

    /// Who knows a secret address may file mail with it, but not mail of another user.
    @Test
    void the_secret_address_is_no_proof_for_mail_of_a_colleague() throws IOException {
        Dns dns =
                (name, type) ->
                        new Dns.Answer.Records(
                                type == Dns.Type.TXT && name.equals("acme.test")
                                        ? List.of("v=spf1 ip4:127.0.0.1 -all")
                                        : List.of());
        String bens = "From: Ben <ben@acme.test>\r\nSubject: payment\r\n\r\nPay at once\r\n";
        try (Running running = Running.Wish.smtp().fromOutside(dns).start(spool)) {
            String secret = running.addresses.current(Scope.USER, ANNA).address();
            try (Talk talk = running.talk()) {
                assertThat(talk.mail("eve@evil.test", secret, bens))
                        .startsWith("550 5.7.26 This does not prove to be from ben@acme.test")
                        .contains("forward the message");
            }
            assertThat(running.taken.entries()).isEmpty();
            try (Talk talk = running.talk()) {
                assertThat(talk.mail("ben@acme.test", secret, bens)).startsWith("250");
            }
            Sighting.Message seen =
                    (Sighting.Message) running.taken.entries().getFirst().observation().sighting();
            assertThat(seen.direction()).isEqualTo(Sighting.DirectionHint.UNKNOWN);
            assertThat(running.taken.entries().getFirst().observation().mailbox().user())
                    .isEqualTo(ANNA);
        }
    }

    /// What is offered is what is handled.
    @Test
    void eight_bits_sizes_and_pipelines_are_offered_and_nothing_else() throws IOException {
        try (Running running = Running.Wish.smtp().start(spool);
                Talk talk = running.talk()) {
            talk.reply();
            assertThat(talk.ask("EHLO c").lines().map(line -> line.substring(4)).skip(1))
                    .containsExactlyInAnyOrder(
                            "PIPELINING", "ENHANCEDSTATUSCODES", "8BITMIME", "SIZE 62914560");
            assertThat(talk.ask("MAIL FROM:<" + ANNA + "> BODY=8BITMIME SIZE=50"))
                    .startsWith("250");
            assertThat(talk.ask("RCPT TO:<" + CRM + ">")).startsWith("250");
        }
    }

    @Test
    void recipients_that_do_not_exist_or_lie_elsewhere_are_refused_at_once() throws IOException {
        try (Running running = Running.Wish.smtp().start(spool);
                Talk talk = running.talk()) {
            talk.reply();
            talk.ask("EHLO c");
            talk.ask("MAIL FROM:<" + ANNA + ">");
            assertThat(talk.ask("RCPT TO:<deal-0000000000000000@crm.acme.test>"))
                    .startsWith("550 5.1.1");
            assertThat(talk.ask("RCPT TO:<bob@beta.test>")).startsWith("550 5.7.1 This server");
            for (int i = 0; i < Running.LIMITS.recipients(); i++) {
                assertThat(talk.ask("RCPT TO:<" + CRM + ">")).startsWith("250");
            }
            assertThat(talk.ask("RCPT TO:<" + CRM + ">")).startsWith("452 4.5.3");
        }
    }

    @Test
    void from_outside_a_proof_is_asked_for() throws IOException {
        Map<String, String> texts =
                Map.of("acme.test", "v=spf1 ip4:127.0.0.1 -all", "forged.test", "v=spf1 -all");
        Dns dns =
                (name, type) ->
                        new Dns.Answer.Records(
                                type == Dns.Type.TXT && texts.containsKey(name)
                                        ? List.of(texts.get(name))
                                        : List.of());
        try (Running running = Running.Wish.smtp().fromOutside(dns).start(spool)) {
            try (Talk talk = running.talk()) {
                assertThat(talk.mail(ANNA, CRM, MAIL)).startsWith("250 2.0.0 Filed");
            }
            try (Talk talk = running.talk()) {
                assertThat(talk.mail("x@forged.test", CRM, MAIL))
                        .startsWith("550 5.7.26 This does not prove to be from anna@acme.test")
                        .contains("spf=fail");
            }
            assertThat(running.taken.entries()).hasSize(1);
        }
    }

    @Test
    void without_an_answer_of_the_name_servers_it_is_put_off() throws IOException {
        Dns dns = (name, type) -> new Dns.Answer.Unavailable("no answer in time");
        try (Running running = Running.Wish.smtp().fromOutside(dns).start(spool);
                Talk talk = running.talk()) {
            assertThat(talk.mail(ANNA, CRM, MAIL)).startsWith("451 4.7.0");
            assertThat(running.taken.entries()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: auto-replied",
                "Tapline-Origin: acme",
                "Message-ID: <1@crm.acme.test>"
            })
    void what_would_go_round_in_circles_is_taken_and_dropped(String field) throws IOException {
        try (Running running = Running.Wish.smtp().start(spool);
                Talk talk = running.talk()) {
            assertThat(talk.mail(ANNA, CRM, field + "\r\n" + MAIL))
                    .startsWith("250 2.0.0 Taken, and not filed");
            assertThat(running.taken.entries()).isEmpty();
        }
        assertThat(spool).isEmptyDirectory();
    }

    @Test
    void a_mail_that_comes_again_has_the_same_id() throws IOException {
        try (Running running = Running.Wish.smtp().start(spool)) {
            for (int i = 0; i < 2; i++) {
                try (Talk talk = running.talk()) {
                    assertThat(talk.mail(ANNA, CRM, MAIL)).startsWith("250");
                }
            }
            assertThat(running.taken.entries().stream().map(each -> each.observation().id()))
                    .hasSize(2)
                    .containsOnly(running.taken.entries().getFirst().observation().id());
        }
    }

    @Test
    void lmtp_answers_for_each_recipient() throws IOException {
        try (Running running = Running.Wish.smtp().lmtp().start(spool);
                Talk talk = running.talk()) {
            String secret = running.addresses.current(Scope.USER, ANNA).address();
            assertThat(talk.reply()).startsWith("220 crm.acme.test LMTP");
            assertThat(talk.ask("EHLO c")).startsWith("500");
            assertThat(talk.ask("LHLO c")).startsWith("250");
            talk.ask("MAIL FROM:<eve@evil.test>");
            talk.ask("RCPT TO:<" + CRM + ">");
            talk.ask("RCPT TO:<" + secret + ">");
            talk.ask("DATA");
            assertThat(talk.send("From: eve@evil.test\r\n\r\nx\r\n.\r\n").reply())
                    .startsWith("550 5.7.1");
            assertThat(talk.reply()).startsWith("250 2.0.0");
            assertThat(running.taken.entries()).hasSize(1);
        }
    }

    @Test
    void journal_reports_come_from_listed_relays_only() throws IOException {
        try (Running running = Running.Wish.smtp().start(spool);
                Talk talk = running.talk()) {
            assertThat(talk.mail("", "journal@crm.acme.test", "From: x@y.test\r\n\r\nreport"))
                    .startsWith("250");
            assertThat(running.taken.entries().getFirst().observation().way())
                    .isEqualTo(Way.JOURNAL_REPORT);
        }
        Dns none = (name, type) -> new Dns.Answer.Records(List.of());
        try (Running running = Running.Wish.smtp().fromOutside(none).start(spool);
                Talk talk = running.talk()) {
            talk.reply();
            talk.ask("EHLO c");
            talk.ask("MAIL FROM:<>");
            assertThat(talk.ask("RCPT TO:<journal@crm.acme.test>")).startsWith("550 5.7.1");
        }
    }
}
