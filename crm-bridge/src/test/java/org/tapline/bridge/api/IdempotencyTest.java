package org.tapline.bridge.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `Idempotency-Key`: a request is done once, whoever asks again gets the first answer.
class IdempotencyTest {
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

    private static RunningBridge.Answer post(String path, String key, String body) {
        return bridge.ask("POST", path, body, bridge.token(), Map.of("Idempotency-Key", key));
    }

    private static RunningBridge.Answer contact(String key, String address) {
        return post("/api/v1/contacts", key, "{\"emails\":[\"" + address + "\"]}");
    }

    @Test
    void the_same_request_once_more_gets_the_first_answer() {
        RunningBridge.Answer first = contact("k1", "one@kunde.test");
        RunningBridge.Answer again = contact("k1", "one@kunde.test");

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.replayed()).isFalse();
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.replayed()).isTrue();
        assertThat(contact("k2", "one@kunde.test").status()).isEqualTo(409);
    }

    @Test
    void a_refusal_is_an_answer_too() {
        RunningBridge.Answer refused = contact("bad", "no address");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(contact("bad", "no address").replayed()).isTrue();
    }

    @Test
    void another_request_with_the_key_is_refused() {
        contact("k3", "three@kunde.test");

        assertThat(contact("k3", "four@kunde.test").status()).isEqualTo(422);
        assertThat(post("/api/v1/journal/replay", "k3", "").status()).isEqualTo(422);
        assertThat(bridge.get("/api/v1/contacts/four@kunde.test").status()).isEqualTo(404);
    }

    @Test
    void keys_of_different_tokens_have_nothing_to_do_with_each_other() {
        contact("shared", "five@kunde.test");
        String other =
                bridge.change("POST", "/api/v1/tokens", "{\"name\":\"other\",\"scope\":\"write\"}")
                        .path("secret")
                        .asString();

        assertThat(
                        bridge.ask(
                                        "POST",
                                        "/api/v1/contacts",
                                        "{\"emails\":[\"six@kunde.test\"]}",
                                        other,
                                        Map.of("Idempotency-Key", "shared"))
                                .status())
                .isEqualTo(201);
    }

    @Test
    void a_secret_is_not_kept_for_whoever_asks_again() {
        String body = "{\"name\":\"secretive\",\"scope\":\"read\"}";
        assertThat(post("/api/v1/tokens", "t1", body).status()).isEqualTo(201);

        RunningBridge.Answer again = post("/api/v1/tokens", "t1", body);

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body()).doesNotContain("tl_");
    }

    @Test
    void many_at_once_make_one() throws Exception {
        Callable<RunningBridge.Answer> ask = () -> contact("race", "race@kunde.test");
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<RunningBridge.Answer>> answers =
                    threads.invokeAll(List.of(ask, ask, ask, ask, ask, ask, ask, ask));
            int first = 0;
            for (Future<RunningBridge.Answer> each : answers) {
                RunningBridge.Answer answer = each.get();
                assertThat(answer.status()).as(answer.body()).isIn(201, 409);
                first += answer.status() == 201 && !answer.replayed() ? 1 : 0;
            }
            assertThat(first).isEqualTo(1);
        }
    }

    @Test
    void what_cannot_be_a_key_or_is_too_long_is_refused() {
        assertThat(contact("a b", "x@kunde.test").status()).isEqualTo(400);
        assertThat(contact("k".repeat(256), "x@kunde.test").status()).isEqualTo(400);
        assertThat(contact("k".repeat(255), "long@kunde.test").status()).isEqualTo(201);
        assertThat(post("/api/v1/contacts", "big", " ".repeat((1 << 20) + 1)).status())
                .isEqualTo(413);
        assertThat(post("/api/v1/contacts", "fits", " ".repeat(1 << 20)).status()).isEqualTo(400);
    }
}
