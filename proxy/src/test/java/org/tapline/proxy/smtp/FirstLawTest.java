package org.tapline.proxy.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.transcript.RecordingEffects;

/// First law: forwarded octets are received octets. Random sessions of commands, bodies and chunks,
/// pipelined and cut at random; the upstream answers what has reached it, sooner or later.
class FirstLawTest {
    private static final int SESSIONS = 3_000;

    @Test
    void what_is_sent_arrives_on_the_other_side_and_what_is_accepted_is_captured() {
        for (int seed = 0; seed < SESSIONS; seed++) {
            Random random = new Random(seed);
            Session session = new Session(random);
            RecordingEffects effects = session.play();
            assertThat(effects.sentTo(Leg.UPSTREAM)).as("seed %d", seed).isEqualTo(session.sent());
            assertThat(effects.sentTo(Leg.CLIENT)).as("seed %d", seed).isEqualTo(session.replied());
            assertThat(effects.commits().stream().map(octets -> new String(octets, ISO_8859_1)))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(session.accepted);
        }
    }

    /// A step: what the client sends, and the reply when all of it has arrived.
    private record Step(String sent, String reply) {}

    private static final class Session {
        private final Random random;
        private final List<Step> steps = new ArrayList<>();
        private final List<String> accepted = new ArrayList<>();

        Session(Random random) {
            this.random = random;
            step("", "220 ready");
            step("AUTH PLAIN AGFubmEAcHc=\r\n", "235 ok");
            for (int i = random.nextInt(6); i >= 0; i--) {
                if (random.nextInt(3) == 0) {
                    step("EHLO me\r\n", "250-hello\r\n250-SIZE\r\n250 X-NEW thing");
                } else {
                    transaction();
                }
            }
        }

        private void transaction() {
            step(chance() ? "RSET\r\n" : "noop \u00ff\r\n", "250 ok");
            boolean mail = random.nextInt(5) > 0;
            step("MAIL FROM:<a@acme.test> SIZE=7\r\n", mail ? "250 ok" : "553 no");
            boolean recipient = false;
            for (int i = random.nextInt(3); i >= 0; i--) {
                boolean taken = mail && chance();
                recipient |= taken;
                step("Rcpt To: <b" + i + "@other.test>\r\n", taken ? "250 ok" : "550-no\r\n550 no");
            }
            if (chance()) {
                data(recipient);
            } else {
                chunks(recipient);
            }
        }

        private void data(boolean recipient) {
            step("DATA\r\n", recipient ? "354 go" : "503 no");
            if (recipient) {
                String message = text();
                boolean taken = chance();
                String stuffed = message.replaceAll("(?s)(^|\r\n)\\.", "$1..");
                step(stuffed + ".\r\n", taken ? "250 filed" : "554 no");
                if (taken) {
                    accepted.add(message);
                }
            }
        }

        private void chunks(boolean recipient) {
            StringBuilder message = new StringBuilder();
            boolean good = recipient;
            for (int left = random.nextInt(4); left >= 0; left--) {
                String chunk = chance() ? text() : "";
                message.append(chunk);
                good &= random.nextInt(5) > 0;
                String command = "BDAT " + chunk.length() + (left == 0 ? " LAST" : "") + "\r\n";
                step(command + chunk, good ? "250 ok" : "503 no");
            }
            if (good) {
                accepted.add(message.toString());
            }
        }

        /// Lines with dots and bare CR, LF and NUL, but no lone dot.
        private String text() {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(8); i > 0; i--) {
                String[] lines = {"..", ".x", "a\nb", "c\rd", "\0", "", "QUIT", "x".repeat(1100)};
                text.append(lines[random.nextInt(lines.length)]).append("\r\n");
            }
            return text.toString();
        }

        private boolean chance() {
            return random.nextBoolean();
        }

        private void step(String sent, String reply) {
            steps.add(new Step(sent, reply + "\r\n"));
        }

        String sent() {
            StringBuilder all = new StringBuilder();
            steps.forEach(step -> all.append(step.sent()));
            return all.toString();
        }

        String replied() {
            StringBuilder all = new StringBuilder();
            steps.forEach(step -> all.append(step.reply()));
            return all.toString();
        }

        /// How many octets of replies the upstream owes for what has reached it.
        private int owed(int arrived) {
            int sent = 0;
            int owed = 0;
            for (Step step : steps) {
                sent += step.sent().length();
                if (sent > arrived) {
                    break;
                }
                owed += step.reply().length();
            }
            return owed;
        }

        RecordingEffects play() {
            SmtpConversation conversation =
                    new SmtpConversation(SmtpTranscriptTest.settings(Map.of("pipeline", "7")));
            RecordingEffects effects = new RecordingEffects(identity -> true);
            conversation.opened(effects);
            String sent = sent();
            String replied = replied();
            int client = 0;
            int upstream = 0;
            int size = 1 + random.nextInt(400);
            while (client < sent.length() || upstream < replied.length()) {
                int owed = owed(effects.sentTo(Leg.UPSTREAM).length());
                if (client < sent.length() && (chance() || owed == upstream)) {
                    int to = Math.min(sent.length(), client + 1 + random.nextInt(size));
                    feed(effects, conversation, Leg.CLIENT, sent.substring(client, to));
                    client = to;
                } else {
                    assertThat(owed).as("nobody waits for ever").isGreaterThan(upstream);
                    int to = Math.min(owed, upstream + 1 + random.nextInt(size));
                    feed(effects, conversation, Leg.UPSTREAM, replied.substring(upstream, to));
                    upstream = to;
                }
                assertThat(effects.live()).isTrue();
            }
            return effects;
        }

        private static void feed(
                RecordingEffects effects, SmtpConversation conversation, Leg from, String octets) {
            effects.feed(conversation, from, octets.getBytes(ISO_8859_1));
        }
    }
}
