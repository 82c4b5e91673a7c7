package org.tapline.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.proxy.ProxySettings.Tls;

/// A peer that does not read holds little memory, and stops the other one.
class BackPressureTest {
    private static final long SIZE = 64L << 20;

    /// Two water marks, one read and what TLS has in hand, per leg, with room for the allocator.
    private static final long BOUND = 1L << 20;

    @TempDir Path folder;

    @Test
    void a_client_that_does_not_read_stops_the_upstream() throws Exception {
        TestCertificate certificate = TestCertificate.forName(folder, "dns:localhost");
        AtomicLong written = new AtomicLong();
        CompletableFuture<Void> done = new CompletableFuture<>();
        long before = TestRelay.pinnedMemory();
        try (FakeUpstream upstream =
                        FakeUpstream.tls(
                                certificate.serverContext(),
                                socket -> {
                                    pour(socket.getOutputStream(), written);
                                    done.complete(null);
                                });
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withClientTls(Tls.IMPLICIT)
                                .withUpstreamTls(Tls.IMPLICIT, certificate.chainFile(folder))
                                .start();
                Socket client = relay.connectTls()) {
            InputStream in = client.getInputStream();
            assertThat(in.read()).isZero();
            awaitStandstill(written);
            assertThat(written.get()).isLessThan(SIZE);
            assertThat(TestRelay.pinnedMemory() - before).isLessThan(BOUND);
            assertThat(1 + drain(in, SIZE - 1)).isEqualTo(SIZE);
            done.join();
        }
    }

    @Test
    void an_upstream_that_does_not_read_stops_the_client() throws Exception {
        AtomicLong written = new AtomicLong();
        CompletableFuture<Void> go = new CompletableFuture<>();
        CompletableFuture<Long> got = new CompletableFuture<>();
        long before = TestRelay.pinnedMemory();
        try (FakeUpstream upstream =
                        FakeUpstream.plain(
                                socket -> {
                                    go.join();
                                    got.complete(drain(socket.getInputStream(), SIZE));
                                });
                TestRelay relay = TestRelay.before(upstream, folder).start();
                Socket client = relay.connect()) {
            Thread sender = Thread.ofPlatform().start(() -> pour(client, written));
            Awaitility.await().until(() -> written.get() > 0);
            awaitStandstill(written);
            assertThat(written.get()).isLessThan(SIZE);
            assertThat(TestRelay.pinnedMemory() - before).isLessThan(BOUND);
            go.complete(null);
            assertThat(got.join()).isEqualTo(SIZE);
            sender.join();
        }
    }

    private static void pour(Socket socket, AtomicLong written) {
        try {
            pour(socket.getOutputStream(), written);
        } catch (Exception failed) {
            written.set(Long.MAX_VALUE);
        }
    }

    private static void pour(OutputStream out, AtomicLong written) throws Exception {
        byte[] block = new byte[64 * 1024];
        while (written.get() < SIZE) {
            out.write(block);
            written.addAndGet(block.length);
        }
        out.flush();
    }

    private static long drain(InputStream in, long expected) throws Exception {
        byte[] buffer = new byte[64 * 1024];
        long sum = 0;
        while (sum < expected) {
            int count = in.read(buffer);
            if (count < 0) {
                return sum;
            }
            sum += count;
        }
        return sum;
    }

    /// Nothing has been written for a second.
    private static void awaitStandstill(AtomicLong written) {
        AtomicLong last = new AtomicLong(-1);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> written.get() == last.getAndSet(written.get()));
    }
}
