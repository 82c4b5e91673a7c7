package org.tapline.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A real Postfix shows its mail to Tapline.
class MilterIT {
    private static final String USER = "u41@acme.test";
    private static final String COLLEAGUE = "u42@acme.test";
    private static final String BLIND = "u43@acme.test";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void what_postfix_takes_is_captured_as_it_was_delivered() throws Exception {
        Lab lab = Lab.up();
        int port = Lab.freePorts(1)[0];
        try (RunningTapline tapline = before(lab, port, "").start();
                MilterPostfix postfix = MilterPostfix.start(lab, port)) {
            tapline.enrol(USER);
            List<byte[]> messages =
                    List.of(
                            message("small", "Hello\r\n"),
                            message("dots", ".\r\n..\r\n.x\r\n...\r\nend.\r\n"),
                            message("eight bits", "caf\u00e9 \u0080\u00ff\r\nna\u00efve\r\n"),
                            message("blank lines at the end", "text\r\n\r\n\r\n"),
                            message("big", ("0123456789".repeat(7) + "\r\n").repeat(350_000)));
            try (PlainSmtp client = new PlainSmtp(postfix.submission()).signIn(USER)) {
                for (byte[] each : messages) {
                    client.send(USER, List.of(COLLEAGUE, BLIND), each);
                }
            }
            List<String> subjects =
                    List.of("small", "dots", "eight bits", "blank lines at the end", "big");
            for (int i = 0; i < subjects.size(); i++) {
                String subject = subjects.get(i);
                JsonNode shown = captured(tapline, USER, subject);
                assertThat(shown.get("direction").asString()).isEqualTo("outbound");
                assertThat(shown.get("ways_in").toString()).contains("milter");
                assertThat(shown.get("bcc").toString()).contains(BLIND).doesNotContain(COLLEAGUE);
                byte[] raw = raw(tapline, shown);
                assertThat(raw).as(subject).isEqualTo(messages.get(i));
                assertThat(endsWith(delivered(lab, COLLEAGUE, subject), raw)).as(subject).isTrue();
                assertThat(endsWith(delivered(lab, BLIND, subject), raw)).as(subject).isTrue();
            }
        }
    }

    @Test
    void mail_from_outside_is_inbound_whoever_it_claims_to_be_from() throws Exception {
        Lab lab = Lab.up();
        int port = Lab.freePorts(1)[0];
        try (RunningTapline tapline = before(lab, port, "").start();
                MilterPostfix postfix = MilterPostfix.start(lab, port)) {
            tapline.enrol(USER, COLLEAGUE);
            try (PlainSmtp client = new PlainSmtp(postfix.outside()).from("203.0.113.9")) {
                client.send("carl@customer.test",
                        List.of(USER),
                        message("carl@customer.test", "from outside", "Hi\r\n"));
                client.send(USER, List.of(COLLEAGUE), message("forged", "Hi\r\n"));
            }
            postfix.sendmail(USER, "carl@customer.test", message("from a program", "Hi\r\n"));

            assertThat(captured(tapline, USER, "from outside").get("direction").asString())
                    .isEqualTo("inbound");
            assertThat(captured(tapline, USER, "from a program").get("direction").asString())
                    .isEqualTo("outbound");
            delivered(lab, COLLEAGUE, "forged");
            assertThat(subjects(tapline, USER)).doesNotContain("forged");
        }
    }

    @Test
    void mail_flows_while_tapline_is_killed() throws Exception {
        Lab lab = Lab.up();
        int port = Lab.freePorts(1)[0];
        try (RunningTapline tapline = before(lab, port, "").start();
                MilterPostfix postfix = MilterPostfix.start(lab, port)) {
            tapline.enrol(USER);
            try (PlainSmtp client = new PlainSmtp(postfix.submission()).signIn(USER)) {
                client.send(USER, List.of(COLLEAGUE), message("before", "Hi\r\n"));
                captured(tapline, USER, "before");
                tapline.kill();
                client.send(USER, List.of(COLLEAGUE), message("within", "Hi\r\n"));
            }
            try (PlainSmtp client = new PlainSmtp(postfix.submission()).signIn(USER)) {
                client.send(USER, List.of(COLLEAGUE), message("without", "Hi\r\n"));
            }
            delivered(lab, COLLEAGUE, "within");
            delivered(lab, COLLEAGUE, "without");

            tapline.start();
            try (PlainSmtp client = new PlainSmtp(postfix.submission()).signIn(USER)) {
                client.send(USER, List.of(COLLEAGUE), message("again", "Hi\r\n"));
            }
            captured(tapline, USER, "again");
        }
    }

    @Test
    void mail_flows_while_the_disk_is_full() throws Exception {
        Lab lab = Lab.up();
        int port = Lab.freePorts(1)[0];
        // More must stay free than there is: for the journal and the spool the disk is full.
        try (RunningTapline tapline =
                        before(lab, port, "limits: { disk-reserve: 900000G }").start();
                MilterPostfix postfix = MilterPostfix.start(lab, port)) {
            tapline.enrol(USER);
            try (PlainSmtp client = new PlainSmtp(postfix.submission()).signIn(USER)) {
                client.send(USER, List.of(COLLEAGUE), message("full", "Hi\r\n"));
            }
            delivered(lab, COLLEAGUE, "full");
            assertThat(tapline.metric("tapline_capture_lost_total{reason=\"spool-full\"}"))
                    .isEqualTo(1);
            assertThat(postfix.log()).doesNotContain("milter-reject");
        }
    }

    private static RunningTapline before(Lab lab, int milter, String more) throws Exception {
        return RunningTapline.before(
                lab, "milter: { address: \"127.0.0.1:" + milter + "\" }", more);
    }

    private static byte[] message(String subject, String body) {
        return message(USER, subject, body);
    }

    private static byte[] message(String from, String subject, String body) {
        String head =
                """
                Received: from elsewhere by here;
                \tSat, 21 Nov 2026 18:00:00 +0000
                From: "Somebody"
                  <%s>
                To: u42@acme.test
                Date: Sat, 21 Nov 2026 18:00:00 +0000
                Message-ID: <%s@milter.test>
                X-Folded: one
                \ttwo
                   three
                X-Eight: caf\u00e9
                X-None:
                Subject: %s

                """
                        .formatted(from, subject.replace(' ', '-') + System.nanoTime(), subject);
        return (head.replace("\n", "\r\n") + body).getBytes(ISO_8859_1);
    }

    private static JsonNode captured(RunningTapline tapline, String user, String subject) {
        return await("captured: " + subject)
                .atMost(PATIENCE)
                .until(() -> find(tapline, user, subject), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<JsonNode> find(RunningTapline tapline, String user, String subject) {
        for (JsonNode each : messages(tapline, user)) {
            if (each.get("subject").asString().equals(subject)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private static Stream<String> subjects(RunningTapline tapline, String user) {
        return messages(tapline, user).valueStream().map(each -> each.get("subject").asString());
    }

    private static JsonNode messages(RunningTapline tapline, String user) {
        return tapline.json("message", "list", "--mailbox", user, "--limit", "100");
    }

    private static byte[] raw(RunningTapline tapline, JsonNode shown) {
        return tapline.cli("message", "show", shown.get("id").asString(), "--raw")
                .expectSuccess("message show --raw")
                .stdout();
    }

    private static byte[] delivered(Lab lab, String user, String subject) {
        return await("delivered: " + subject)
                .atMost(PATIENCE)
                .until(() -> Delivered.message(lab, user, subject), Optional::isPresent)
                .orElseThrow();
    }

    private static boolean endsWith(byte[] whole, byte[] end) {
        int from = whole.length - end.length;
        return from >= 0 && Arrays.equals(whole, from, whole.length, end, 0, end.length);
    }
}
