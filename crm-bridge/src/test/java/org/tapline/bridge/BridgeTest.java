package org.tapline.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole bridge with everything embedded, spoken to as the command line does.
class BridgeTest {
    @TempDir static Path data;

    private static final MemoryJournal JOURNAL = new MemoryJournal();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Bridge bridge;
    private static String token;

    @BeforeAll
    static void start() throws IOException {
        bridge =
                Bridge.start(
                        new BridgeSettings(
                                data,
                                "Acme",
                                Set.of("acme.test"),
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                Optional.empty(),
                                "0.1.0-test"),
                        JOURNAL,
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        token = Files.readString(data.resolve("admin.token")).strip();
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    @Test
    void a_message_sent_appears_on_the_timeline_of_the_contact() throws Exception {
        post("/contacts", "{\"emails\":[\"carol@example.test\"],\"name\":\"Carol Jones\"}");

        JOURNAL.append(
                        Seen.submitted("anna@acme.test", "carol@example.test"),
                        Seen.mail(
                                "offer@acme.test", "anna@acme.test", "carol@example.test", "Offer"))
                .join();

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () ->
                                assertThat(get("/timeline/carol@example.test").path("items"))
                                        .hasSize(1));
        JsonNode entry = get("/timeline/carol@example.test").path("items").get(0);
        assertThat(entry.path("subject").asString()).isEqualTo("Offer");
        assertThat(entry.path("direction").asString()).isEqualTo("outbound");
        assertThat(entry.path("message_id").asString()).isEqualTo("offer@acme.test");
        assertThat(entry.path("occurred_at").asString()).isEqualTo("2026-11-20T10:00:00Z");
        assertThat(entry.path("ways_in").get(0).asString()).isEqualTo("smtp-submission");
        assertThat(entry.path("mailboxes").get(0).asString()).isEqualTo("anna@acme.test");
        assertThat(entry.path("to").get(0).path("contact_id").asLong())
                .isEqualTo(get("/contacts/carol@example.test").path("id").asLong());
    }

    @Test
    void without_a_token_nothing_is_answered_but_health_and_metrics() throws Exception {
        assertThat(send("GET", "/api/v1/contacts", "", "").statusCode()).isEqualTo(401);
        assertThat(send("GET", "/api/v1/contacts", "", "wrong").statusCode()).isEqualTo(401);
        assertThat(send("GET", "/api/v1/nowhere", "", "").statusCode()).isEqualTo(401);
        assertThat(send("GET", "/health/live", "", "").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/health/ready", "", "").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/metrics", "", "").body()).contains("tapline_journal_depth");
    }

    @Test
    void the_token_of_the_administrator_can_be_read_by_its_owner_only() throws Exception {
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data.resolve("admin.token"))))
                .isEqualTo("rw-------");
    }

    private static JsonNode get(String path) throws Exception {
        HttpResponse<String> answer = send("GET", "/api/v1" + path, "", token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    private static JsonNode post(String path, String body) throws Exception {
        HttpResponse<String> answer = send("POST", "/api/v1" + path, body, token);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        return JsonMapper.shared().readTree(answer.body());
    }

    private static HttpResponse<String> send(String method, String path, String body, String bearer)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + bridge.http().getPort() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json");
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
