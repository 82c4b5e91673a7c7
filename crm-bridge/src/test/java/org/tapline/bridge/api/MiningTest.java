package org.tapline.bridge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.Seen;
import tools.jackson.databind.JsonNode;

/// Contacts out of the mail that a user ever sent.
class MiningTest {
    private static final String ANNA = "anna@acme.test";

    @TempDir Path data;
    private RunningBridge bridge;

    @SuppressWarnings("NullAway.Init") // set before each test
    MiningTest() {}

    @BeforeEach
    void start() throws IOException {
        bridge = new RunningBridge(data);
        bridge.policy("contacts.create", "off");
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    private void sent(String user, String id, String to) {
        bridge.file(Seen.submitted(user, to.split(", ")), Seen.mail(id, user, to, "Offer"));
    }

    private JsonNode mine(boolean dryRun) {
        RunningBridge.Answer begun =
                bridge.ask(
                        "POST",
                        "/api/v1/contact-minings",
                        "{\"user\":\"" + ANNA + "\",\"dry_run\":" + dryRun + "}");
        assertThat(begun.status()).as(begun.body()).isEqualTo(202);
        String path = "/api/v1/contact-minings/" + begun.json().path("id").asString();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> bridge.json(path).path("state").asString().equals("done"));
        return bridge.json(path);
    }

    private Map<String, String> found(JsonNode mining) {
        Map<String, String> outcomes = new TreeMap<>();
        String path = "/api/v1/contact-minings/" + mining.path("id").asString() + "/found";
        for (JsonNode each : bridge.json(path + "?limit=500").path("items")) {
            outcomes.put(each.path("address").asString(), each.path("outcome").asString());
        }
        return outcomes;
    }

    private int status(String address) {
        return bridge.get("/api/v1/contacts/" + address).status();
    }

    @Test
    void everybody_a_user_wrote_to_becomes_a_contact_except_whom_the_rules_leave_out() {
        sent(ANNA, "m1@acme.test", "carol@kunde.test, info@kunde.test, zed@gmail.com");
        sent(ANNA, "m2@acme.test", "carol@kunde.test, gone@kunde.test, ben@acme.test");
        sent("ben@acme.test", "m3@acme.test", "other@kunde.test");
        bridge.file(
                Seen.fetched(ANNA, "INBOX", 1),
                Seen.mail("m4@x.test", "writer@kunde.test", ANNA, "To us"));
        bridge.change("POST", "/api/v1/contacts", "{\"emails\":[\"gone@kunde.test\"]}");
        bridge.change("DELETE", "/api/v1/contacts/gone@kunde.test", "");

        JsonNode dry = mine(true);
        assertThat(dry.path("created").asLong()).isEqualTo(1);
        assertThat(status("carol@kunde.test")).as("dry run").isEqualTo(404);

        JsonNode done = mine(false);
        assertThat(found(done)).isEqualTo(found(dry));
        assertThat(found(done))
                .containsEntry("carol@kunde.test", "created")
                .containsEntry("gone@kunde.test", "known")
                .containsEntry("info@kunde.test", "left-out")
                .containsEntry("zed@gmail.com", "left-out")
                .containsEntry("ben@acme.test", "left-out")
                .hasSize(5);
        assertThat(done.path("messages").asLong()).isEqualTo(2);
        assertThat(done.path("done").asLong()).isEqualTo(done.path("total").asLong());
        JsonNode carol = bridge.json("/api/v1/contacts/carol@kunde.test");
        assertThat(carol.path("origin").asString()).isEqualTo("sent");
        assertThat(carol.path("company").asString()).isEqualTo("kunde.test");
        assertThat(bridge.get("/api/v1/audit").body()).contains("contact.mine-dry-run");

        assertThat(mine(false).path("created").asLong()).as("again").isZero();
    }

    @Test
    void private_mail_and_taken_back_creations_make_nobody_a_contact() {
        sent(ANNA, "p1@acme.test", "secret@kunde.test");
        bridge.change("PUT", "/api/v1/marks/message/p1@acme.test", "");
        bridge.policy("contacts.create", "sent");
        sent(ANNA, "p2@acme.test", "mistake@kunde.test");
        assertThat(person("p2@acme.test", "mistake@kunde.test")).startsWith("New contact");
        bridge.change("POST", "/api/v1/contacts/mistake@kunde.test/undo-creation", "{}");
        assertThat(person("p2@acme.test", "mistake@kunde.test")).contains("took that back");

        assertThat(found(mine(false))).containsOnly(Map.entry("mistake@kunde.test", "left-out"));
        assertThat(status("secret@kunde.test")).isEqualTo(404);
        assertThat(status("mistake@kunde.test")).isEqualTo(404);
    }

    /// What `explain` says of somebody.
    private String person(String message, String address) {
        JsonNode people =
                bridge.json("/api/v1/messages/" + message + "/explain").path("participants");
        for (JsonNode each : people) {
            if (each.path("address").asString().equals(address)) {
                return each.path("text").asString();
            }
        }
        return "";
    }
}
