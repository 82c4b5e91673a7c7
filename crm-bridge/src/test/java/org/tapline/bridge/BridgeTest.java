package org.tapline.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
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
import java.util.Properties;
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
                                Optional.of(
                                        new BccListener(
                                                "crm.acme.test",
                                                Optional.of(
                                                        new InetSocketAddress(
                                                                InetAddress.getLoopbackAddress(),
                                                                0)),
                                                false,
                                                Optional.empty(),
                                                InetAddress::isLoopbackAddress,
                                                60)),
                                Optional.of(
                                        new MilterEndpoint(
                                                new InetSocketAddress(
                                                        InetAddress.getLoopbackAddress(), 0),
                                                InetAddress::isLoopbackAddress,
                                                InetAddress::isLoopbackAddress,
                                                true,
                                                Duration.ofSeconds(10),
                                                0)),
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
    void the_directory_lists_users_with_their_aliases_for_the_proxy() throws Exception {
        post("/users", "{\"address\":\"listed@acme.test\",\"aliases\":[\"other@acme.test\"]}");

        JsonNode users = get("/directory").path("users");

        assertThat(users.valueStream())
                .anySatisfy(
                        user -> {
                            assertThat(user.path("address").asString())
                                    .isEqualTo("listed@acme.test");
                            assertThat(user.path("aliases").get(0).asString())
                                    .isEqualTo("other@acme.test");
                        });
    }

    @Test
    void a_mail_to_the_secret_address_appears_on_the_timeline() throws Exception {
        post("/users", "{\"address\":\"berta@acme.test\"}");
        post("/contacts", "{\"emails\":[\"fred@example.test\"]}");
        JsonNode first = get("/bcc-addresses?user=berta@acme.test").path("items").get(0);
        assertThat(first.path("scope").asString()).isEqualTo("user");
        assertThat(first.path("owner").asString()).isEqualTo("berta@acme.test");
        JsonNode fresh = post("/bcc-addresses/rotate", "{\"user\":\"berta@acme.test\"}");
        assertThat(fresh.path("address").asString()).isNotEqualTo(first.path("address").asString());

        MimeMessage mail = new MimeMessage(Session.getInstance(toTheListener()));
        mail.setFrom(new InternetAddress("berta@acme.test"));
        mail.setRecipients(Message.RecipientType.TO, "fred@example.test");
        mail.setSubject("By blind copy");
        mail.setText("Hello Fred");
        mail.saveChanges();
        // The old address goes on working.
        Transport.send(mail, InternetAddress.parse(first.path("address").asString()));

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () ->
                                assertThat(get("/timeline/fred@example.test").path("items"))
                                        .hasSize(1));
        JsonNode entry = get("/timeline/fred@example.test").path("items").get(0);
        assertThat(entry.path("subject").asString()).isEqualTo("By blind copy");
        assertThat(entry.path("direction").asString()).isEqualTo("outbound");
        assertThat(entry.path("ways_in").get(0).asString()).isEqualTo("bcc");
    }

    @Test
    void a_mail_to_the_address_of_a_deal_stands_on_its_timeline_whoever_takes_part()
            throws Exception {
        post("/users", "{\"address\":\"hanna@acme.test\"}");
        JsonNode deal = post("/deals", "{\"name\":\"Big one\"}");
        String id = "deal-" + deal.path("id").asString().replace("deal-", "");
        JsonNode first = post("/bcc-addresses", "{\"deal\":\"" + id + "\"}");
        assertThat(first.path("scope").asString()).isEqualTo("deal");
        assertThat(first.path("owner").asString()).isEqualTo(id);
        assertThat(first.path("address").asString()).startsWith("deal-").endsWith("crm.acme.test");
        JsonNode fresh = post("/bcc-addresses/rotate", "{\"deal\":\"" + id + "\"}");

        MimeMessage mail = new MimeMessage(Session.getInstance(toTheListener()));
        mail.setFrom(new InternetAddress("hanna@acme.test"));
        mail.setRecipients(Message.RecipientType.TO, "somebody@nowhere.test");
        mail.setSubject("About the big one");
        mail.setText("Hello");
        mail.saveChanges();
        // The old address goes on working.
        Transport.send(
                mail,
                InternetAddress.parse(
                        first.path("address").asString() + "," + fresh.path("address").asString()));

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(get("/timeline/" + id).path("items")).hasSize(1));
        JsonNode entry = get("/timeline/" + id).path("items").get(0);
        assertThat(entry.path("subject").asString()).isEqualTo("About the big one");
        assertThat(entry.path("bcc")).as("the secret is nobody's name").isEmpty();
        assertThat(get("/bcc-addresses?deal=" + id).path("items")).hasSize(2);
        assertThat(get("/contacts?limit=100").toString()).doesNotContain("@crm.acme.test");
    }

    private static Properties toTheListener() {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty(
                "mail.smtp.port", Integer.toString(bridge.mail().orElseThrow().getPort()));
        properties.setProperty("mail.smtp.timeout", "30000");
        return properties;
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

    @Test
    void an_address_of_a_contact_cannot_be_given_to_another() throws Exception {
        JsonNode contact = post("/contacts", "{\"emails\":[\"dora@taken.test\"]}");

        HttpResponse<String> answer =
                send("POST", "/api/v1/contacts", "{\"emails\":[\"Dora@Taken.test\"]}", token);

        assertThat(answer.statusCode()).isEqualTo(409);
        JsonNode problem = JsonMapper.shared().readTree(answer.body());
        assertThat(problem.path("detail").asString())
                .contains("already belongs to contact " + contact.path("id").asLong());
    }

    @Test
    void a_field_that_is_wrong_is_named() throws Exception {
        HttpResponse<String> answer =
                send("POST", "/api/v1/contacts", "{\"emails\":[\"nobody\"]}", token);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JsonMapper.shared().readTree(answer.body()).path("field").asString())
                .isEqualTo("emails");
    }

    @Test
    void a_policy_that_is_set_decides_and_is_taken_back() throws Exception {
        HttpResponse<String> wrong =
                send("PUT", "/api/v1/policies/contacts.create", "{\"value\":\"maybe\"}", token);
        assertThat(wrong.statusCode()).isEqualTo(400);

        HttpResponse<String> set =
                send("PUT", "/api/v1/policies/contacts.create", "{\"value\":\"off\"}", token);
        assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
        assertThat(get("/policies/contacts.create").path("origin").asString())
                .isEqualTo("organisation");

        send("DELETE", "/api/v1/policies/contacts.create", "", token);
        assertThat(get("/policies/contacts.create").path("origin").asString()).isEqualTo("default");
    }

    @Test
    void a_message_id_with_a_slash_is_explained() throws Exception {
        JOURNAL.append(
                        Seen.submitted("anna@acme.test", "ben@acme.test"),
                        Seen.mail("a/b;c%d@acme.test", "anna@acme.test", "ben@acme.test", "In"))
                .join();

        await().atMost(Duration.ofSeconds(60)).until(() -> JOURNAL.state().depth() == 0);

        JsonNode explanation = get("/messages/a%2Fb%3Bc%25d%40acme.test/explain");
        assertThat(explanation.path("decision").asString()).isEqualTo("excluded");
        assertThat(explanation.path("reason").asString()).isEqualTo("internal");
        assertThat(get("/messages?excluded=true").path("items")).isNotEmpty();
        assertThat(send("GET", "/api/v1/messages/none", "", token).statusCode()).isEqualTo(404);
        assertThat(get("/status").path("database").path("state").asString()).isEqualTo("up");
        assertThat(get("/ledger/anna@acme.test").path("items")).isEmpty();
        assertThat(get("/journal").path("parked").asLong()).isZero();
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
