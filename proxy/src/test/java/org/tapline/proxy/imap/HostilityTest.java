package org.tapline.proxy.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.Phase;

/// Peers that send without end: octets flow, memory does not grow, nothing is thrown.
class HostilityTest {
    private static final int PACKET = 16 << 10;

    private final CountingEffects effects = new CountingEffects();
    private final ImapConversation conversation =
            new ImapConversation(ImapSettings.of(Tls.IMPLICIT, Tls.IMPLICIT));

    @BeforeEach
    void sign_in() {
        send(Leg.UPSTREAM, "* OK [CAPABILITY IMAP4rev1 LITERAL+] ready\r\n");
        send(Leg.CLIENT, "a LOGIN u p\r\n");
        send(Leg.UPSTREAM, "a OK in\r\n");
        effects.reset();
    }

    @Test
    void a_million_parentheses_pass() {
        send(Leg.UPSTREAM, "* 1 FETCH (X ");
        long sent = flood(Leg.UPSTREAM, "(", 1_000_000) + "* 1 FETCH (X ".length();
        assertThat(effects.toClient()).isEqualTo(sent);
        assertThat(conversation.phase()).isEqualTo(Phase.AUTHENTICATED);
    }

    @Test
    void a_million_literals_in_one_answer_end_the_understanding() {
        send(Leg.UPSTREAM, "* 1 FETCH (X (");
        long sent = "* 1 FETCH (X (".length();
        for (int i = 0; i < 1_000_000; i++) {
            send(Leg.UPSTREAM, "{1}\r\nx");
            sent += 6;
        }
        assertThat(effects.toClient()).isEqualTo(sent);
        assertThat(effects.opaque()).contains("TOO_MUCH_AT_ONCE");
    }

    @Test
    void a_million_answers_with_literals_pass_and_are_followed() {
        long sent = 0;
        for (int i = 0; i < 1_000_000; i++) {
            sent += send(Leg.UPSTREAM, "* 1 FETCH (X {1}\r\nx)\r\n");
        }
        assertThat(effects.toClient()).isEqualTo(sent);
        assertThat(conversation.phase()).isEqualTo(Phase.AUTHENTICATED);
    }

    @Test
    void an_endless_line_of_the_upstream_passes() {
        send(Leg.UPSTREAM, "* SEARCH");
        long sent = "* SEARCH".length() + flood(Leg.UPSTREAM, " 123", 64 << 20);
        sent += send(Leg.UPSTREAM, "\r\n* 5 EXISTS\r\n");
        assertThat(effects.toClient()).isEqualTo(sent);
        assertThat(conversation.phase()).isEqualTo(Phase.AUTHENTICATED);
    }

    @Test
    void an_endless_line_of_the_client_makes_a_pipe() {
        long sent = flood(Leg.CLIENT, "x", 1 << 20);
        assertThat(effects.toUpstream()).isEqualTo(sent);
        assertThat(effects.opaque()).contains("LINE_TOO_LONG");
    }

    @Test
    void a_literal_of_three_gibibytes_is_counted() {
        long size = 3L << 30;
        long sent = send(Leg.UPSTREAM, "* 1 FETCH (UID 1 BODY[] {" + size + "}\r\n");
        ByteBuffer packet = ByteBuffer.allocateDirect(1 << 20).asReadOnlyBuffer();
        for (long left = size; left > 0; left -= packet.capacity()) {
            packet.clear();
            effects.feed(conversation, Leg.UPSTREAM, packet);
            sent += packet.capacity();
        }
        sent += send(Leg.UPSTREAM, ")\r\n");
        assertThat(effects.toClient()).isEqualTo(sent);
        assertThat(effects.kept()).isEqualTo(size);
        assertThat(effects.commits()).isEqualTo(1);
    }

    private long send(Leg from, String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        effects.feed(conversation, from, ByteBuffer.wrap(octets).asReadOnlyBuffer());
        return octets.length;
    }

    private long flood(Leg from, String text, long octets) {
        String packet = text.repeat(PACKET / text.length());
        long sent = 0;
        while (sent < octets) {
            sent += send(from, packet);
        }
        return sent;
    }
}
