package org.tapline.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tapline.proxy.relay.ScriptedConversation.octets;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.proxy.conversation.Conversation;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.Phase;

/// A conversation that fails costs the capture, never an octet of mail.
class DefectTest {
    @TempDir Path folder;

    /// Passes complete lines, withholds the rest, and fails when told to.
    private static class Failing extends ScriptedConversation {
        private final StringBuilder withheld = new StringBuilder();

        @Override
        public void received(Leg from, ByteBuffer octets, Effects effects) {
            String text = text(octets);
            if (text.contains("fail")) {
                effects.pass(octets.position(), octets.position() + text.indexOf("fail"));
                throw new IllegalStateException("a defect, on purpose");
            }
            if (from == Leg.CLIENT && !text.endsWith("\n")) {
                withheld.append(text);
                return;
            }
            if (!withheld.isEmpty()) {
                effects.send(Leg.UPSTREAM, octets(withheld.toString()));
                withheld.setLength(0);
            }
            effects.pass(octets.position(), octets.limit());
        }
    }

    private String heardByUpstream(Supplier<Conversation> conversation, String... parts)
            throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (FakeUpstream upstream =
                        FakeUpstream.plain(
                                socket -> {
                                    socket.getOutputStream().write('+');
                                    heard.complete(
                                            new String(
                                                    socket.getInputStream().readAllBytes(),
                                                    StandardCharsets.US_ASCII));
                                });
                TestRelay relay =
                        TestRelay.before(upstream, folder).withConversation(conversation).start();
                Socket client = relay.connect()) {
            client.getInputStream().read();
            for (String part : parts) {
                double before = relay.counter("tapline.relayed.bytes", "direction", "to-upstream");
                client.getOutputStream().write(octets(part));
                Awaitility.await()
                        .until(
                                () ->
                                        relay.counter(
                                                        "tapline.relayed.bytes",
                                                        "direction",
                                                        "to-upstream")
                                                == before + part.length());
            }
            client.shutdownOutput();
            String all = heard.join();
            assertThat(relay.counter("tapline.opaque", "reason", "defect")).isEqualTo(1);
            return all;
        }
    }

    @Test
    void octets_behind_the_last_passed_one_get_across_and_the_session_goes_on() throws Exception {
        assertThat(heardByUpstream(Failing::new, "one\r\nfail two\r\n", "three\r\n"))
                .isEqualTo("one\r\nfail two\r\nthree\r\n");
    }

    @Test
    void octets_withheld_in_earlier_calls_get_across_first() throws Exception {
        assertThat(heardByUpstream(Failing::new, "lo", "gin", "fail\r\n", "more\r\n"))
                .isEqualTo("loginfail\r\nmore\r\n");
    }

    @Test
    void octets_that_were_withheld_and_sent_are_not_sent_twice() throws Exception {
        assertThat(heardByUpstream(Failing::new, "lo", "gin\r\n", "fail\r\n"))
                .isEqualTo("login\r\nfail\r\n");
    }

    @Test
    void a_rewrite_of_unknown_extent_ends_the_session_instead_of_guessing() throws Exception {
        Supplier<Conversation> rewriting =
                () ->
                        new ScriptedConversation() {
                            @Override
                            public void received(Leg from, ByteBuffer octets, Effects effects) {
                                if (from == Leg.UPSTREAM) {
                                    super.received(from, octets, effects);
                                    return;
                                }
                                effects.send(Leg.UPSTREAM, octets("rewritten\r\n"));
                                throw new IllegalStateException("a defect, on purpose");
                            }
                        };
        assertThat(heardByUpstream(rewriting, "original\r\n")).isEqualTo("rewritten\r\n");
    }

    @Test
    void before_the_greeting_the_client_is_refused() throws Exception {
        try (FakeUpstream upstream =
                        FakeUpstream.plain(
                                socket -> {
                                    socket.getOutputStream().write(octets("* OK\r\n"));
                                    socket.getInputStream().read();
                                });
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withConversation(
                                        () ->
                                                new ScriptedConversation() {
                                                    @Override
                                                    public void received(
                                                            Leg from,
                                                            ByteBuffer octets,
                                                            Effects effects) {
                                                        throw new IllegalStateException(
                                                                "a defect, on purpose");
                                                    }

                                                    @Override
                                                    public Phase phase() {
                                                        return Phase.OPENING;
                                                    }
                                                })
                                .start();
                Socket client = relay.connect()) {
            assertThat(
                            new String(
                                    client.getInputStream().readAllBytes(),
                                    StandardCharsets.US_ASCII))
                    .isEqualTo("* BYE [SERVERBUG] Internal error, try again later\r\n");
        }
    }
}
