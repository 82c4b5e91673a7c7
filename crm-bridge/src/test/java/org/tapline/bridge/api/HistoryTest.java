package org.tapline.bridge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.Seen;
import tools.jackson.databind.JsonNode;

/// Stored mail when contacts come later, and when the policy of folding changes.
class HistoryTest {
    private static final String ANNA = "anna@acme.test";
    private static final AtomicInteger NUMBERS = new AtomicInteger();

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

    @Test
    void mail_from_before_we_knew_them_is_found_by_a_job_with_progress() {
        receive("early@kunde.test");
        receive("Early Bird <EARLY@Kunde.test>");

        JsonNode added =
                bridge.change(
                        "POST",
                        "/api/v1/contacts",
                        "{\"emails\":[\"early@kunde.test\",\"never@kunde.test\"]}");

        JsonNode job = finished(added.path("rematch_job").asLong());
        assertThat(job.path("kind").asString()).isEqualTo("rematch");
        assertThat(job.path("subject").asString())
                .isEqualTo("contact " + added.path("id").asLong());
        assertThat(job.path("total").asInt()).isEqualTo(2);
        assertThat(job.path("done").asInt()).isEqualTo(2);
        assertThat(job.path("found").asInt()).isEqualTo(2);
        assertThat(bridge.get("/api/v1/jobs/999999").status()).isEqualTo(404);
    }

    @Test
    void plus_tags_and_dots_are_folded_when_the_policy_says_so_and_not_when_not() {
        long anna = add("greta@gmail.com");
        long shop = add("paul@kunde.test");
        receive("gre.ta@gmail.com");
        receive("greta@googlemail.com");
        receive("paul+shop@kunde.test");
        assertThat(timeline(anna)).isZero();
        assertThat(timeline(shop)).isZero();

        bridge.policy("addresses.plus-tags", "true");
        bridge.policy("addresses.gmail-dots", "true");

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> {
                            assertThat(timeline(anna)).isEqualTo(2);
                            assertThat(timeline(shop)).isEqualTo(1);
                        });
        receive("paul+later@kunde.test");
        assertThat(timeline(shop)).isEqualTo(2);
        assertThat(bridge.json("/api/v1/contacts/paul+x@kunde.test").path("id").asLong())
                .isEqualTo(shop);
        assertThat(
                        bridge.ask(
                                        "POST",
                                        "/api/v1/contacts",
                                        "{\"emails\":[\"paul+new@kunde.test\"]}")
                                .status())
                .isEqualTo(409);
        assertThat(bridge.json("/api/v1/search?from=paul@kunde.test").path("items").size())
                .isEqualTo(2);

        bridge.policy("addresses.plus-tags", "false");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(timeline(shop)).isZero());
        assertThat(timeline(anna)).isEqualTo(2);
        bridge.policy("addresses.gmail-dots", "false");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(timeline(anna)).isZero());
    }

    @Test
    void addresses_are_one_however_they_are_written() {
        long idn = add("m\u00fcller@b\u00fccher.test");
        receive("M\u00dcLLER@xn--bcher-kva.test");
        receive("Mu\u0308ller@B\u00dcCHER.test");

        assertThat(timeline(idn)).isEqualTo(2);
    }

    @Test
    void an_exception_from_a_list_holds_at_once_in_both_directions() {
        send("dispatch.desk@lists.test");
        assertThat(bridge.get("/api/v1/contacts/dispatch.desk@lists.test").status()).isEqualTo(200);
        send("info@lists.test");
        assertThat(bridge.get("/api/v1/contacts/info@lists.test").status()).isEqualTo(404);

        bridge.policy("lists.roles.remove", "info@lists.test");
        bridge.policy("lists.roles.add", "postroom");
        bridge.policy("lists.personal-providers.add", "stadtnetz.test");
        bridge.policy("lists.disposable.add", "gone.test");
        send("info@lists.test");
        send("postroom@lists.test");
        send("emil@stadtnetz.test");
        send("emil@gone.test");

        assertThat(bridge.get("/api/v1/contacts/info@lists.test").status()).isEqualTo(200);
        assertThat(bridge.get("/api/v1/contacts/postroom@lists.test").status()).isEqualTo(404);
        assertThat(bridge.get("/api/v1/contacts/emil@stadtnetz.test").status()).isEqualTo(404);
        assertThat(bridge.get("/api/v1/contacts/emil@gone.test").status()).isEqualTo(404);
        add("emil@stadtnetz.test");
        assertThat(bridge.get("/api/v1/companies/stadtnetz.test").status()).isEqualTo(404);
    }

    private static JsonNode finished(long job) {
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                bridge.json("/api/v1/jobs/" + job)
                                        .path("state")
                                        .asString()
                                        .equals("done"));
        return bridge.json("/api/v1/jobs/" + job);
    }

    private static long add(String address) {
        return bridge.change("POST", "/api/v1/contacts", "{\"emails\":[\"" + address + "\"]}")
                .path("id")
                .asLong();
    }

    private static int timeline(long contact) {
        return bridge.json("/api/v1/timeline/" + contact).path("items").size();
    }

    private static void receive(String from) {
        bridge.file(
                Seen.fetched(ANNA, "INBOX", NUMBERS.incrementAndGet()),
                Seen.mail("got-" + NUMBERS.incrementAndGet() + "@test", from, ANNA, "Hello"));
    }

    private static void send(String to) {
        bridge.file(
                Seen.submitted(ANNA, to),
                Seen.mail("sent-" + NUMBERS.incrementAndGet() + "@test", ANNA, to, "Hello"));
    }
}
