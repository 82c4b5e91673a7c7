package org.tapline.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tapline.proxy.relay.ScriptedConversation.octets;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.journal.JournalException;
import org.tapline.journal.MailboxName;
import org.tapline.proxy.ProxySettings;

/// From octets that pass by to the journal, and what the client waits for meanwhile.
class CaptureTest {
    private static final ProxySettings.Limits IMPATIENT =
            TestRelay.limits(Duration.ofMillis(200), Duration.ofMillis(200));

    @TempDir Path folder;

    /// Takes `size` octets, then says OK, again and again.
    private static FakeUpstream taking(int size) throws Exception {
        return FakeUpstream.plain(
                socket -> {
                    while (socket.getInputStream().readNBytes(size).length == size) {
                        socket.getOutputStream().write(octets("250 OK\r\n"));
                    }
                });
    }

    private static String answer(Socket client) throws Exception {
        return new String(client.getInputStream().readNBytes(8), StandardCharsets.US_ASCII);
    }

    private static byte[] mail(int size) {
        byte[] mail = new byte[size];
        new Random(7).nextBytes(mail);
        return mail;
    }

    @Test
    void a_message_is_in_the_journal_before_the_client_sees_the_answer() throws Exception {
        CompletableFuture<Void> durable = new CompletableFuture<>();
        try (FakeUpstream upstream = taking(5);
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withConversation(Capturing::new)
                                .start();
                Socket client = relay.connect()) {
            relay.journal.answers(() -> durable);
            client.getOutputStream().write(octets("hello"));
            Awaitility.await().until(() -> relay.journal.entries().size() == 1);
            assertThat(client.getInputStream().available()).isZero();
            durable.complete(null);
            assertThat(answer(client)).isEqualTo("250 OK\r\n");
            FakeJournal.Entry entry = relay.journal.entries().getFirst();
            assertThat(entry.octets()).isEqualTo("hello");
            assertThat(entry.observation().mailbox())
                    .isEqualTo(new MailboxName("u1@acme.test", "default"));
            assertThat(entry.observation().at()).isEqualTo(TestRelay.NOW);
            assertThat(relay.counter("tapline.captured", "way", "smtp-submission")).isEqualTo(1);
        }
    }

    @Test
    void a_journal_that_never_answers_does_not_stop_the_mail() throws Exception {
        try (FakeUpstream upstream = taking(5);
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withConversation(Capturing::new)
                                .withLimits(IMPATIENT)
                                .start();
                Socket client = relay.connect()) {
            relay.journal.answers(CompletableFuture::new);
            for (int round = 0; round < 3; round++) {
                client.getOutputStream().write(octets("hello"));
                assertThat(answer(client)).isEqualTo("250 OK\r\n");
            }
            assertThat(relay.counter("tapline.capture.lost", "reason", "journal")).isZero();
        }
    }

    @Test
    void a_journal_that_refuses_is_counted_and_the_mail_goes_at_once() throws Exception {
        try (FakeUpstream upstream = taking(5);
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withConversation(Capturing::new)
                                .start();
                Socket client = relay.connect()) {
            relay.journal.answers(
                    () -> CompletableFuture.failedFuture(new JournalException("disk is full")));
            client.getOutputStream().write(octets("hello"));
            assertThat(answer(client)).isEqualTo("250 OK\r\n");
            assertThat(relay.counter("tapline.capture.lost", "reason", "journal")).isEqualTo(1);
        }
    }

    @Test
    void large_messages_stay_in_memory_while_there_is_plenty() throws Exception {
        int size = 12 << 20;
        assertThat(capturedWith(spool(64L << 20, 1L << 30), size)).isZero();
    }

    @Test
    void large_messages_go_through_the_disk_when_memory_is_scarce() throws Exception {
        int size = 12 << 20;
        assertThat(capturedWith(spool(16L << 20, 1L << 30), size)).isGreaterThan(size / 8);
    }

    /// Captures one message, octet for octet, and leaves nothing in memory.
    ///
    /// @return how large the spool's file became
    private long capturedWith(ProxySettings.Limits limits, int size) throws Exception {
        long before = TestRelay.pinnedMemory();
        long onDisk;
        try (FakeUpstream upstream = taking(size);
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withConversation(Capturing::new)
                                .withLimits(limits)
                                .start();
                Socket client = relay.connect()) {
            client.getOutputStream().write(mail(size));
            assertThat(answer(client)).isEqualTo("250 OK\r\n");
            assertThat(relay.journal.entries().getFirst().octets())
                    .isEqualTo(new String(mail(size), StandardCharsets.ISO_8859_1));
            onDisk = folder.resolve("spool").resolve("pieces.spool").toFile().length();
            client.shutdownOutput();
            relay.awaitNoSessions();
        }
        assertThat(TestRelay.pinnedMemory()).isLessThanOrEqualTo(before);
        return onDisk;
    }

    private static ProxySettings.Limits spool(long memory, long disk) {
        return new ProxySettings.Limits(
                Duration.ofSeconds(30),
                Duration.ofMillis(200),
                ProxySettings.Admission.DEFAULTS,
                new ProxySettings.Spooling(1 << 20, memory, disk, 0));
    }

    @Test
    void a_disk_that_hangs_costs_the_capture_and_not_the_mail() throws Exception {
        int size = 12 << 20;
        CountDownLatch disk = new CountDownLatch(1);
        ExecutorService hanging = Executors.newSingleThreadExecutor();
        hanging.execute(
                () -> {
                    try {
                        disk.await();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                });
        try (FakeUpstream upstream = taking(size);
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withConversation(Capturing::new)
                                .withSpoolWriter(hanging)
                                .withLimits(spool(4L << 20, 1L << 30))
                                .start();
                Socket client = relay.connect()) {
            client.getOutputStream().write(mail(size));
            assertThat(answer(client)).isEqualTo("250 OK\r\n");
            assertThat(relay.counter("tapline.capture.lost", "reason", "spool-full")).isEqualTo(1);
            assertThat(relay.journal.entries()).isEmpty();
            disk.countDown();
        }
    }

    @Test
    void a_full_spool_costs_the_capture_and_not_the_mail() throws Exception {
        int size = 12 << 20;
        try (FakeUpstream upstream = taking(size);
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withConversation(Capturing::new)
                                .withLimits(spool(16L << 20, 2L << 20))
                                .start();
                Socket client = relay.connect()) {
            client.getOutputStream().write(mail(size));
            assertThat(answer(client)).isEqualTo("250 OK\r\n");
            assertThat(relay.counter("tapline.capture.lost", "reason", "spool-full")).isEqualTo(1);
        }
    }
}
