package org.tapline.proxy.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
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
        assertThat(directory.observed(identity(user))).isEqualTo(observed);
        assertThat(directory.mailbox(identity(user), "default"))
                .isEqualTo(new MailboxName(mailbox, "default"));
    }

    @Test
    void a_bare_name_is_nobodys_when_there_are_several_domains() {
        OwnDomains directory = new OwnDomains(Set.of("acme.test", "acme.example"));
        assertThat(directory.observed(identity("u1"))).isFalse();
        assertThat(directory.observed(identity("u1@acme.example"))).isTrue();
    }

    @Test
    void listed_users_come_from_the_bridge_and_survive_it() throws Exception {
        AtomicReference<String> list =
                new AtomicReference<>(
                        "{\"users\":[{\"address\":\"u1@acme.test\",\"aliases\":[\"one@acme.test\"]}]}");
        AtomicReference<String> authorization = new AtomicReference<>("");
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
        URI address = URI.create("http://127.0.0.1:" + bridge.getAddress().getPort() + "/");
        try (ListedUsers directory = started(address)) {
            Awaitility.await().until(() -> directory.observed(identity("u1")));
            assertThat(authorization.get()).isEqualTo("Bearer t0ken");
            assertThat(directory.observed(identity("u2@acme.test"))).isFalse();
            assertThat(directory.mailbox(identity("One@acme.test*master"), "default"))
                    .isEqualTo(new MailboxName("u1@acme.test", "default"));
            list.set("{\"users\":[{\"address\":\"u2@acme.test\"}]}");
            Awaitility.await().until(() -> directory.observed(identity("u2@acme.test")));
            assertThat(directory.observed(identity("u1"))).isFalse();
            list.set("no list");
        } finally {
            bridge.stop(0);
        }
        try (ListedUsers withoutBridge = started(address)) {
            assertThat(withoutBridge.observed(identity("u2@acme.test"))).isTrue();
        }
    }

    private ListedUsers started(URI bridge) {
        return ListedUsers.start(bridge, () -> "t0ken", ONE, data, Duration.ofMillis(50));
    }
}
