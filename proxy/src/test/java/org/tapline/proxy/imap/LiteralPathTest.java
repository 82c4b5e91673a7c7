package org.tapline.proxy.imap;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Leg;

/// The octets of literals are what a session mostly consists of.
class LiteralPathTest {
    private static final int READS = 20_000;

    private final CountingEffects effects = new CountingEffects();
    private final ImapConversation conversation =
            new ImapConversation(ImapSettings.of(Tls.IMPLICIT, Tls.IMPLICIT));
    private final ByteBuffer read = ByteBuffer.allocateDirect(16 << 10);

    @Test
    void reads_within_a_fetched_literal_allocate_nothing() {
        signIn();
        send(Leg.UPSTREAM, "* 1 FETCH (UID 1 BODY[] {" + Long.MAX_VALUE / 100 + "}\r\n");
        assertThat(allocatedBy(Leg.UPSTREAM)).isLessThan(READS);
        assertThat(effects.kept()).isEqualTo(2L * READS * read.capacity());
    }

    @Test
    void reads_within_an_appended_literal_allocate_nothing() {
        signIn();
        send(Leg.CLIENT, "b APPEND Sent {" + Long.MAX_VALUE / 100 + "+}\r\n");
        assertThat(allocatedBy(Leg.CLIENT)).isLessThan(READS);
        assertThat(effects.kept()).isEqualTo(2L * READS * read.capacity());
    }

    /// Octets on the heap, over all reads: less than one a read, so that the test does not hang on
    /// what the JVM itself does meanwhile.
    private long allocatedBy(Leg leg) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        flood(leg);
        long before = threads.getThreadAllocatedBytes(thread);
        flood(leg);
        return threads.getThreadAllocatedBytes(thread) - before;
    }

    private void flood(Leg leg) {
        for (int i = 0; i < READS; i++) {
            read.clear();
            effects.feed(conversation, leg, read);
        }
    }

    private void signIn() {
        send(Leg.UPSTREAM, "* OK [CAPABILITY IMAP4rev1 LITERAL+] ready\r\n");
        send(Leg.CLIENT, "a LOGIN u p\r\n");
        send(Leg.UPSTREAM, "a OK in\r\n");
    }

    private void send(Leg from, String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        effects.feed(conversation, from, ByteBuffer.wrap(octets));
    }
}
