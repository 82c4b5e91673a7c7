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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.proxy.ProxySettings.Protocol;

/// Stopping: who does nothing is told at once, who is at work is let finish.
class DrainTest {
    private static final String BYE =
            "* BYE [UNAVAILABLE] Going down for maintenance, connect again";

    @TempDir Path folder;

    private static BufferedReader reader(Socket socket) throws Exception {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static void send(Socket socket, String line) throws Exception {
        socket.getOutputStream().write(octets(line + "\r\n"));
    }

    private TestRelay relay(FakeUpstream upstream, Protocol protocol) {
        return TestRelay.before(upstream, folder)
                .withProtocol(protocol)
                .withRealConversations()
                .withLimits(TestRelay.limits(Duration.ofSeconds(30), Duration.ofSeconds(60)))
                .start();
    }

    @Test
    void an_idle_session_is_told_and_a_running_fetch_finishes_first() throws Exception {
        CompletableFuture<Void> more = new CompletableFuture<>();
        try (FakeUpstream upstream =
                        FakeUpstream.plain(
                                socket -> {
                                    send(socket, "* OK hi");
                                    BufferedReader in = reader(socket);
                                    for (String l = in.readLine(); l != null; l = in.readLine()) {
                                        if (l.contains("IDLE")) {
                                            send(socket, "+ idling");
                                        } else if (l.contains("FETCH")) {
                                            send(socket, "* 1 FETCH (UID 7 BODY[] {10}");
                                            socket.getOutputStream().write(octets("first"));
                                            more.join();
                                            socket.getOutputStream().write(octets("later)\r\n"));
                                            send(socket, "a2 OK done");
                                        } else {
                                            send(socket, l.substring(0, 2) + " OK yes");
                                        }
                                    }
                                });
                TestRelay relay = relay(upstream, Protocol.IMAP);
                Socket idle = relay.connect();
                Socket busy = relay.connect()) {
            BufferedReader idling = signedIn(idle);
            send(idle, "a2 IDLE");
            assertThat(idling.readLine()).isEqualTo("+ idling");
            BufferedReader fetching = signedIn(busy);
            send(busy, "a2 UID FETCH 7 BODY[]");
            assertThat(fetching.readLine()).startsWith("* 1 FETCH");
            char[] first = new char[5];
            assertThat(fetching.read(first)).isEqualTo(5);

            Thread stopping = Thread.ofPlatform().start(relay::stop);

            assertThat(idling.readLine()).isEqualTo(BYE);
            assertThat(idling.readLine()).isNull();
            more.complete(null);
            assertThat(fetching.readLine()).isEqualTo("later)");
            assertThat(fetching.readLine()).isEqualTo("a2 OK done");
            assertThat(fetching.readLine()).isEqualTo(BYE);
            assertThat(fetching.readLine()).isNull();
            stopping.join();
            assertThat(relay.counter("tapline.session.ends", "reason", "drain")).isEqualTo(2);
        }
    }

    private static BufferedReader signedIn(Socket client) throws Exception {
        BufferedReader in = reader(client);
        assertThat(in.readLine()).isEqualTo("* OK hi");
        send(client, "a1 LOGIN u1@acme.test secret");
        assertThat(in.readLine()).isEqualTo("a1 OK yes");
        return in;
    }

    @Test
    void a_capture_in_flight_is_committed_and_answered_before_421() throws Exception {
        CompletableFuture<Void> durable = new CompletableFuture<>();
        try (FakeUpstream upstream =
                        FakeUpstream.plain(
                                socket -> {
                                    send(socket, "220 hi");
                                    BufferedReader in = reader(socket);
                                    for (String l = in.readLine(); l != null; l = in.readLine()) {
                                        if (l.startsWith("DATA")) {
                                            send(socket, "354 go");
                                        } else if (l.equals(".")) {
                                            send(socket, "250 taken");
                                        } else if (l.startsWith("AUTH")) {
                                            send(socket, "235 ok");
                                        } else if (!l.startsWith("text")) {
                                            send(socket, "250 ok");
                                        }
                                    }
                                });
                TestRelay relay = relay(upstream, Protocol.SMTP);
                Socket client = relay.connect();
                Socket other = relay.connect()) {
            relay.journal.answers(() -> durable);
            BufferedReader in = reader(client);
            assertThat(in.readLine()).isEqualTo("220 hi");
            BufferedReader idle = reader(other);
            assertThat(idle.readLine()).isEqualTo("220 hi");
            for (String line :
                    new String[] {
                        "AUTH PLAIN AHUxQGFjbWUudGVzdABw",
                        "MAIL FROM:<u1@acme.test>",
                        "RCPT TO:<a@other.test>",
                        "DATA"
                    }) {
                send(client, line);
                assertThat(in.readLine()).matches("[23].*");
            }
            send(client, "text");

            Thread stopping = Thread.ofPlatform().start(relay::stop);

            assertThat(idle.readLine()).startsWith("421 4.3.2 ");
            send(client, ".");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> relay.journal.entries().size() == 1);
            durable.complete(null);
            assertThat(in.readLine()).isEqualTo("250 taken");
            assertThat(in.readLine()).startsWith("421 4.3.2 ");
            assertThat(in.readLine()).isNull();
            stopping.join();
            assertThat(relay.counter("tapline.captured", "way", "smtp-submission")).isEqualTo(1);
        }
    }
}
