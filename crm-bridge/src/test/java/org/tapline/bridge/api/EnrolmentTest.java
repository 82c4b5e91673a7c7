package org.tapline.bridge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.Seen;
import org.tapline.journal.Observation;
import tools.jackson.databind.JsonNode;

/// Mailboxes and users that are taken out of what is observed, and put back.
class EnrolmentTest {
    private static final AtomicInteger NUMBERS = new AtomicInteger(100);

    @TempDir static Path data;
    private static RunningBridge bridge;

    @BeforeAll
    static void start() throws IOException {
        bridge = new RunningBridge(data);
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    private static void file(Observation seen, String user, String id) {
        bridge.file(seen, Seen.mail(id, "eve@kunde.test", user, "Offer"));
    }

    /// Seen after whatever was changed until now.
    private static Observation now(Observation seen) {
        return Seen.at(Instant.now().plus(Duration.ofMinutes(1)), seen);
    }

    private static int status(String id) {
        return bridge.get("/api/v1/messages/" + id).status();
    }

    @Test
    void nothing_is_kept_of_what_a_proxy_saw_of_a_mailbox_after_it_was_disabled() {
        String anna = "anna@acme.test";
        file(Seen.fetched(anna, "INBOX", 1), anna, "a1@x.test");
        JsonNode disabled = bridge.change("POST", "/api/v1/mailboxes/" + anna + "/disable", "{}");
        assertThat(disabled.path("state").asString()).isEqualTo("disabled");
        String unseen = seenUntil(anna, false);

        file(Seen.fetched(anna, "INBOX", 3), anna, "a3@x.test");
        file(now(Seen.handedIn(anna, "all@crm.acme.test")), "eve@kunde.test", "a4@x.test");

        assertThat(status("a1@x.test")).isEqualTo(200);
        assertThat(status("a3@x.test")).as("seen before it was disabled").isEqualTo(200);
        assertThat(status("a4@x.test")).as("handed in").isEqualTo(200);
        assertThat(bridge.get("/api/v1/messages/" + unseen + "/explain").status()).isEqualTo(404);
        assertThat(bridge.everyText()).noneMatch(text -> text.contains(unseen));

        bridge.change("POST", "/api/v1/mailboxes/" + anna + "/enable", "{}");
        seenUntil(anna, true);
        assertThat(bridge.json("/api/v1/mailboxes/" + anna).path("state").asString())
                .isEqualTo("live");
    }

    /// Sees mail after mail until one of them is recorded, or until one is not; the policy says
    /// within five seconds.
    ///
    /// @return the last one's id
    private static String seenUntil(String user, boolean recorded) {
        AtomicReference<String> last = new AtomicReference<>("");
        await().atMost(Duration.ofSeconds(5))
                .until(
                        () -> {
                            int number = NUMBERS.incrementAndGet();
                            last.set("n" + number + "@x.test");
                            file(now(Seen.fetched(user, "INBOX", number)), user, last.get());
                            return (status(last.get()) == 200) == recorded;
                        });
        return last.get();
    }

    @Test
    void the_directory_names_disabled_mailboxes_and_every_address_of_disabled_users() {
        bridge.change(
                "POST",
                "/api/v1/users",
                "{\"address\":\"Ben@acme.test\",\"aliases\":[\"b@acme.test\"]}");
        file(Seen.fetched("carl@acme.test", "INBOX", 1), "carl@acme.test", "c1@x.test");
        bridge.change("POST", "/api/v1/users/ben@acme.test/disable", "{}");
        bridge.change("POST", "/api/v1/users/ben@acme.test/disable", "{}");
        bridge.change("POST", "/api/v1/mailboxes/carl@acme.test/disable", "{}");

        assertThat(bridge.get("/api/v1/directory").body())
                .contains("{\"login\":\"ben@acme.test\",\"upstream\":null}")
                .contains("{\"login\":\"b@acme.test\",\"upstream\":null}")
                .contains("{\"login\":\"carl@acme.test\",\"upstream\":\"default\"}");
        assertThat(bridge.json("/api/v1/users/ben@acme.test").path("disabled").asBoolean())
                .isTrue();
        assertThat(bridge.get("/api/v1/audit").body())
                .containsOnlyOnce("\"enrolment.set\",\"subject\":\"user Ben@acme.test\"")
                .contains("\"before\":\"observed\",\"after\":\"disabled\"");

        bridge.change("POST", "/api/v1/users/ben@acme.test/enable", "{}");
        assertThat(bridge.get("/api/v1/directory").body()).doesNotContain("\"login\":\"b");
        assertThat(bridge.ask("POST", "/api/v1/users/nobody@acme.test/disable", "{}").status())
                .isEqualTo(404);
    }
}
