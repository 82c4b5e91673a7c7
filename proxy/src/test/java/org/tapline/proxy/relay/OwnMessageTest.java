package org.tapline.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tapline.proxy.relay.ScriptedConversation.octets;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.journal.JournalException;
import org.tapline.proxy.ProxySettings;
import org.tapline.proxy.ProxySettings.Protocol;

/// A message that only the journal has is answered 250 when the journal has it, and never else.
class OwnMessageTest {
    private static final String LOST = "451 4.3.0 The message could not be filed, try again later";

    @TempDir Path folder;

    /// Says 235 to AUTH and 250 to everything else.
    private static FakeUpstream smtp() throws Exception {
        return FakeUpstream.plain(
                socket -> {
                    socket.getOutputStream().write(octets("220 hi\r\n"));
                    BufferedReader in = reader(socket);
                    for (String line = in.readLine(); line != null; line = in.readLine()) {
                        String answer = line.startsWith("AUTH") ? "235 ok\r\n" : "250 ok\r\n";
                        socket.getOutputStream().write(octets(answer));
                    }
                });
    }

    private static BufferedReader reader(Socket socket) throws Exception {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private TestRelay relay(FakeUpstream upstream, Duration wait, long spoolMemory) {
        return TestRelay.before(upstream, folder)
                .withProtocol(Protocol.SMTP)
                .withRealConversations()
                .withBccDomain("crm.acme.test")
                .withLimits(
                        new ProxySettings.Limits(
                                wait,
                                Duration.ofMillis(200),
                                ProxySettings.Admission.DEFAULTS,
                                new ProxySettings.Spooling(1 << 20, spoolMemory, 1 << 20, 0)))
                .start();
    }

    /// Sends a message to the BCC domain alone.
    ///
    /// @return where the answer will come
    private static BufferedReader submit(Socket client) throws Exception {
        BufferedReader in = reader(client);
        String[] lines = {
            "AUTH PLAIN AHUxQGFjbWUudGVzdABw",
            "MAIL FROM:<u1@acme.test>",
            "RCPT TO:<all@crm.acme.test>",
            "DATA"
        };
        assertThat(in.readLine()).isEqualTo("220 hi");
        for (String line : lines) {
            client.getOutputStream().write(octets(line + "\r\n"));
            assertThat(in.readLine()).matches("[23].*");
        }
        client.getOutputStream().write(octets("Subject: note\r\n\r\ntext\r\n.\r\n"));
        return in;
    }

    @Test
    void a_durable_message_is_filed() throws Exception {
        try (FakeUpstream upstream = smtp();
                TestRelay relay = relay(upstream, Duration.ofSeconds(30), 1 << 20);
                Socket client = relay.connect()) {
            assertThat(submit(client).readLine()).isEqualTo("250 2.0.0 Ok: filed");
            assertThat(relay.journal.entries()).hasSize(1);
        }
    }

    @Test
    void a_message_that_the_journal_refused_stays_with_the_client() throws Exception {
        try (FakeUpstream upstream = smtp();
                TestRelay relay = relay(upstream, Duration.ofSeconds(30), 1 << 20);
                Socket client = relay.connect()) {
            relay.journal.answers(
                    () -> CompletableFuture.failedFuture(new JournalException("disk is full")));
            BufferedReader in = submit(client);
            assertThat(in.readLine()).isEqualTo(LOST);
            client.getOutputStream().write(octets("NOOP\r\n"));
            assertThat(in.readLine()).isEqualTo("250 ok");
        }
    }

    @Test
    void a_message_that_the_spool_could_not_hold_stays_with_the_client() throws Exception {
        try (FakeUpstream upstream = smtp();
                TestRelay relay = relay(upstream, Duration.ofSeconds(30), 16);
                Socket client = relay.connect()) {
            assertThat(submit(client).readLine()).isEqualTo(LOST);
            assertThat(relay.counter("tapline.capture.lost", "reason", "spool-full")).isEqualTo(1);
        }
    }

    @Test
    void a_journal_that_does_not_answer_in_time_is_no_answer() throws Exception {
        try (FakeUpstream upstream = smtp();
                TestRelay relay = relay(upstream, Duration.ofMillis(200), 1 << 20);
                Socket client = relay.connect()) {
            relay.journal.answers(CompletableFuture::new);
            assertThat(submit(client).readLine()).isEqualTo(LOST);
        }
    }
}
