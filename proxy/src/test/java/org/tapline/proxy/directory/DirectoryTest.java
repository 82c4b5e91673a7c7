package org.tapline.proxy.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tapline.journal.MailboxName;
import org.tapline.proxy.sasl.Identity;

/// Who is observed, and as which mailbox.
class DirectoryTest {
    private static final Set<String> ONE = Set.of("acme.test");

    @TempDir Path data;

    private static Identity identity(String user) {
        return new Identity(user, user, "PLAIN");
    }

    @ParameterizedTest
    @CsvSource({
        "u1@acme.test,        true,  u1@acme.test",
        "U1@ACME.test,        true,  u1@acme.test",
        "u1,                  true,  u1@acme.test",
        "u1@acme.test*master, true,  u1@acme.test",
        "u1*master,           true,  u1@acme.test",
        "a*b@acme.test,       true,  a*b@acme.test",
        "u1@other.test,       false, u1@other.test",
        "u1@sub.acme.test,    false, u1@sub.acme.test",
    })
    void own_domains_decide_by_the_address(String user, boolean observed, String mailbox) {
        OwnDomains directory = new OwnDomains(ONE);
        assertThat(directory.observed(identity(user), "default")).isEqualTo(observed);
        assertThat(directory.mailbox(identity(user), "default"))
                .isEqualTo(new MailboxName(mailbox, "default"));
    }

    @Test
    void a_bare_name_is_nobodys_when_there_are_several_domains() {
        OwnDomains directory = new OwnDomains(Set.of("acme.test", "acme.example"));
        assertThat(directory.observed(identity("u1"), "default")).isFalse();
        assertThat(directory.observed(identity("u1@acme.example"), "default")).isTrue();
    }

    @Test
    void listed_users_come_from_the_bridge_and_survive_it() throws Exception {
        AtomicReference<String> list =
                new AtomicReference<>(
                        "{\"users\":[{\"address\":\"u1@acme.test\",\"aliases\":[\"one@acme.test\"]}]}");
        AtomicReference<String> authorization = new AtomicReference<>("");
        HttpServer bridge = bridge(list, authorization);
        URI address = address(bridge);
        try (ListedUsers directory = started(address)) {
            Awaitility.await().until(() -> directory.observed(identity("u1"), "default"));
            assertThat(authorization.get()).isEqualTo("Bearer t0ken");
            assertThat(directory.observed(identity("u2@acme.test"), "default")).isFalse();
            assertThat(directory.mailbox(identity("One@acme.test*master"), "default"))
                    .isEqualTo(new MailboxName("u1@acme.test", "default"));
            list.set("{\"users\":[{\"address\":\"u2@acme.test\"}]}");
            Awaitility.await().until(() -> directory.observed(identity("u2@acme.test"), "default"));
            assertThat(directory.observed(identity("u1"), "default")).isFalse();
            list.set("no list");
        } finally {
            bridge.stop(0);
        }
        try (ListedUsers withoutBridge = started(address)) {
            assertThat(withoutBridge.observed(identity("u2@acme.test"), "default")).isTrue();
        }
    }

    /// Answers with the list as it is when asked.
    private static HttpServer bridge(
            AtomicReference<String> list, AtomicReference<String> authorization) throws Exception {
        HttpServer bridge =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        bridge.createContext(
                "/api/v1/directory",
                exchange -> {
                    authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
                    byte[] body = list.get().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        bridge.start();
        return bridge;
    }

    private static URI address(HttpServer bridge) {
        return URI.create("http://127.0.0.1:" + bridge.getAddress().getPort() + "/");
    }

    @Test
    void disabled_mailboxes_are_not_observed_on_their_upstream() throws Exception {
        AtomicReference<String> list =
                new AtomicReference<>(
                        """
                        {"users":[{"address":"u1@acme.test","aliases":["one@acme.test"]},
                                  {"address":"u2@acme.test","aliases":[]}],
                         "disabled":[{"login":"u1@acme.test","upstream":"default"},
                                     {"login":"u2@acme.test","upstream":null}]}
                        """);
        HttpServer bridge = bridge(list, new AtomicReference<>(""));
        try (ListedUsers listed = started(address(bridge));
                OwnDomains own = new OwnDomains(ONE, Optional.of(feed(address(bridge))))) {
            Awaitility.await().until(() -> listed.observed(identity("u1"), "other"));
            Awaitility.await().until(() -> !own.observed(identity("u1"), "default"));
            for (Directory directory : List.of(listed, own)) {
                assertThat(directory.observed(identity("u1"), "default")).isFalse();
                assertThat(directory.observed(identity("one@acme.test"), "default")).isFalse();
                assertThat(directory.observed(identity("u1"), "other")).isTrue();
                assertThat(directory.observed(identity("u2"), "default")).isFalse();
                assertThat(directory.observed(identity("u2"), "other")).isFalse();
            }
            assertThat(own.observed(identity("u3"), "default")).isTrue();
        } finally {
            bridge.stop(0);
        }
    }

    @Test
    void who_listens_hears_of_the_first_list_and_of_each_other_one() throws Exception {
        AtomicReference<String> list =
                new AtomicReference<>("{\"users\":[{\"address\":\"u1@acme.test\"}]}");
        HttpServer bridge = bridge(list, new AtomicReference<>(""));
        AtomicInteger heard = new AtomicInteger();
        try (ListedUsers directory = started(address(bridge))) {
            directory.onChange(heard::incrementAndGet);
            Awaitility.await().until(() -> heard.get() == 1);
            list.set("{\"users\":[]}");
            Awaitility.await().until(() -> !directory.observed(identity("u1"), "default"));
            Awaitility.await().until(() -> heard.get() == 2);
        } finally {
            bridge.stop(0);
        }
    }

    private ListedUsers started(URI bridge) {
        return new ListedUsers(feed(bridge), ONE);
    }

    private DirectoryFeed feed(URI bridge) {
        return DirectoryFeed.start(bridge, () -> "t0ken", data, Duration.ofMillis(50));
    }
}
