package org.tapline.bridge.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.Seen;
import tools.jackson.databind.JsonNode;

/// Conversations over HTTP.
class ThreadTest {
    private static final String ANNA = "anna@acme.test";
    private static final String BEN = "ben@acme.test";

    @TempDir static Path data;
    private static RunningBridge bridge;

    @BeforeAll
    static void start() throws IOException {
        bridge = new RunningBridge(data);
        bridge.change(
                "POST",
                "/api/v1/contacts",
                "{\"emails\":[\"carol@kunde.test\"],\"name\":\"Carol\"}");
        bridge.change("POST", "/api/v1/users", "{\"address\":\"" + BEN + "\"}");
        // as it happens: the answer to the second is seen before it, in another mailbox
        seen(ANNA, 1, "first@kunde.test", "", "10:00");
        seen(BEN, 1, "third@kunde.test", "second@kunde.test first@kunde.test", "12:00");
        seen(ANNA, 2, "second@kunde.test", "first@kunde.test", "11:00");
        seen(ANNA, 3, "else@kunde.test", "", "11:30");
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    private static void seen(String mailbox, int uid, String id, String references, String time) {
        bridge.file(
                Seen.fetched(mailbox, "INBOX", uid),
                Seen.mail(
                        "Text of " + id,
                        "From: Carol <carol@kunde.test>",
                        "To: " + mailbox,
                        "Subject: " + id,
                        "Date: Fri, 20 Nov 2026 " + time + ":00 +0000",
                        "Message-ID: <" + id + ">",
                        "References: <" + references.replace(" ", "> <") + ">"));
    }

    @Test
    void a_conversation_is_one_across_mailboxes_and_newest_first() {
        assertThat(ids("/api/v1/threads/first@kunde.test"))
                .containsExactly("third@kunde.test", "second@kunde.test", "first@kunde.test");
        String thread =
                bridge.json("/api/v1/messages/second@kunde.test").path("thread_id").asString();
        assertThat(ids("/api/v1/threads/" + thread))
                .containsExactly("third@kunde.test", "second@kunde.test", "first@kunde.test");
        assertThat(ids("/api/v1/threads/else@kunde.test")).containsExactly("else@kunde.test");
    }

    @Test
    void its_order_is_the_viewer_s_choice_and_pages_go_on_in_it() {
        bridge.change(
                "PUT",
                "/api/v1/policies/thread.order",
                "{\"value\":\"oldest-first\",\"user\":\"" + ANNA + "\"}");

        assertThat(pages("/api/v1/threads/third@kunde.test?limit=1&as=" + ANNA))
                .containsExactly("first@kunde.test", "second@kunde.test", "third@kunde.test");
        assertThat(pages("/api/v1/threads/third@kunde.test?limit=2&as=" + BEN))
                .containsExactly("third@kunde.test", "second@kunde.test", "first@kunde.test");
        assertThat(ids("/api/v1/threads/third@kunde.test?order=newest-first&as=" + ANNA))
                .containsExactly("third@kunde.test", "second@kunde.test", "first@kunde.test");
        assertThat(ids("/api/v1/threads/third@kunde.test?order=oldest-first"))
                .containsExactly("first@kunde.test", "second@kunde.test", "third@kunde.test");
    }

    @Test
    void what_is_private_is_left_out_and_a_conversation_of_nothing_else_is_not_there() {
        String one = "/api/v1/marks/message/second@kunde.test?as=" + ANNA;
        String all = "/api/v1/marks/thread/else@kunde.test?as=" + ANNA;
        bridge.change("PUT", one, "");
        bridge.change("PUT", all, "");
        try {
            assertThat(ids("/api/v1/threads/first@kunde.test?as=" + BEN))
                    .containsExactly("third@kunde.test", "first@kunde.test");
            assertThat(bridge.get("/api/v1/threads/else@kunde.test?as=" + BEN).status())
                    .isEqualTo(404);
        } finally {
            bridge.change("DELETE", one, "");
            bridge.change("DELETE", all, "");
        }
    }

    @Test
    void what_is_none_is_refused_in_words() {
        assertThat(bridge.get("/api/v1/threads/999999").status()).isEqualTo(404);
        assertThat(bridge.get("/api/v1/threads/nobody@kunde.test").status()).isEqualTo(404);
        RunningBridge.Answer answer = bridge.get("/api/v1/threads/first@kunde.test?order=random");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("newest-first or oldest-first", "random");
    }

    @Test
    void reading_it_in_full_is_noted() {
        bridge.json("/api/v1/threads/first@kunde.test");

        assertThat(bridge.get("/api/v1/audit").body()).contains("thread.read");
    }

    private static List<String> ids(String path) {
        List<String> ids = new ArrayList<>();
        bridge.json(path)
                .path("items")
                .forEach(item -> ids.add(item.path("message_id").asString()));
        return ids;
    }

    private static List<String> pages(String path) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = bridge.json(path + cursor);
            page.path("items").forEach(item -> ids.add(item.path("message_id").asString()));
            cursor =
                    page.path("next_cursor").isString()
                            ? "&cursor=" + page.path("next_cursor").asString()
                            : "";
        } while (!cursor.isEmpty());
        return ids;
    }
}
