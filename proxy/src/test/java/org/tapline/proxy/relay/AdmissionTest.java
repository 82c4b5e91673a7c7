package org.tapline.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tapline.proxy.relay.ScriptedConversation.octets;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.proxy.ProxySettings.Admission;
import org.tapline.proxy.ProxySettings.Protocol;

/// Each limit on who may come in, at the limit and beyond, with the real conversations.
class AdmissionTest {
    private static final Duration LONG = Duration.ofMinutes(3);

    /// Of the second that the test's last pause begins in.
    private static final Duration HALF = Duration.ofMillis(500);

    @TempDir Path folder;

    /// Takes the password `right`, answers everything else with OK.
    private static FakeUpstream imap() throws Exception {
        return FakeUpstream.plain(
                socket -> {
                    socket.getOutputStream().write(octets("* OK hi\r\n"));
                    BufferedReader in = reader(socket);
                    for (String line = in.readLine(); line != null; line = in.readLine()) {
                        String tag = line.substring(0, Math.max(0, line.indexOf(' ')));
                        String answer = line.contains("wrong") ? " NO no\r\n" : " OK yes\r\n";
                        socket.getOutputStream().write(octets(tag + answer));
                    }
                });
    }

    private static BufferedReader reader(Socket socket) throws Exception {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private TestRelay relay(FakeUpstream upstream, Admission admission) {
        return TestRelay.before(upstream, folder)
                .withRealConversations()
                .withAdmission(admission)
                .start();
    }

    private static void send(Socket client, String line) throws Exception {
        client.getOutputStream().write(octets(line + "\r\n"));
    }

    private static double ends(TestRelay relay, String reason) {
        return relay.counter("tapline.session.ends", "reason", reason);
    }

    @Test
    void commands_before_sign_in_are_limited() throws Exception {
        try (FakeUpstream upstream = imap();
                TestRelay relay = relay(upstream, TestRelay.admission(LONG, 2, 10, 10, 10));
                Socket client = relay.connect()) {
            BufferedReader in = reader(client);
            assertThat(in.readLine()).isEqualTo("* OK hi");
            send(client, "a1 NOOP");
            assertThat(in.readLine()).isEqualTo("a1 OK yes");
            send(client, "a2 NOOP");
            assertThat(in.readLine()).isEqualTo("a2 OK yes");
            send(client, "a3 NOOP");
            assertThat(in.readLine()).isEqualTo("* BYE [LIMIT] Too many commands before sign-in");
            assertThat(in.readLine()).isNull();
            relay.awaitNoSessions();
            assertThat(ends(relay, "too-many-commands")).isEqualTo(1);
        }
    }

    /// A second's worth comes at once, the rest in its time: three lines beyond it cannot be
    /// answered before a second and a half is over.
    @Test
    void commands_before_sign_in_that_come_too_fast_wait() throws Exception {
        Admission two = new Admission(LONG, 100, 2, 10, 10, 1000, 10, Duration.ofMinutes(35));
        try (FakeUpstream upstream = imap();
                TestRelay relay = relay(upstream, two);
                Socket client = relay.connect()) {
            BufferedReader in = reader(client);
            assertThat(in.readLine()).isEqualTo("* OK hi");
            long began = System.nanoTime();
            for (int i = 1; i <= 5; i++) {
                send(client, "a" + i + " NOOP");
                assertThat(in.readLine()).isEqualTo("a" + i + " OK yes");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(HALF);
            send(client, "a6 LOGIN u1@acme.test right");
            assertThat(in.readLine()).isEqualTo("a6 OK yes");
        }
    }

    @Test
    void sessions_of_an_address_that_come_too_fast_are_refused() throws Exception {
        Admission one = new Admission(LONG, 100, 1000, 10, 100, 1, 10, Duration.ofMinutes(35));
        try (FakeUpstream upstream = imap();
                TestRelay relay = relay(upstream, one)) {
            int welcome = 0;
            String last = "* OK hi";
            while (last.equals("* OK hi")) {
                assertThat(++welcome).as("ten at once, one a second").isLessThan(1000);
                try (Socket client = relay.connect()) {
                    last = String.valueOf(reader(client).readLine());
                }
            }
            assertThat(welcome).isGreaterThan(10);
            assertThat(last)
                    .isEqualTo(
                            "* BYE [LIMIT] Too many connections in a short time, try again later");
            assertThat(ends(relay, "too-fast")).isEqualTo(1);
        }
    }

    @Test
    void commands_after_sign_in_are_not() throws Exception {
        try (FakeUpstream upstream = imap();
                TestRelay relay = relay(upstream, TestRelay.admission(LONG, 1, 10, 10, 10));
                Socket client = relay.connect()) {
            BufferedReader in = reader(client);
            assertThat(in.readLine()).isEqualTo("* OK hi");
            send(client, "a1 LOGIN u1@acme.test right");
            assertThat(in.readLine()).isEqualTo("a1 OK yes");
            for (int i = 0; i < 5; i++) {
                send(client, "b" + i + " NOOP");
                assertThat(in.readLine()).isEqualTo("b" + i + " OK yes");
            }
        }
    }

    @Test
    void failed_sign_ins_of_a_session_are_limited_and_the_last_refusal_still_passes()
            throws Exception {
        try (FakeUpstream upstream = imap();
                TestRelay relay = relay(upstream, TestRelay.admission(LONG, 100, 2, 10, 10));
                Socket client = relay.connect()) {
            BufferedReader in = reader(client);
            assertThat(in.readLine()).isEqualTo("* OK hi");
            send(client, "a1 LOGIN u1@acme.test wrong");
            assertThat(in.readLine()).isEqualTo("a1 NO no");
            send(client, "a2 LOGIN u1@acme.test wrong");
            assertThat(in.readLine()).isEqualTo("a2 NO no");
            assertThat(in.readLine()).isEqualTo("* BYE [LIMIT] Too many failed sign-ins");
            assertThat(in.readLine()).isNull();
            relay.awaitNoSessions();
            assertThat(ends(relay, "too-many-failures")).isEqualTo(1);
        }
    }

    @Test
    void a_submission_client_is_told_with_421() throws Exception {
        try (FakeUpstream upstream =
                        FakeUpstream.plain(
                                socket -> {
                                    socket.getOutputStream().write(octets("220 hi\r\n"));
                                    BufferedReader in = reader(socket);
                                    while (in.readLine() != null) {
                                        socket.getOutputStream().write(octets("535 no\r\n"));
                                    }
                                });
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withProtocol(Protocol.SMTP)
                                .withRealConversations()
                                .withAdmission(TestRelay.admission(LONG, 100, 1, 10, 10))
                                .start();
                Socket client = relay.connect()) {
            BufferedReader in = reader(client);
            assertThat(in.readLine()).isEqualTo("220 hi");
            send(client, "AUTH PLAIN AGEAYg==");
            assertThat(in.readLine()).isEqualTo("535 no");
            assertThat(in.readLine()).isEqualTo("421 4.7.0 Too many failed sign-ins");
            assertThat(in.readLine()).isNull();
        }
    }

    @Test
    void sessions_of_a_user_are_limited_and_a_place_is_free_when_one_ends() throws Exception {
        try (FakeUpstream upstream = imap();
                TestRelay relay = relay(upstream, TestRelay.admission(LONG, 100, 10, 10, 1));
                Socket first = relay.connect()) {
            BufferedReader in = reader(first);
            assertThat(in.readLine()).isEqualTo("* OK hi");
            send(first, "a1 LOGIN u1@acme.test right");
            assertThat(in.readLine()).isEqualTo("a1 OK yes");
            try (Socket second = relay.connect()) {
                BufferedReader refused = reader(second);
                assertThat(refused.readLine()).isEqualTo("* OK hi");
                send(second, "a1 LOGIN U1@acme.test right");
                assertThat(refused.readLine()).isEqualTo("a1 OK yes");
                assertThat(refused.readLine())
                        .isEqualTo("* BYE [LIMIT] Too many connections of this user");
                assertThat(refused.readLine()).isNull();
            }
            try (Socket other = relay.connect()) {
                BufferedReader accepted = reader(other);
                assertThat(accepted.readLine()).isEqualTo("* OK hi");
                send(other, "a1 LOGIN u2@acme.test right");
                send(other, "a2 NOOP");
                assertThat(accepted.readLine()).isEqualTo("a1 OK yes");
                assertThat(accepted.readLine()).isEqualTo("a2 OK yes");
            }
            first.shutdownOutput();
            relay.awaitNoSessions();
            try (Socket again = relay.connect()) {
                BufferedReader accepted = reader(again);
                assertThat(accepted.readLine()).isEqualTo("* OK hi");
                send(again, "a1 LOGIN u1@acme.test right");
                send(again, "a2 NOOP");
                assertThat(accepted.readLine()).isEqualTo("a1 OK yes");
                assertThat(accepted.readLine()).isEqualTo("a2 OK yes");
            }
        }
    }

    @Test
    void sessions_of_an_address_are_limited_and_a_place_is_free_when_one_ends() throws Exception {
        try (FakeUpstream upstream = imap();
                TestRelay relay = relay(upstream, TestRelay.admission(LONG, 100, 10, 1, 10))) {
            try (Socket first = relay.connect()) {
                assertThat(reader(first).readLine()).isEqualTo("* OK hi");
                try (Socket second = relay.connect()) {
                    assertThat(reader(second).readLine())
                            .isEqualTo("* BYE [LIMIT] Too many connections from this address");
                }
            }
            assertThat(ends(relay, "too-many-connections")).isEqualTo(1);
            relay.awaitNoSessions();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () -> {
                                try (Socket again = relay.connect()) {
                                    return "* OK hi".equals(reader(again).readLine());
                                }
                            });
        }
    }

    /// An octet moves the idle time on, but not the time for the sign-in.
    @Test
    void a_client_that_dribbles_octets_meets_the_deadline_for_the_sign_in() throws Exception {
        Admission soon =
                new Admission(
                        Duration.ofMillis(500),
                        100,
                        1000,
                        10,
                        10,
                        1000,
                        10,
                        Duration.ofMinutes(35));
        try (FakeUpstream upstream = imap();
                TestRelay relay = relay(upstream, soon);
                Socket client = relay.connect()) {
            BufferedReader in = reader(client);
            assertThat(in.readLine()).isEqualTo("* OK hi");
            Thread dribble =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            while (!Thread.interrupted()) {
                                                client.getOutputStream().write('a');
                                                Thread.sleep(20);
                                            }
                                        } catch (Exception closed) {
                                            Thread.currentThread().interrupt();
                                        }
                                    });
            assertThat(in.readLine()).isEqualTo("* BYE [UNAVAILABLE] Sign-in took too long");
            dribble.interrupt();
            relay.awaitNoSessions();
            assertThat(ends(relay, "sign-in-time")).isEqualTo(1);
        }
    }

    @Test
    void a_session_without_any_octet_is_told_and_closed() throws Exception {
        Admission idle = new Admission(LONG, 100, 1000, 10, 10, 1000, 10, Duration.ofMillis(200));
        try (FakeUpstream upstream = imap();
                TestRelay relay = relay(upstream, idle);
                Socket client = relay.connect()) {
            BufferedReader in = reader(client);
            assertThat(in.readLine()).isEqualTo("* OK hi");
            assertThat(in.readLine()).isEqualTo("* BYE Idle for too long");
            assertThat(in.readLine()).isNull();
            relay.awaitNoSessions();
            assertThat(ends(relay, "idle")).isEqualTo(1);
        }
    }
}
