package org.tapline.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tapline.proxy.relay.ScriptedConversation.octets;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
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

    /// RFC 3030 §4.2: chunks may follow at once. Until MAIL is answered nobody can say whose they
    /// are; what the client has sent by then is more than may be withheld.
    @Test
    void chunks_that_come_before_the_reply_to_mail_wait_with_the_client() throws Exception {
        CountDownLatch answerMail = new CountDownLatch(1);
        byte[] line = octets("x".repeat(62) + "\r\n");
        int lines = 80_000;
        try (FakeUpstream upstream = slowToAnswerMail(answerMail);
                TestRelay relay = relay(upstream, Duration.ofSeconds(30), 16 << 20);
                Socket client = relay.connect()) {
            BufferedReader in = reader(client);
            assertThat(in.readLine()).isEqualTo("220 hi");
            client.getOutputStream().write(octets("AUTH PLAIN AHUxQGFjbWUudGVzdABw\r\n"));
            assertThat(in.readLine()).isEqualTo("235 ok");
            AtomicInteger written = new AtomicInteger();
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    OutputStream out = client.getOutputStream();
                                    out.write(octets("MAIL FROM:<u1@acme.test>\r\n"));
                                    out.write(octets("RCPT TO:<all@crm.acme.test>\r\n"));
                                    out.write(octets("BDAT " + lines * line.length + " LAST\r\n"));
                                    for (int i = 0; i < lines; i++) {
                                        out.write(line);
                                        written.addAndGet(line.length);
                                    }
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
            await().atMost(Duration.ofSeconds(30)).until(() -> written.get() > 400 << 10);
            answerMail.countDown();
            assertThat(in.readLine()).isEqualTo("250 ok");
            assertThat(in.readLine()).isEqualTo("250 2.1.5 Ok");
            assertThat(in.readLine()).isEqualTo("250 2.0.0 Ok: filed");
            sending.get();
            assertThat(relay.journal.entries().getFirst().octets()).hasSize(lines * line.length);
        }
    }

    private static FakeUpstream slowToAnswerMail(CountDownLatch gate) throws Exception {
        return FakeUpstream.plain(
                socket -> {
                    socket.getOutputStream().write(octets("220 hi\r\n"));
                    BufferedReader in = reader(socket);
                    for (String line = in.readLine(); line != null; line = in.readLine()) {
                        if (line.startsWith("MAIL")) {
                            gate.await();
                        }
                        String answer = line.startsWith("AUTH") ? "235 ok\r\n" : "250 ok\r\n";
                        socket.getOutputStream().write(octets(answer));
                    }
                });
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
