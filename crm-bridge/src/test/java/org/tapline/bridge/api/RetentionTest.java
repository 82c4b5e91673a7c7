package org.tapline.bridge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.Seen;
import tools.jackson.databind.JsonNode;

/// What is over its time goes, and what is held stays.
class RetentionTest {
    private static final String ANNA = "anna@acme.test";

    @TempDir Path data;
    private RunningBridge bridge;
    private long uid;

    @BeforeEach
    void start() throws IOException {
        bridge = new RunningBridge(data);
        bridge.policy("sync.first-days", "60");
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    private void file(String id, String from, long daysAgo, String text) {
        String date =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        ZonedDateTime.now(ZoneOffset.UTC).minusDays(daysAgo));
        bridge.file(
                Seen.fetched(ANNA, "INBOX", ++uid),
                Seen.mail(
                        String.join(
                                "\r\n",
                                "--b",
                                "Content-Type: text/plain",
                                "",
                                text,
                                "--b",
                                "Content-Type: application/pdf",
                                "Content-Disposition: attachment; filename=" + id + ".pdf",
                                "",
                                "%PDF " + text,
                                "--b--"),
                        "From: " + from,
                        "To: " + ANNA,
                        "Subject: Subject of " + id,
                        "Date: " + date,
                        "Message-ID: <" + id + "@x.test>",
                        "MIME-Version: 1.0",
                        "Content-Type: multipart/mixed; boundary=b"));
    }

    private JsonNode run() {
        long id = bridge.ask("POST", "/api/v1/retention/run", "").json().path("id").asLong();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !newest().path("state").asString().equals("running"));
        assertThat(newest().path("id").asLong()).isEqualTo(id);
        assertThat(newest().path("state").asString()).as(newest().toString()).isEqualTo("done");
        return newest().path("removed");
    }

    private JsonNode newest() {
        return bridge.json("/api/v1/retention/runs").path("items").get(0);
    }

    private JsonNode due(String category) {
        for (JsonNode each : bridge.json("/api/v1/retention").path("items")) {
            if (each.path("category").asString().equals(category)) {
                return each;
            }
        }
        throw new AssertionError(category);
    }

    private int status(String id) {
        return bridge.get("/api/v1/messages/" + id + "@x.test").status();
    }

    @Test
    void by_default_only_reasons_of_excluded_messages_have_an_end() {
        file("old", "carol@kunde.test", 59, "Old.");

        assertThat(due("excluded").path("days").asLong()).isEqualTo(90);
        for (String category :
                List.of("messages", "text", "attachments", "parked", "events", "audit")) {
            assertThat(due(category).path("days").isNull()).as(category).isTrue();
        }
        assertThat(run()).isEmpty();
        assertThat(status("old")).isEqualTo(200);
    }

    @Test
    void whole_messages_go_with_their_contents_and_younger_ones_stay() {
        file("old", "carol@kunde.test", 31, "Wombat.");
        file("young", "carol@kunde.test", 29, "Numbat.");
        bridge.policy("retention.messages", "30");
        assertThat(due("messages").path("due").asLong()).isEqualTo(1);
        assertThat(status("old")).isEqualTo(200);

        assertThat(run().path("messages").asLong()).isEqualTo(1);

        assertThat(status("old")).isEqualTo(404);
        assertThat(status("young")).isEqualTo(200);
        assertThat(bridge.everyText()).noneMatch(text -> text.contains("Wombat"));
        assertThat(bridge.get("/api/v1/messages/young@x.test/raw").body()).contains("Numbat");
        assertThat(bridge.get("/api/v1/audit").body()).contains("retention.run");
        assertThat(bridge.get("/metrics").body())
                .contains("tapline_retention_removed_total{category=\"messages\"} 1.0");
        assertThat(run()).isEmpty();
    }

    @Test
    void text_goes_before_the_message_and_is_not_found_any_more() {
        file("old", "carol@kunde.test", 31, "Wombat.");
        bridge.policy("retention.text", "30");

        assertThat(run().path("text").asLong()).isEqualTo(1);

        JsonNode message = bridge.json("/api/v1/messages/old@x.test");
        assertThat(message.path("text").asString()).isEmpty();
        assertThat(message.path("subject").asString()).isEqualTo("Subject of old");
        assertThat(message.path("attachments").get(0).path("name").asString()).isEqualTo("old.pdf");
        assertThat(bridge.get("/api/v1/messages/old@x.test/raw").status()).isEqualTo(404);
        assertThat(bridge.json("/api/v1/search?words=wombat").path("items")).isEmpty();
        assertThat(bridge.json("/api/v1/search?words=subject").path("items")).hasSize(1);
        assertThat(run()).isEmpty();
    }

    @Test
    void contents_of_attachments_go_and_their_names_stay() {
        file("old", "carol@kunde.test", 31, "Wombat.");
        bridge.policy("retention.attachments", "30");

        assertThat(run().path("attachments").asLong()).isEqualTo(1);

        JsonNode message = bridge.json("/api/v1/messages/old@x.test");
        assertThat(message.path("text").asString()).contains("Wombat.");
        assertThat(message.path("attachments").get(0).path("name").asString()).isEqualTo("old.pdf");
        assertThat(bridge.everyText()).noneMatch(text -> text.contains("%PDF"));
    }

    @Test
    void a_content_that_a_younger_message_shares_stays() {
        file("old", "carol@kunde.test", 31, "Wombat.");
        file("young", "carol@kunde.test", 1, "Wombat.");
        bridge.policy("retention.messages", "30");

        run();

        assertThat(bridge.everyText()).anyMatch(text -> text.contains("%PDF Wombat."));
    }

    @Test
    void nothing_under_legal_hold_goes_whatever_the_hold_is_on() {
        bridge.change("POST", "/api/v1/contacts", "{\"emails\":[\"carol@kunde.test\"]}");
        file("contact", "carol@kunde.test", 31, "1");
        file("address", "dave@one.test", 31, "2");
        file("domain", "erin@sub.two.test", 31, "3");
        file("message", "frank@three.test", 31, "4");
        file("free", "gina@four.test", 31, "5");
        hold("contact/carol@kunde.test");
        hold("address/Dave@one.test");
        hold("domain/two.test");
        hold("message/message@x.test");
        bridge.policy("retention.messages", "30");
        assertThat(due("messages").path("due").asLong()).isEqualTo(5);
        assertThat(due("messages").path("held").asLong()).isEqualTo(4);

        assertThat(run().path("messages").asLong()).isEqualTo(1);

        for (String held : List.of("contact", "address", "domain", "message")) {
            assertThat(status(held)).as(held).isEqualTo(200);
        }
        assertThat(status("free")).isEqualTo(404);
        file("box", "gina@four.test", 31, "6");
        hold("mailbox/" + ANNA);
        for (String lifted :
                List.of("contact/carol@kunde.test", "address/dave@one.test", "domain/two.test")) {
            bridge.change("DELETE", "/api/v1/holds/" + lifted, "");
        }
        assertThat(run()).isEmpty();
        bridge.change("DELETE", "/api/v1/holds/mailbox/" + ANNA, "");
        assertThat(run().path("messages").asLong()).isEqualTo(4);
        assertThat(status("message")).isEqualTo(200);
    }

    private void hold(String what) {
        bridge.change("PUT", "/api/v1/holds/" + what, "{\"reason\":\"case 7\"}");
    }

    @Test
    void a_hold_says_who_set_it_and_why_and_both_ends_are_audited() {
        hold("domain/kunde.test");

        JsonNode hold = bridge.json("/api/v1/holds").path("items").get(0);
        assertThat(hold.path("reason").asString()).isEqualTo("case 7");
        assertThat(hold.path("set_by").asString()).isEqualTo("administrator");
        bridge.change("DELETE", "/api/v1/holds/domain/kunde.test", "");
        assertThat(bridge.get("/api/v1/audit").body())
                .contains("hold.set", "hold.lift", "domain kunde.test", "case 7");
        assertThat(bridge.ask("DELETE", "/api/v1/holds/domain/kunde.test", "").status())
                .isEqualTo(404);
        assertThat(bridge.ask("PUT", "/api/v1/holds/domain/kunde.test", "{}").status())
                .isEqualTo(400);
        assertThat(
                        bridge.ask("PUT", "/api/v1/holds/nothing/x", "{\"reason\":\"x\"}")
                                .json()
                                .path("field")
                                .asString())
                .isEqualTo("on");
    }

    @Test
    void the_database_itself_refuses_to_delete_what_is_held() {
        file("held", "carol@kunde.test", 31, "1");
        hold("domain/kunde.test");

        assertThat(bridge.sqlState("delete from message")).isEqualTo("TL001");
        assertThat(status("held")).isEqualTo(200);
    }

    @Test
    void reasons_of_excluded_messages_go_after_their_time() {
        bridge.file(
                Seen.submitted(ANNA, "ben@acme.test"),
                Seen.mail("internal@acme.test", ANNA, "ben@acme.test", "Internal"));
        bridge.sql("update decision set decided_at = now() - interval '91 days'");
        assertThat(due("excluded").path("due").asLong()).isEqualTo(1);

        assertThat(run().path("excluded").asLong()).isEqualTo(1);

        assertThat(bridge.get("/api/v1/messages/internal@acme.test/explain").status())
                .isEqualTo(404);
    }
}
