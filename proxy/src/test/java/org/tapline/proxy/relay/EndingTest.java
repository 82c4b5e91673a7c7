package org.tapline.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tapline.proxy.relay.ScriptedConversation.octets;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.Leg;

/// How sessions end: in order, half-closed, reset, drained.
class EndingTest {
    @TempDir Path folder;

    @Test
    void a_client_that_ends_its_stream_still_gets_the_answers() throws Exception {
        try (FakeUpstream upstream =
                        FakeUpstream.plain(
                                socket -> {
                                    socket.getOutputStream().write('+');
                                    byte[] all = socket.getInputStream().readAllBytes();
                                    socket.getOutputStream().write(octets("got " + all.length));
                                });
                TestRelay relay = TestRelay.before(upstream, folder).start();
                Socket client = relay.connect()) {
            assertThat(client.getInputStream().read()).isEqualTo('+');
            client.getOutputStream().write(octets("a1 LOGOUT\r\n"));
            client.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(octets("got 11"));
            relay.awaitNoSessions();
        }
    }

    @Test
    void what_a_client_sent_before_it_left_reaches_a_slow_upstream() throws Exception {
        int size = 16 << 20;
        CompletableFuture<Void> go = new CompletableFuture<>();
        CompletableFuture<Integer> got = new CompletableFuture<>();
        try (FakeUpstream upstream =
                        FakeUpstream.plain(
                                socket -> {
                                    go.join();
                                    got.complete(socket.getInputStream().readAllBytes().length);
                                });
                TestRelay relay = TestRelay.before(upstream, folder).start();
                Socket client = relay.connect()) {
            Thread sender =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            client.getOutputStream().write(new byte[size]);
                                            client.shutdownOutput();
                                        } catch (IOException failed) {
                                            got.completeExceptionally(failed);
                                        }
                                    });
            // The relay stops reading, because the upstream does not read.
            sender.join(1000);
            go.complete(null);
            assertThat(got.join()).isEqualTo(size);
        }
    }

    @Test
    void a_client_that_ends_its_stream_at_once_is_served_all_the_same() throws Exception {
        try (FakeUpstream upstream =
                        FakeUpstream.plain(
                                socket -> {
                                    byte[] all = socket.getInputStream().readAllBytes();
                                    socket.getOutputStream().write(octets("got " + all.length));
                                });
                TestRelay relay = TestRelay.before(upstream, folder).start();
                Socket client = relay.connect()) {
            client.getOutputStream().write(octets("a1 LOGOUT\r\n"));
            client.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(octets("got 11"));
        }
    }

    @Test
    void an_upstream_that_dies_ends_the_client_after_its_last_octet() throws Exception {
        long before = TestRelay.pinnedMemory();
        CountDownLatch told = new CountDownLatch(1);
        try (FakeUpstream upstream =
                        FakeUpstream.plain(
                                socket -> {
                                    socket.getOutputStream()
                                            .write(octets("* 1 FETCH (BODY[] {1000}\r\nhalf"));
                                });
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withConversation(
                                        () ->
                                                new ScriptedConversation() {
                                                    @Override
                                                    public void ended(Leg leg, Effects effects) {
                                                        if (leg == Leg.UPSTREAM) {
                                                            told.countDown();
                                                        }
                                                    }
                                                })
                                .start();
                Socket client = relay.connect()) {
            assertThat(client.getInputStream().readAllBytes())
                    .isEqualTo(octets("* 1 FETCH (BODY[] {1000}\r\nhalf"));
            told.await();
            relay.awaitNoSessions();
        }
        assertThat(TestRelay.pinnedMemory()).isLessThanOrEqualTo(before);
    }

    @Test
    void a_client_that_resets_ends_the_upstream() throws Exception {
        CompletableFuture<Integer> end = new CompletableFuture<>();
        try (FakeUpstream upstream =
                        FakeUpstream.plain(
                                socket -> {
                                    InputStream in = socket.getInputStream();
                                    socket.getOutputStream().write('+');
                                    end.complete(in.read());
                                });
                TestRelay relay = TestRelay.before(upstream, folder).start()) {
            Socket client = relay.connect();
            assertThat(client.getInputStream().read()).isEqualTo('+');
            client.setSoLinger(true, 0);
            client.close();
            assertThat(end.join()).isEqualTo(-1);
            relay.awaitNoSessions();
        }
    }

    @Test
    void a_conversation_that_closes_gets_its_last_words_across_on_both_legs() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (FakeUpstream upstream =
                        FakeUpstream.plain(
                                socket ->
                                        heard.complete(
                                                new String(
                                                        socket.getInputStream().readAllBytes(),
                                                        StandardCharsets.US_ASCII)));
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withConversation(
                                        () ->
                                                new ScriptedConversation() {
                                                    @Override
                                                    public void opened(Effects effects) {
                                                        effects.send(
                                                                Leg.UPSTREAM, octets("QUIT\r\n"));
                                                        effects.send(
                                                                Leg.CLIENT, octets("* BYE\r\n"));
                                                        effects.close(
                                                                CloseReason.NOT_THIS_PROTOCOL);
                                                    }
                                                })
                                .start();
                Socket client = relay.connect()) {
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(octets("* BYE\r\n"));
            assertThat(heard.join()).isEqualTo("QUIT\r\n");
            relay.awaitNoSessions();
        }
    }

    @Test
    void draining_takes_no_more_clients_and_ends_the_rest_when_its_time_is_over() throws Exception {
        CompletableFuture<Integer> end = new CompletableFuture<>();
        try (FakeUpstream upstream =
                        FakeUpstream.plain(
                                socket -> {
                                    socket.getOutputStream().write('+');
                                    end.complete(socket.getInputStream().read());
                                });
                TestRelay relay = TestRelay.before(upstream, folder).start();
                Socket client = relay.connect()) {
            assertThat(client.getInputStream().read()).isEqualTo('+');
            int port = relay.port();
            relay.stop();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(end.join()).isEqualTo(-1);
            Assertions.assertThatThrownBy(
                            () -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                    .isInstanceOf(IOException.class);
            relay.awaitNoSessions();
        }
    }
}
