package org.tapline.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Effects;

/// First law: octets out equal octets in, both ways at once, whatever secures the legs.
class RelayingTest {
    private static final int SIZE = 64 << 20;

    @TempDir Path folder;

    @Test
    void relays_64_megabytes_each_way_with_tls_on_both_legs() throws Exception {
        TestCertificate certificate = TestCertificate.forName(folder, "dns:localhost");
        CompletableFuture<String> atUpstream = new CompletableFuture<>();
        try (FakeUpstream upstream =
                        FakeUpstream.tls(
                                certificate.serverContext(),
                                socket -> exchange(socket, 2, 1, atUpstream));
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withClientTls(Tls.IMPLICIT)
                                .withUpstreamTls(Tls.IMPLICIT, certificate.chainFile(folder))
                                .start();
                Socket client = relay.connectTls()) {
            CompletableFuture<String> atClient = new CompletableFuture<>();
            exchange(client, 1, 2, atClient);
            assertThat(atClient.join()).isEqualTo(digest(2));
            assertThat(atUpstream.join()).isEqualTo(digest(1));
            assertThat(relay.counter("tapline.relayed.bytes", "direction", "to-client"))
                    .isEqualTo(SIZE);
        }
    }

    @Test
    void relays_in_the_clear_as_a_plain_pipe() throws Exception {
        CompletableFuture<String> atUpstream = new CompletableFuture<>();
        try (FakeUpstream upstream =
                        FakeUpstream.plain(socket -> exchange(socket, 4, 3, atUpstream));
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withConversation(
                                        () ->
                                                new ScriptedConversation() {
                                                    @Override
                                                    public void opened(Effects effects) {
                                                        effects.detach();
                                                    }
                                                })
                                .start();
                Socket client = relay.connect()) {
            CompletableFuture<String> atClient = new CompletableFuture<>();
            exchange(client, 3, 4, atClient);
            assertThat(atClient.join()).isEqualTo(digest(4));
            assertThat(atUpstream.join()).isEqualTo(digest(3));
        }
    }

    /// Sends one stream while it receives the other.
    private static void exchange(
            Socket socket, int sendSeed, int receiveSeed, CompletableFuture<String> received)
            throws Exception {
        Thread sender =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        send(socket.getOutputStream(), sendSeed);
                                    } catch (Exception failed) {
                                        received.completeExceptionally(failed);
                                    }
                                });
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[32 * 1024];
        for (long left = SIZE; left > 0; ) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            assertThat(count).as("octets of stream %s", receiveSeed).isPositive();
            digest.update(buffer, 0, count);
            left -= count;
        }
        received.complete(HexFormat.of().formatHex(digest.digest()));
        sender.join();
    }

    private static void send(OutputStream out, int seed) throws Exception {
        Random random = new Random(seed);
        byte[] block = new byte[64 * 1024];
        for (int sent = 0; sent < SIZE; sent += block.length) {
            random.nextBytes(block);
            out.write(block);
        }
        out.flush();
    }

    private static String digest(int seed) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Random random = new Random(seed);
        byte[] block = new byte[64 * 1024];
        for (int sent = 0; sent < SIZE; sent += block.length) {
            random.nextBytes(block);
            digest.update(block);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
