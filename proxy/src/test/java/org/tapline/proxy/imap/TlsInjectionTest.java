package org.tapline.proxy.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.transcript.RecordingEffects;

/// Octets in the clear behind STARTTLS: in the same packet, or in the next one.
class TlsInjectionTest {
    private final RecordingEffects effects = new RecordingEffects(identity -> true);

    @Test
    void octets_of_the_client_behind_starttls_close_the_session() {
        ImapConversation conversation =
                new ImapConversation(ImapSettings.of(Tls.STARTTLS, Tls.IMPLICIT));
        send(conversation, Leg.UPSTREAM, "* OK ready\r\n");
        send(conversation, Leg.CLIENT, "a STARTTLS\r\nb LOGIN u p\r\n");
        assertThat(effects.log()).endsWith("= close TLS_INJECTION\n").doesNotContain("LOGIN");
    }

    @Test
    void octets_of_the_client_before_the_handshake_close_the_session() {
        ImapConversation conversation =
                new ImapConversation(ImapSettings.of(Tls.STARTTLS, Tls.IMPLICIT));
        send(conversation, Leg.UPSTREAM, "* OK ready\r\n");
        send(conversation, Leg.CLIENT, "a STARTTLS\r\n");
        send(conversation, Leg.CLIENT, "b LOGIN u p\r\n");
        assertThat(effects.log()).endsWith("= close TLS_INJECTION\n").doesNotContain("LOGIN");
    }

    @Test
    void octets_of_the_upstream_behind_its_ok_close_the_session() {
        ImapConversation conversation =
                new ImapConversation(ImapSettings.of(Tls.IMPLICIT, Tls.STARTTLS));
        send(conversation, Leg.UPSTREAM, "* OK ready\r\n");
        send(conversation, Leg.UPSTREAM, "TAPLINE1 OK\r\n* CAPABILITY EVIL\r\n");
        assertThat(effects.log())
                .endsWith("= close TLS_INJECTION\n")
                .doesNotContain("EVIL")
                .doesNotContain("starttls UPSTREAM");
    }

    @Test
    void octets_of_the_upstream_before_the_handshake_close_the_session() {
        ImapConversation conversation =
                new ImapConversation(ImapSettings.of(Tls.IMPLICIT, Tls.STARTTLS));
        send(conversation, Leg.UPSTREAM, "* OK ready\r\n");
        send(conversation, Leg.UPSTREAM, "TAPLINE1 OK\r\n");
        send(conversation, Leg.UPSTREAM, "* CAPABILITY EVIL\r\n");
        assertThat(effects.log()).endsWith("= close TLS_INJECTION\n").doesNotContain("EVIL");
    }

    private void send(ImapConversation conversation, Leg from, String text) {
        effects.feed(conversation, from, text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
