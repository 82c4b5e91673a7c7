package org.tapline.bridge.milter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever goes wrong here, the mail server hears "accept", and what was lost is counted.
class AlwaysAcceptsTest {
    @TempDir private Path spool;

    @ParameterizedTest
    @EnumSource(
            value = Kept.Mood.class,
            names = {"FULL", "SILENT", "BROKEN"})
    void a_journal_that_does_not_take_it(Kept.Mood mood) throws IOException {
        MilterLimits patient = Milter.LIMITS;
        MilterLimits limits =
                new MilterLimits(
                        patient.message(),
                        patient.packet(),
                        patient.recipients(),
                        patient.connections(),
                        patient.silent(),
                        patient.idle(),
                        Duration.ofMillis(200));
        try (Milter milter = Milter.within(limits, spool);
                MailServer server = milter.connect().asPostfix()) {
            milter.journal.be(mood);
            server.letter("one", "Text\r\n");
            assertThat(server.endOfMessage()).isEqualTo('a');
            assertThat(
                            milter.lost(
                                    mood == Kept.Mood.BROKEN
                                            ? MilterLoss.INTERNAL
                                            : MilterLoss.JOURNAL))
                    .isEqualTo(1);
            assertThat(milter.captured()).isZero();

            milter.journal.be(Kept.Mood.WILLING);
            server.letter("two", "Text\r\n");
            assertThat(server.endOfMessage()).isEqualTo('a');
            assertThat(milter.journal.entries()).hasSize(1);
        }
    }

    @Test
    void a_spool_folder_that_takes_no_file() throws IOException {
        Path folder = spool.resolve("gone");
        try (Milter milter = Milter.in(folder);
                MailServer server = milter.connect().asPostfix()) {
            Files.delete(folder);
            server.letter("one", "Text\r\n");
            assertThat(server.endOfMessage()).isEqualTo('a');
            assertThat(milter.lost(MilterLoss.SPOOL_FULL)).isEqualTo(1);
        }
    }

    @Test
    void a_disk_with_less_free_than_must_stay_free() throws IOException {
        try (Milter milter = Milter.onFullDisk(spool);
                MailServer server = milter.connect().asPostfix()) {
            server.letter("one", "Text\r\n");
            assertThat(server.endOfMessage()).isEqualTo('a');
            assertThat(milter.lost(MilterLoss.SPOOL_FULL)).isEqualTo(1);
        }
    }

    @Test
    void a_message_beyond_the_limit() throws IOException {
        MilterLimits narrow =
                new MilterLimits(
                        1_000, 1 << 20, 3, 20, 20, Duration.ofMinutes(5), Duration.ofSeconds(20));
        try (Milter milter = Milter.within(narrow, spool);
                MailServer server = milter.connect().asPostfix()) {
            server.letter("one", "x".repeat(2_000));
            server.body("and more\r\n");
            assertThat(server.endOfMessage()).isEqualTo('a');
            assertThat(milter.lost(MilterLoss.TOO_BIG)).isEqualTo(1);
            assertThat(milter.journal.entries()).isEmpty();
            try (var left = Files.list(spool)) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void packets_that_make_no_sense() throws IOException {
        try (Milter milter = Milter.in(spool);
                MailServer server = milter.connect().asPostfix()) {
            server.letter("one", "Text\r\n");
            server.send('L', "no value".getBytes(US_ASCII));
            assertThat(server.endOfMessage()).isEqualTo('a');
            assertThat(milter.lost(MilterLoss.MALFORMED)).isEqualTo(1);

            server.send('?', "what is this");
            assertThat(server.reply().command()).isEqualTo('c');
            server.raw(new byte[4]);
            assertThat(server.reply().command()).isEqualTo('c');
            assertThat(server.endOfMessage()).as("an end without a beginning").isEqualTo('a');

            server.letter("two", "Text\r\n");
            assertThat(server.endOfMessage()).isEqualTo('a');
            assertThat(milter.journal.entries()).hasSize(1);
        }
    }

    @Test
    void a_packet_longer_than_any_is_read_over() throws IOException {
        try (Milter milter = Milter.in(spool);
                MailServer server = milter.connect().asPostfix()) {
            server.letter("one", "Text\r\n");
            byte[] huge = new byte[(1 << 20) + 1];
            server.send('B', huge);
            assertThat(server.endOfMessage()).isEqualTo('a');
            assertThat(milter.lost(MilterLoss.MALFORMED)).isEqualTo(1);
            server.letter("two", "Text\r\n");
            assertThat(server.endOfMessage()).isEqualTo('a');
            assertThat(milter.journal.entries()).hasSize(1);
        }
    }

    @Test
    void an_offer_that_cannot_be_read() throws IOException {
        try (Milter milter = Milter.in(spool);
                MailServer server = milter.connect()) {
            server.send('O', new byte[] {0, 0, 0, 6});
            assertThat(server.reply().command()).isEqualTo('a');
            assertThat(server.endOfMessage()).isEqualTo('a');
        }
    }

    @Test
    void connections_beyond_the_limit_are_asked_to_show_nothing() throws IOException {
        MilterLimits narrow =
                new MilterLimits(
                        1 << 20, 1 << 20, 3, 1, 1, Duration.ofMinutes(5), Duration.ofSeconds(20));
        try (Milter milter = Milter.within(narrow, spool);
                MailServer first = milter.connect().asPostfix();
                MailServer second = milter.connect().asPostfix();
                MailServer third = milter.connect()) {
            assertThat(second.steps()).as("every step is declined").isEqualTo(0xff3ff);
            assertThat(second.endOfMessage()).isEqualTo('a');
            assertThat(third.closed()).isTrue();
            assertThat(milter.lost(MilterLoss.TOO_MANY_CONNECTIONS)).isEqualTo(2);
            first.letter("one", "Text\r\n");
            assertThat(first.endOfMessage()).isEqualTo('a');
            assertThat(milter.journal.entries()).hasSize(1);
        }
    }

    @Test
    void who_is_not_listed_cannot_connect() throws IOException {
        try (Milter milter = Milter.forNobody(spool);
                MailServer server = milter.connect()) {
            assertThat(server.closed()).isTrue();
        }
    }

    @Test
    void a_database_that_is_away_changes_nothing() throws IOException {
        try (Milter milter = Milter.in(spool);
                MailServer server = milter.connect().asPostfix()) {
            List<String> asked = new ArrayList<>();
            milter.users.set(
                    () -> {
                        synchronized (asked) {
                            asked.add("asked");
                        }
                        throw new IllegalStateException("the database is away");
                    });
            await().atMost(Duration.ofSeconds(20))
                    .until(
                            () -> {
                                synchronized (asked) {
                                    return asked.size() > 1;
                                }
                            });
            server.letter("one", "Text\r\n");
            assertThat(server.endOfMessage()).isEqualTo('a');
            assertThat(milter.journal.entries()).hasSize(1);
        }
    }

    /// Seeded: packets of all commands with any content, cut anywhere. Whoever asks at the end of a
    /// message is told to accept it, on that connection or, where the framing was lost, the next.
    @Test
    void octets_by_chance_never_end_in_another_answer() throws IOException {
        Random random = new Random(20_261_121);
        try (Milter milter = Milter.in(spool)) {
            for (int round = 0; round < 300; round++) {
                try (MailServer server = milter.connect()) {
                    server.negotiate(6, MailServer.EVERYTHING);
                    for (int i = 0; i < 20; i++) {
                        server.send(command(random), chance(random));
                    }
                    server.send('E');
                    char last = server.reply().command();
                    while (last == 'c') {
                        last = server.reply().command();
                    }
                    assertThat(last).isEqualTo('a');
                }
            }
            try (MailServer server = milter.connect().asPostfix()) {
                server.letter("after all that", "Text\r\n");
                assertThat(server.endOfMessage()).isEqualTo('a');
                assertThat(milter.journal.entries())
                        .last()
                        .extracting(Kept.Entry::text)
                        .asString()
                        .contains("after all that");
            }
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> {
                                try (var left = Files.list(spool)) {
                                    assertThat(left).isEmpty();
                                }
                            });
        }
    }

    /// Any but the end of a message, quit, and the negotiation.
    private static char command(Random random) {
        return "ABCDHKLMNRTU?\u0007".charAt(random.nextInt(14));
    }

    private static byte[] chance(Random random) {
        byte[] octets = new byte[random.nextInt(60)];
        random.nextBytes(octets);
        if (random.nextBoolean()) {
            byte[] words = "M{auth_authen}\0anna@acme.test\0<ben@acme.test>\0".getBytes(US_ASCII);
            return ByteBuffer.allocate(words.length + octets.length).put(words).put(octets).array();
        }
        return octets;
    }
}
