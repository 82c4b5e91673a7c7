package org.tapline.proxy.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.Phase;
import org.tapline.proxy.transcript.RecordingEffects;

class SmtpPhaseTest {
    private final SmtpConversation conversation =
            new SmtpConversation(SmtpTranscriptTest.settings(Map.of()));
    private final RecordingEffects effects = new RecordingEffects(identity -> true);

    @Test
    void the_phase_follows_greeting_sign_in_and_loss_of_footing() {
        conversation.opened(effects);
        assertThat(conversation.phase()).isEqualTo(Phase.OPENING);
        says(Leg.UPSTREAM, "220 ready\r\n");
        assertThat(conversation.phase()).isEqualTo(Phase.UNAUTHENTICATED);
        says(Leg.CLIENT, "AUTH PLAIN AGFubmEAcHc=\r\n");
        assertThat(conversation.phase()).isEqualTo(Phase.UNAUTHENTICATED);
        says(Leg.UPSTREAM, "235 ok\r\n");
        assertThat(conversation.phase()).isEqualTo(Phase.AUTHENTICATED);
        says(Leg.UPSTREAM, "250 for what\r\n");
        assertThat(conversation.phase()).isEqualTo(Phase.PIPE);
    }

    @Test
    void an_upstream_that_takes_mail_without_a_sign_in_gives_the_long_time_limits() {
        conversation.opened(effects);
        says(Leg.UPSTREAM, "220 ready\r\n");
        says(Leg.CLIENT, "MAIL FROM:<a@acme.test>\r\n");
        says(Leg.UPSTREAM, "250 ok\r\n");
        assertThat(conversation.phase()).isEqualTo(Phase.AUTHENTICATED);
    }

    private void says(Leg from, String octets) {
        effects.feed(conversation, from, octets.getBytes(ISO_8859_1));
    }
}
