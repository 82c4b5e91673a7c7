package org.tapline.bridge.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.authenticity.Dns;

/// What the listener bounds: sizes, paces, numbers, waits.
class IngestBoundsTest {
    private static final String ANNA = "anna@acme.test";
    private static final String CRM = "crm@crm.acme.test";
    private static final String MAIL =
            "From: Anna <anna@acme.test>\r\nTo: bob@beta.test\r\nSubject: offer\r\n\r\nHello\r\n";

    @TempDir Path spool;

    @Test
    void a_journal_that_does_not_answer_puts_the_mail_off() throws IOException {
        IngestLimits hasty =
                new IngestLimits(
                        1 << 20,
                        3,
                        50,
                        10,
                        5,
                        40,
                        Duration.ofMinutes(1),
                        20,
                        Duration.ofHours(1),
                        Duration.ofMillis(50));
        try (Running running = Running.Wish.smtp().within(hasty).start(spool);
                Talk talk = running.talk()) {
            running.taken.fallSilent();
            assertThat(talk.mail(ANNA, CRM, MAIL)).startsWith("451 4.3.0");
        }
    }

    @Test
    void the_size_is_bounded_when_declared_and_while_it_streams() throws IOException {
        IngestLimits narrow =
                new IngestLimits(
                        1_000,
                        3,
                        50,
                        10,
                        5,
                        40,
                        Duration.ofMinutes(1),
                        20,
                        Duration.ofHours(1),
                        Duration.ofSeconds(10));
        try (Running running = Running.Wish.smtp().within(narrow).start(spool);
                Talk talk = running.talk()) {
            talk.reply();
            assertThat(talk.ask("EHLO c")).contains("SIZE 1000");
            assertThat(talk.ask("MAIL FROM:<" + ANNA + "> SIZE=1001")).startsWith("552 5.3.4");
            assertThat(talk.ask("MAIL FROM:<" + ANNA + "> SIZE=1000")).startsWith("250");
            talk.ask("RCPT TO:<" + CRM + ">");
            talk.ask("DATA");
            String head = "From: anna@acme.test\r\n\r\n";
            String fits = "x".repeat(1_000 - head.length() - 2) + "\r\n";
            assertThat(talk.send(head + fits + ".\r\n").reply()).startsWith("250");
            talk.ask("MAIL FROM:<" + ANNA + ">");
            talk.ask("RCPT TO:<" + CRM + ">");
            talk.ask("DATA");
            assertThat(talk.send(head + "x" + fits + ".\r\n").reply()).startsWith("552 5.3.4");
            assertThat(running.taken.entries()).hasSize(1);
        }
        assertThat(spool).isEmptyDirectory();
    }

    @Test
    void commands_are_whole_lines_or_the_connection_ends() throws IOException {
        for (String broken : List.of("NOOP\n", "NOOP\rNOOP", "NO\0OP", "x".repeat(2_000))) {
            try (Running running = Running.Wish.smtp().start(spool);
                    Talk talk = running.talk()) {
                talk.reply();
                assertThat(talk.ask(broken)).startsWith("500 5.5.2");
                assertThat(talk.reply()).isEqualTo("closed");
            }
        }
    }

    @Test
    void one_connection_has_an_end_and_one_sender_a_pace() throws IOException {
        try (Running running = Running.Wish.smtp().start(spool);
                Talk talk = running.talk()) {
            talk.reply();
            talk.ask("EHLO c");
            for (int i = 0; i < Running.LIMITS.messagesPerConnection(); i++) {
                assertThat(talk.ask("MAIL FROM:<" + ANNA + ">")).startsWith("250");
                talk.ask("RSET");
            }
            assertThat(talk.ask("MAIL FROM:<" + ANNA + ">")).startsWith("421 4.7.0");
            assertThat(talk.reply()).isEqualTo("closed");
            int left = Running.LIMITS.senderBurst() - Running.LIMITS.messagesPerConnection();
            String last = "";
            for (int i = 0; i <= left; i++) {
                try (Talk next = running.talk()) {
                    next.reply();
                    next.ask("EHLO c");
                    last = next.ask("MAIL FROM:<" + ANNA + ">");
                }
            }
            assertThat(last).startsWith("450 4.7.1");
        }
    }

    @Test
    void too_many_connections_from_outside_are_sent_away() throws IOException {
        Dns none = (name, type) -> new Dns.Answer.Records(List.of());
        try (Running running = Running.Wish.smtp().fromOutside(none).start(spool)) {
            Talk[] talks = new Talk[Running.LIMITS.connectionsPerAddress()];
            for (int i = 0; i < talks.length; i++) {
                talks[i] = running.talk();
                assertThat(talks[i].reply()).startsWith("220 crm.acme.test ESMTP");
            }
            try (Talk oneMore = running.talk()) {
                assertThat(oneMore.reply()).startsWith("421 4.7.0");
            }
            for (Talk talk : talks) {
                talk.close();
            }
            await().untilAsserted(
                            () -> {
                                try (Talk again = running.talk()) {
                                    assertThat(again.reply()).startsWith("220");
                                }
                            });
        }
    }

    @Test
    void large_mails_lie_in_files_while_they_arrive() throws IOException {
        int mails = 3;
        byte[] block = ("x".repeat(998) + "\r\n").repeat(48).getBytes(ISO_8859_1);
        try (Running running = Running.Wish.smtp().start(spool)) {
            running.taken.onlyCount();
            Talk[] talks = new Talk[mails];
            for (int mail = 0; mail < mails; mail++) {
                talks[mail] = running.talk();
                talks[mail].begin(ANNA, CRM);
                talks[mail].send(MAIL);
                for (int i = 0; i < 1_000; i++) {
                    talks[mail].send(block);
                }
            }
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(
                            () ->
                                    assertThat(sizesOfFiles())
                                            .hasSize(mails)
                                            .allMatch(size -> size > 47_000_000));
            for (Talk talk : talks) {
                assertThat(talk.send(".\r\n").reply()).startsWith("250");
                talk.close();
            }
            assertThat(running.taken.entries())
                    .hasSize(mails)
                    .allMatch(each -> each.size() > 48_000_000);
        }
    }

    private List<Long> sizesOfFiles() throws IOException {
        List<Long> sizes = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(spool)) {
            for (Path file : files) {
                sizes.add(Files.size(file));
            }
        }
        return sizes;
    }
}
