package org.tapline.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tapline.proxy.relay.ScriptedConversation.octets;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.proxy.ProxySettings;

/// A whole message is captured while somebody is slow: the client, the upstream, or the disk. What
/// is held in memory stays below the spool's limit and one session's share of buffers, and the
/// message arrives octet for octet.
class CapturingUnderPressureTest {
    private static final int SIZE = 32 << 20;
    private static final long SPOOL = 4L << 20;

    /// The spool's memory; beside it as in [BackPressureTest].
    private static final long BOUND = SPOOL + (1L << 20);

    @TempDir Path folder;

    private TestRelay relay(FakeUpstream upstream, ExecutorService disk) {
        return TestRelay.before(upstream, folder)
                .withRealConversations()
                .withSpoolWriter(disk)
                .withLimits(
                        new ProxySettings.Limits(
                                Duration.ofSeconds(30),
                                Duration.ofMillis(500),
                                ProxySettings.Admission.DEFAULTS,
                                new ProxySettings.Spooling(1 << 20, SPOOL, 1L << 30, 0)))
                .start();
    }

    private static byte octet(long position) {
        return (byte) (position * 31 + (position >> 13));
    }

    private static void pour(OutputStream out, AtomicLong written) throws IOException {
        byte[] block = new byte[64 * 1024];
        while (written.get() < SIZE) {
            for (int i = 0; i < block.length; i++) {
                block[i] = octet(written.get() + i);
            }
            out.write(block);
            written.addAndGet(block.length);
        }
        out.flush();
    }

    /// Reads the message, checking every octet.
    private static void check(InputStream in) throws IOException {
        byte[] block = new byte[64 * 1024];
        for (int at = 0; at < SIZE; at += block.length) {
            assertThat(in.readNBytes(block, 0, block.length)).isEqualTo(block.length);
            for (int i = 0; i < block.length; i++) {
                if (block[i] != octet(at + i)) {
                    throw new AssertionError("octet " + (at + i) + " is another one");
                }
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            assertThat(c).as("end of stream behind: " + line).isNotNegative();
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write(octets(line + "\r\n"));
    }

    /// Takes a sign-in and a SELECT.
    private static void welcome(Socket socket) throws IOException {
        say(socket, "* OK [CAPABILITY IMAP4rev1 LITERAL+] hi");
        line(socket.getInputStream());
        say(socket, "a1 OK yes");
        line(socket.getInputStream());
        say(socket, "* OK [UIDVALIDITY 3] valid");
        say(socket, "a2 OK yes");
    }

    private static void signIn(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        assertThat(line(in)).startsWith("* OK");
        say(client, "a1 LOGIN u1@acme.test secret");
        assertThat(line(in)).isEqualTo("a1 OK yes");
        say(client, "a2 SELECT INBOX");
        assertThat(line(in)).startsWith("* OK [UIDVALIDITY");
        assertThat(line(in)).isEqualTo("a2 OK yes");
    }

    private static FakeUpstream serving(AtomicLong written) throws IOException {
        return FakeUpstream.plain(
                socket -> {
                    welcome(socket);
                    line(socket.getInputStream());
                    say(socket, "* 1 FETCH (UID 7 BODY[] {" + SIZE + "}");
                    pour(socket.getOutputStream(), written);
                    say(socket, ")");
                    say(socket, "a3 OK done");
                    socket.getInputStream().readAllBytes();
                });
    }

    /// Nothing has been written for a second.
    private static void awaitStandstill(AtomicLong written) {
        AtomicLong last = new AtomicLong(-1);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> written.get() > 0 && written.get() == last.getAndSet(written.get()));
    }

    /// The message is in the journal octet for octet, or counted as lost: the spool gives way when
    /// the disk cannot keep up, and what disk there is a test cannot know.
    private static void isAccountedFor(TestRelay relay) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !relay.journal.entries().isEmpty() || lost(relay) > 0);
        if (relay.journal.entries().isEmpty()) {
            assertThat(lost(relay)).isEqualTo(1);
            return;
        }
        byte[] kept =
                relay.journal.entries().getFirst().octets().getBytes(StandardCharsets.ISO_8859_1);
        assertThat(kept).hasSize(SIZE);
        for (int i = 0; i < SIZE; i++) {
            if (kept[i] != octet(i)) {
                throw new AssertionError("octet " + i + " was captured as another one");
            }
        }
    }

    private static double lost(TestRelay relay) {
        return relay
                .meters
                .find("tapline.capture.lost")
                .tag("reason", "spool-full")
                .counters()
                .stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Test
    void a_client_that_does_not_read_stops_the_upstream_and_gets_all_of_it_later()
            throws Exception {
        AtomicLong written = new AtomicLong();
        long before = TestRelay.pinnedMemory();
        try (FakeUpstream upstream = serving(written);
                TestRelay relay = relay(upstream, Executors.newSingleThreadExecutor());
                Socket client = relay.connect()) {
            signIn(client);
            say(client, "a3 UID FETCH 7 BODY[]");
            awaitStandstill(written);
            assertThat(written.get()).isLessThan(SIZE);
            assertThat(TestRelay.pinnedMemory() - before).isLessThan(BOUND);
            InputStream in = client.getInputStream();
            assertThat(line(in)).startsWith("* 1 FETCH");
            check(in);
            assertThat(line(in)).isEqualTo(")");
            assertThat(line(in)).isEqualTo("a3 OK done");
            isAccountedFor(relay);
        }
    }

    @Test
    void an_upstream_that_does_not_read_stops_the_client_and_gets_all_of_it_later()
            throws Exception {
        AtomicLong written = new AtomicLong();
        CompletableFuture<Void> go = new CompletableFuture<>();
        long before = TestRelay.pinnedMemory();
        try (FakeUpstream upstream =
                        FakeUpstream.plain(
                                socket -> {
                                    welcome(socket);
                                    line(socket.getInputStream());
                                    go.join();
                                    check(socket.getInputStream());
                                    line(socket.getInputStream());
                                    say(socket, "a3 OK [APPENDUID 3 9] done");
                                    socket.getInputStream().readAllBytes();
                                });
                TestRelay relay = relay(upstream, Executors.newSingleThreadExecutor());
                Socket client = relay.connect()) {
            signIn(client);
            say(client, "a3 APPEND INBOX {" + SIZE + "+}");
            Thread sender =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            pour(client.getOutputStream(), written);
                                            say(client, "");
                                        } catch (IOException failed) {
                                            written.set(Long.MAX_VALUE);
                                        }
                                    });
            awaitStandstill(written);
            assertThat(written.get()).isLessThan(SIZE);
            assertThat(TestRelay.pinnedMemory() - before).isLessThan(BOUND);
            go.complete(null);
            assertThat(line(client.getInputStream())).isEqualTo("a3 OK [APPENDUID 3 9] done");
            sender.join();
            isAccountedFor(relay);
            assertThat(upstream.failure()).isEmpty();
        }
    }

    /// Slower by far than what comes; the capture gives way, the mail does not.
    @Test
    void a_disk_that_is_slow_neither_holds_the_mail_nor_fills_the_memory() throws Exception {
        AtomicLong written = new AtomicLong();
        AtomicLong most = new AtomicLong();
        AtomicLong writes = new AtomicLong();
        long before = TestRelay.pinnedMemory();
        try (FakeUpstream upstream = serving(written);
                TestRelay relay =
                        relay(
                                upstream,
                                new Watched(
                                        () -> {
                                            long held = TestRelay.pinnedMemory() - before;
                                            most.accumulateAndGet(held, Math::max);
                                            writes.incrementAndGet();
                                        }));
                Socket client = relay.connect()) {
            signIn(client);
            say(client, "a3 UID FETCH 7 BODY[]");
            InputStream in = client.getInputStream();
            assertThat(line(in)).startsWith("* 1 FETCH");
            check(in);
            assertThat(line(in)).isEqualTo(")");
            assertThat(line(in)).isEqualTo("a3 OK done");
            assertThat(writes.get()).as("the disk was asked").isPositive();
            assertThat(most.get()).isLessThan(BOUND);
            isAccountedFor(relay);
        }
    }

    /// Takes ten milliseconds for each write, and looks at the memory meanwhile.
    private static final class Watched extends AbstractExecutorService {
        private final ExecutorService one = Executors.newSingleThreadExecutor();
        private final Runnable look;

        Watched(Runnable look) {
            this.look = look;
        }

        @Override
        public void execute(Runnable write) {
            one.execute(
                    () -> {
                        look.run();
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                        write.run();
                    });
        }

        @Override
        public void shutdown() {
            one.shutdown();
        }

        @Override
        public List<Runnable> shutdownNow() {
            return one.shutdownNow();
        }

        @Override
        public boolean isShutdown() {
            return one.isShutdown();
        }

        @Override
        public boolean isTerminated() {
            return one.isTerminated();
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
            return one.awaitTermination(timeout, unit);
        }
    }
}
