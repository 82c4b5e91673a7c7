package org.tapline.proxy.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.Phase;
import org.tapline.proxy.transcript.RecordingEffects;

/// Rubbish on both legs: nothing throws, positions stay in bounds, and when the understanding ends
/// no piece is left open. Run with Jazzer's regression mode, on the inputs beside it.
class SmtpFuzzTest {
    private static final String[] WORDS = {
        "EHLO x\r\n",
        "AUTH PLAIN AGFubmEAcHc=\r\n",
        "AUTH LOGIN\r\n",
        "YQ==\r\n",
        "*\r\n",
        "MAIL FROM:<a@b>\r\n",
        "RCPT TO:<c@d>\r\n",
        "RCPT TO:<x@crm.test>\r\n",
        "DATA\r\n",
        "text\r\n",
        ".\r\n",
        "BDAT 3\r\n",
        "BDAT 5 LAST\r\n",
        "RSET\r\n",
        "STARTTLS\r\n",
        "220 x\r\n",
        "250 x\r\n",
        "250-x\r\n",
        "354 x\r\n",
        "334 x\r\n",
        "235 x\r\n",
        "250 STARTTLS\r\n",
        "421 x\r\n",
        "550 x\r\n",
        "\r",
        "\n",
        ".",
        "\0",
        " ",
        "\u00ff"
    };

    @FuzzTest
    void nothing_a_peer_sends_makes_the_conversation_throw(byte[] input) {
        run(input);
    }

    @Test
    void nor_do_likely_words_in_unlikely_order() {
        Random random = new Random(3207);
        for (int round = 0; round < 4_000; round++) {
            StringBuilder input = new StringBuilder();
            input.append((char) random.nextInt(8));
            for (int i = random.nextInt(40); i > 0; i--) {
                StringBuilder packet = new StringBuilder();
                for (int words = random.nextInt(4); words >= 0; words--) {
                    packet.append(WORDS[random.nextInt(WORDS.length)]);
                }
                int length = Math.min(127, packet.length());
                input.append((char) (length * 2 + random.nextInt(2))).append(packet, 0, length);
            }
            run(input.toString().getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /// First octet: the settings; then packets, each with its leg and length in one octet.
    private static void run(byte[] input) {
        int kind = input.length == 0 ? 0 : input[0];
        Map<String, String> settings =
                Map.of(
                        "client", (kind & 1) == 0 ? "IMPLICIT" : "STARTTLS",
                        "upstream", (kind & 2) == 0 ? "IMPLICIT" : "STARTTLS",
                        "bcc", "crm.test",
                        "withheld", "100",
                        "reply", "100");
        SmtpConversation conversation = new SmtpConversation(SmtpTranscriptTest.settings(settings));
        RecordingEffects effects = new RecordingEffects(identity -> (kind & 4) == 0);
        conversation.opened(effects);
        for (int at = 1; at < input.length && effects.live(); ) {
            Leg from = (input[at] & 1) == 0 ? Leg.CLIENT : Leg.UPSTREAM;
            int to = Math.min(input.length, at + 1 + ((input[at] & 0xff) >> 1));
            String asked = effects.log();
            effects.feed(conversation, from, Arrays.copyOfRange(input, at + 1, to));
            for (Leg leg : Leg.values()) {
                if (effects.live()
                        && effects.log().substring(asked.length()).contains("starttls " + leg)) {
                    conversation.secured(leg, effects);
                }
            }
            at = to;
        }
        if (effects.live()) {
            conversation.ended(Leg.UPSTREAM, effects);
            assertThat(effects.live()).isFalse();
        } else {
            assertThat(effects.log()).containsAnyOf("= close", "= detach", "= opaque");
            assertThat(conversation.phase() == Phase.PIPE)
                    .isEqualTo(!effects.log().contains("= close"));
        }
        assertThat(effects.openPieces()).isZero();
    }
}
