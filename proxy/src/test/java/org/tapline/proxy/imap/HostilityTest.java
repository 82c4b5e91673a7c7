package org.tapline.proxy.imap;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
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
    void a_line_of_two_gibibytes_passes_and_is_followed() {
        long length = 2L << 30;
        ByteBuffer packet = ByteBuffer.allocateDirect(1 << 20);
        while (packet.hasRemaining()) {
            packet.put((byte) '7');
        }
        long sent = send(Leg.UPSTREAM, "* SEARCH ");
        for (long left = length; left > 0; left -= packet.capacity()) {
            packet.clear();
            effects.feed(conversation, Leg.UPSTREAM, packet.asReadOnlyBuffer());
            sent += packet.capacity();
        }
        sent += send(Leg.UPSTREAM, "\r\n* 5 EXISTS\r\n");
        assertThat(effects.toClient()).isEqualTo(sent);
        assertThat(conversation.phase()).isEqualTo(Phase.AUTHENTICATED);
        assertThat(effects.opaque()).isEmpty();
    }

    /// One octet in each packet, as a peer sends that has all the time in the world: what is
    /// allocated grows with the octets, and not with their square.
    @Test
    void lines_and_waiting_octets_that_come_one_by_one_cost_no_copies_of_copies() {
        send(Leg.CLIENT, "b APPEND INBOX {70000}\r\n");
        long thread = Thread.currentThread().threadId();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(thread);
        ByteBuffer one = ByteBuffer.wrap(new byte[] {'x'});
        int waiting = ImapLimits.DEFAULTS.heldBack();
        for (int i = 0; i < waiting; i++) {
            effects.feed(conversation, Leg.CLIENT, one.duplicate());
        }
        assertThat(effects.toUpstream()).as("nothing passes before the +").isLessThan(100);
        assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(1000L * waiting);
        send(Leg.UPSTREAM, "+ go\r\n");
        assertThat(effects.toUpstream()).isGreaterThan(waiting);
    }

    /// Each `+` lets two octets go on; the rest waits where it is.
    @Test
    void waiting_octets_that_are_let_go_in_thousands_of_steps_are_not_copied_each_time() {
        StringBuilder login = new StringBuilder("b SEARCH");
        int steps = 9_000;
        for (int i = 0; i < steps; i++) {
            login.append("{0}\r\n ");
        }
        ImapConversation waiting =
                new ImapConversation(ImapSettings.of(Tls.IMPLICIT, Tls.IMPLICIT));
        CountingEffects counted = new CountingEffects();
        feed(counted, waiting, Leg.UPSTREAM, "* OK [CAPABILITY IMAP4rev1] ready\r\n");
        feed(counted, waiting, Leg.CLIENT, "a LOGIN u p\r\n");
        feed(counted, waiting, Leg.UPSTREAM, "a OK in\r\n");
        feed(counted, waiting, Leg.CLIENT, login + "\r\n");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < steps; i++) {
            feed(counted, waiting, Leg.UPSTREAM, "+ go\r\n");
        }
        assertThat(counted.toUpstream()).isEqualTo("a LOGIN u p\r\n".length() + login.length() + 2);
        assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(10_000L * steps);
    }

    private static void feed(
            CountingEffects counted, ImapConversation conversation, Leg from, String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        counted.feed(conversation, from, ByteBuffer.wrap(octets).asReadOnlyBuffer());
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
