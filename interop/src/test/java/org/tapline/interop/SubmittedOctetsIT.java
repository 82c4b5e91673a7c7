package org.tapline.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What real clients submit through Tapline to a real Postfix: in the mailbox of every recipient
/// and in the capture lie the same octets, who was in no header is known, and the copy that the
/// client puts into Sent is the same message.
class SubmittedOctetsIT {
    /// The recipients of the kit's clients.
    private static final String TO = "u50@acme.test";

    private static final String CC = "u49@acme.test";
    private static final String BLIND = "u48@acme.test";
    private static final List<String> RECIPIENTS = List.of(TO, CC, BLIND);
    private static final String SENDER = "u27@acme.test";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static @Nullable Lab lab;
    private static @Nullable RunningTapline tapline;

    @BeforeAll
    static void start() throws IOException {
        lab = Lab.up();
        tapline = RunningTapline.before(lab).start();
        tapline.enrol(
                IntStream.rangeClosed(21, 27)
                        .mapToObj(user -> "u" + user + "@acme.test")
                        .toArray(String[]::new));
        for (String contact : RECIPIENTS) {
            tapline.cli("contact", "add", "--email", contact).expectSuccess("contact add");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (tapline != null) {
            tapline.close();
        }
    }

    /// msmtp and swaks keep no copy in Sent. Nodemailer leaves that to the program that uses it,
    /// and the kit's writes the message anew, with a date of its own: which is another message when
    /// the second has changed in between.
    @ParameterizedTest(name = "{0} {2}")
    @CsvSource({
        "thunderbird, thunderbird, --tls,      u21, true",
        "neomutt,     neomutt,     --starttls, u22, true",
        "msmtp,       msmtp,       --tls,      u23, false",
        "swaks,       swaks,       --starttls, u24, false",
        "imapflow,    node,        --tls,      u25, false",
        "python,      python3,     --starttls, u26, true",
    })
    void what_a_client_sends_of_itself(
            String client, String program, String mode, String name, boolean keepsCopy)
            throws Exception {
        Lab lab = requireNonNull(SubmittedOctetsIT.lab);
        RunningTapline tapline = requireNonNull(SubmittedOctetsIT.tapline);
        lab.needClient(program);
        boolean tls = mode.equals("--tls");
        String user = name + "@acme.test";

        JsonNode summary =
                lab.client(
                        client,
                        tls ? tapline.ports().imaps() : tapline.ports().imap(),
                        tls ? tapline.ports().smtps() : tapline.ports().smtp(),
                        mode,
                        user,
                        Map.of());

        assertThat(summary.get("sent_message_ids")).hasSize(1);
        String id = summary.get("sent_message_ids").get(0).asString();
        List<String> ways =
                keepsCopy ? List.of("smtp-submission", "imap-append") : List.of("smtp-submission");
        sameEverywhere(lab, tapline, user, id, ways);
    }

    /// Octets that a careless relay changes: dots at the start of lines, eight bits in the header
    /// and below, white space at the ends of lines, empty lines at the end, and many of them.
    @ParameterizedTest
    @ValueSource(strings = {"swaks", "swaks --pipeline", "msmtp", "smtplib", "nodemailer"})
    void a_difficult_message(String program) throws Exception {
        Lab lab = requireNonNull(SubmittedOctetsIT.lab);
        RunningTapline tapline = requireNonNull(SubmittedOctetsIT.tapline);
        String id = program.replaceAll("[^a-z]", "") + System.nanoTime() + "@difficult.test";
        byte[] octets = difficult(id);
        Path message = Files.createTempFile("difficult", ".eml");
        try {
            Files.write(message, octets);
            new Senders(lab, tapline.ports().smtps(), SENDER).send(program, message, RECIPIENTS);
        } finally {
            Files.delete(message);
        }

        byte[] captured = sameEverywhere(lab, tapline, SENDER, id, List.of("smtp-submission"));
        // swaks puts CRLF.CRLF after whatever it is given.
        String added = program.startsWith("swaks") ? "\r\n" : "";
        assertThat(new String(captured, ISO_8859_1))
                .isEqualTo(new String(octets, ISO_8859_1) + added);
    }

    /// @return what was captured
    private static byte[] sameEverywhere(
            Lab lab, RunningTapline tapline, String user, String id, List<String> ways)
            throws Exception {
        JsonNode shown =
                await(id + " came in by " + ways)
                        .atMost(PATIENCE)
                        .until(() -> find(tapline, user, id, ways), Optional::isPresent)
                        .orElseThrow();
        assertThat(shown.get("direction").asString()).isEqualTo("outbound");
        assertThat(shown.get("bcc").valueStream().map(each -> each.get("address").asString()))
                .containsExactly(BLIND);
        byte[] captured =
                tapline.cli("message", "show", shown.get("id").asString(), "--raw")
                        .expectSuccess("message show --raw")
                        .stdout();
        for (String recipient : RECIPIENTS) {
            byte[] delivered =
                    await(id + " in the mailbox of " + recipient)
                            .atMost(PATIENCE)
                            .until(() -> Delivered.withId(lab, recipient, id), Optional::isPresent)
                            .orElseThrow();
            assertThat(belowTheTrace(delivered)).as(id + " for " + recipient).isEqualTo(captured);
            List<List<String>> entries = entries(tapline, recipient, id);
            assertThat(entries)
                    .as(id + " on the timeline of " + recipient)
                    .filteredOn(each -> each.contains("smtp-submission"))
                    .hasSize(1);
            if (ways.contains("imap-append")) {
                assertThat(entries).as(id + " on the timeline of " + recipient).hasSize(1);
            }
        }
        assertThat(new String(captured, ISO_8859_1)).doesNotContain(BLIND);
        return captured;
    }

    private static Optional<JsonNode> find(
            RunningTapline tapline, String user, String id, List<String> ways) {
        for (JsonNode each :
                tapline.json("message", "list", "--mailbox", user, "--limit", "1000")) {
            if (is(each, id) && waysIn(each).containsAll(ways)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /// The ways in of each entry of a contact's timeline that has this Message-ID.
    private static List<List<String>> entries(RunningTapline tapline, String contact, String id) {
        return tapline.json("timeline", contact, "--limit", "1000")
                .valueStream()
                .filter(each -> is(each, id))
                .map(SubmittedOctetsIT::waysIn)
                .toList();
    }

    private static boolean is(JsonNode message, String id) {
        return Timelines.bare(message.get("message_id").asString()).equals(Timelines.bare(id));
    }

    private static List<String> waysIn(JsonNode message) {
        return message.get("ways_in").valueStream().map(JsonNode::asString).toList();
    }

    /// Without what the servers put before a message: Dovecot `Return-Path`, `Delivered-To` and
    /// `Received`, Postfix one `Received`.
    private static byte[] belowTheTrace(byte[] delivered) {
        String text = new String(delivered, ISO_8859_1);
        int at = 0;
        while (text.startsWith("Return-Path:", at)
                || text.startsWith("Delivered-To:", at)
                || text.startsWith("Received:", at)
                || (at > 0 && (text.charAt(at) == ' ' || text.charAt(at) == '\t'))) {
            at = text.indexOf("\r\n", at) + 2;
        }
        return Arrays.copyOfRange(delivered, at, delivered.length);
    }

    private static byte[] difficult(String id) {
        String head =
                """
                From: "Somebody"
                  <%s>
                To: %s
                CC: %s
                Date: Sat, 21 Nov 2026 18:00:00 +0000
                Message-ID: <%s>
                Subject: Difficult caf\u00e9
                X-Folded: one
                \ttwo
                   three
                X-None:
                MIME-Version: 1.0
                Content-Type: text/plain; charset=iso-8859-1
                Content-Transfer-Encoding: 8bit

                .
                ..
                .x
                ...
                From here on
                caf\u00e9 \u0080\u00ff
                """
                        .formatted(SENDER, TO, CC, id);
        String body = "0123456789".repeat(98) + "\n\t \n" + "trailing \t\n";
        return (head + body.repeat(1_000) + ".\n\n.end\n\n\n")
                .replace("\n", "\r\n")
                .getBytes(ISO_8859_1);
    }
}
