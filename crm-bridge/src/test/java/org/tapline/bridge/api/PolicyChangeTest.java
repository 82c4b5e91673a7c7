package org.tapline.bridge.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.Seen;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Policies over HTTP: at once, at three levels, audited, and tried before they are set.
class PolicyChangeTest {
    private static final String ANNA = "anna@acme.test";
    private static final String BEN = "ben@acme.test";

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
    void a_change_holds_for_the_next_observation_and_is_audited_with_before_and_after() {
        bridge.file(
                Seen.fetched(ANNA, "INBOX", 1),
                Seen.mail("p1@x.test", "eve@bank.test", ANNA, "One"));
        change("PUT", "never-log.domains", "bank.test", "");
        bridge.file(
                Seen.fetched(ANNA, "INBOX", 2),
                Seen.mail("p2@x.test", "eve@bank.test", ANNA, "Two"));
        change("DELETE", "never-log.domains", "", "");
        bridge.file(
                Seen.fetched(ANNA, "INBOX", 3),
                Seen.mail("p3@x.test", "eve@bank.test", ANNA, "Three"));

        assertThat(bridge.get("/api/v1/messages/p1@x.test").status()).isEqualTo(200);
        assertThat(bridge.get("/api/v1/messages/p2@x.test").status()).isEqualTo(404);
        assertThat(bridge.get("/api/v1/messages/p3@x.test").status()).isEqualTo(200);
        JsonNode lines = audit("organisation never-log.domains");
        assertThat(lines.get(0).path("before").asString()).isEqualTo("bank.test");
        assertThat(lines.get(0).path("after").isNull()).isTrue();
        assertThat(lines.get(1).path("before").isNull()).isTrue();
        assertThat(lines.get(1).path("after").asString()).isEqualTo("bank.test");
        assertThat(lines.get(1).path("actor").asString()).isEqualTo("administrator");
    }

    @Test
    void the_more_particular_level_wins_and_says_so() {
        bridge.file(
                Seen.fetched(BEN, "INBOX", 1),
                Seen.mail("l1@x.test", "eve@level.test", BEN, "Level"));
        change("PUT", "visibility.inbound", "everything", "");
        change("PUT", "visibility.inbound", "subject", ",\"user\":\"" + BEN + "\"");
        change("PUT", "visibility.inbound", "metadata", ",\"mailbox\":\"" + BEN + "\"");

        assertThat(effective("?mailbox=" + BEN)).isEqualTo("metadata mailbox");
        assertThat(effective("?user=" + BEN)).isEqualTo("subject user");
        assertThat(effective("")).isEqualTo("everything organisation");
        bridge.change("DELETE", "/api/v1/policies/visibility.inbound?mailbox=" + BEN, "");
        assertThat(effective("?mailbox=" + BEN)).isEqualTo("subject user");
        bridge.change("DELETE", "/api/v1/policies/visibility.inbound?user=" + BEN, "");
        bridge.change("DELETE", "/api/v1/policies/visibility.inbound", "");
        assertThat(effective("?mailbox=" + BEN)).isEqualTo("subject default");
    }

    @Test
    void a_preview_counts_what_a_change_would_remove_hide_and_add() {
        bridge.file(
                Seen.fetched(ANNA, "INBOX", 11),
                Seen.mail("v1@x.test", "eve@view.test", ANNA, "View"));
        bridge.file(
                Seen.submitted(ANNA, "colleague@acme.test"),
                Seen.mail("v2@acme.test", ANNA, "colleague@acme.test", "Internal"));

        JsonNode removed = preview("never-log.domains?", "value=view.test");
        assertThat(removed.path("removed").asLong()).isEqualTo(1);
        assertThat(removed.path("messages").get(0).path("message_id").asString())
                .isEqualTo("v1@x.test");
        assertThat(removed.path("messages").get(0).path("after").asString()).isEqualTo("never-log");

        JsonNode hidden = preview("visibility.inbound?", "value=metadata&mailbox=" + ANNA);
        assertThat(hidden.path("hidden").asLong()).isPositive();
        assertThat(hidden.path("removed").asLong() + hidden.path("added").asLong()).isZero();
        assertThat(hidden.path("origin").asString()).isEqualTo("mailbox");

        JsonNode added = preview("internal.exclude?", "value=false&limit=1");
        assertThat(added.path("added").asLong()).isEqualTo(1);
        assertThat(added.path("messages").get(0).path("message_id").asString())
                .isEqualTo("v2@acme.test");
        assertThat(added.path("text").asString()).contains("1 would be added");

        assertThat(bridge.get("/api/v1/messages/v1@x.test").status()).isEqualTo(200);
        assertThat(effective("?mailbox=" + ANNA)).isEqualTo("subject default");
        assertThat(bridge.get("/api/v1/policies/internal.exclude/preview?value=maybe").status())
                .isEqualTo(400);
    }

    @Test
    void a_preview_of_unset_says_what_the_general_level_would_do() {
        bridge.file(
                Seen.fetched(ANNA, "INBOX", 31),
                Seen.mail("u1@x.test", "eve@unset.test", ANNA, "Unset"));
        change("PUT", "visibility.inbound", "everything", ",\"mailbox\":\"" + ANNA + "\"");
        try {
            JsonNode preview = preview("visibility.inbound?", "mailbox=" + ANNA + "&all=true");

            assertThat(preview.path("value").asString()).isEqualTo("subject");
            assertThat(preview.path("origin").asString()).isEqualTo("default");
            assertThat(preview.path("hidden").asLong()).isPositive();
            assertThat(preview.path("complete").asBoolean()).isTrue();
            assertThat(preview.path("text").asString()).startsWith("Of all ");
            assertThat(effective("?mailbox=" + ANNA)).isEqualTo("everything mailbox");
        } finally {
            bridge.change("DELETE", "/api/v1/policies/visibility.inbound?mailbox=" + ANNA, "");
        }
    }

    @Test
    void a_preview_names_nothing_to_an_administrator_who_may_not_read() {
        bridge.file(
                Seen.fetched(ANNA, "INBOX", 21),
                Seen.mail("n1@x.test", "eve@named.test", ANNA, "Named"));
        bridge.policy("admin.read", "never");
        try {
            JsonNode preview = preview("never-log.domains?", "value=named.test");
            assertThat(preview.path("removed").asLong()).isEqualTo(1);
            assertThat(preview.path("messages")).isEmpty();
        } finally {
            bridge.policy("admin.read", "audited");
        }
    }

    @Test
    void whom_a_blind_copy_went_to_is_the_senders_to_share() {
        var mail = Seen.mail("bcc@acme.test", ANNA, "eve@blind.test, " + BEN, "Blind");
        bridge.file(Seen.submitted(ANNA, "eve@blind.test", BEN, "dora@hidden.test"), mail);
        bridge.file(Seen.fetched(BEN, "INBOX", 99), mail);
        long id = bridge.json("/api/v1/messages/bcc@acme.test").path("id").asLong();
        assertThat(bridge.get("/api/v1/messages/" + id + "?as=" + BEN).body())
                .contains("dora@hidden.test");

        bridge.change("PUT", "/api/v1/marks/message/" + id + "?as=" + ANNA, "");

        assertThat(bridge.get("/api/v1/messages/" + id + "?as=" + BEN).body())
                .contains("eve@blind.test")
                .doesNotContain("dora@hidden.test");
        assertThat(bridge.get("/api/v1/timeline/hidden.test?as=" + BEN).json().path("items"))
                .isEmpty();
        assertThat(bridge.get("/api/v1/timeline/blind.test?as=" + BEN).json().path("items"))
                .hasSize(1);
        assertThat(bridge.get("/api/v1/messages/" + id + "?as=" + ANNA).body())
                .contains("dora@hidden.test");
    }

    private static JsonNode preview(String path, String query) {
        return bridge.json("/api/v1/policies/" + path.replace("?", "/preview?") + query);
    }

    private static void change(String method, String key, String value, String scope) {
        bridge.change(
                method, "/api/v1/policies/" + key, "{\"value\":\"" + value + "\"" + scope + "}");
    }

    private static String effective(String query) {
        JsonNode shown = bridge.json("/api/v1/policies/visibility.inbound" + query);
        return shown.path("value").asString() + " " + shown.path("origin").asString();
    }

    /// The newest two lines about a subject.
    private static JsonNode audit(String subject) {
        var lines = JsonMapper.shared().createArrayNode();
        for (JsonNode line : bridge.json("/api/v1/audit?limit=500").path("items")) {
            if (line.path("subject").asString().equals(subject)) {
                lines.add(line);
            }
        }
        return lines;
    }
}
