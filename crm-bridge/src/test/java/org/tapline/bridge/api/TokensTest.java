package org.tapline.bridge.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.ops.Scope;
import tools.jackson.databind.JsonNode;

/// Tokens: made once, shown once, and good for what their scope covers, at every endpoint.
class TokensTest {
    @TempDir static Path data;
    private static RunningBridge bridge;
    private static final Map<Scope, String> TOKENS = new EnumMap<>(Scope.class);

    @BeforeAll
    static void start() throws IOException {
        bridge = new RunningBridge(data);
        for (Scope scope : Scope.values()) {
            TOKENS.put(scope, make("every-" + scope.label(), scope, ""));
        }
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    private static String make(String name, Scope scope, String more) {
        return bridge.change(
                        "POST",
                        "/api/v1/tokens",
                        "{\"name\":\"%s\",\"scope\":\"%s\"%s}".formatted(name, scope.label(), more))
                .path("secret")
                .asString();
    }

    @Test
    void each_endpoint_takes_the_scopes_that_cover_its_own_and_refuses_the_others() {
        for (Endpoint endpoint : Endpoints.all()) {
            for (Scope scope : Scope.values()) {
                int status = status(endpoint, TOKENS.getOrDefault(scope, ""));
                boolean covered = endpoint.scope().map(scope::covers).orElse(true);
                if (covered) {
                    assertThat(status).as(endpoint + " " + scope).isNotIn(401, 403);
                } else {
                    assertThat(status).as(endpoint + " " + scope).isEqualTo(403);
                }
            }
            assertThat(status(endpoint, "tl_wrong"))
                    .as(endpoint.name())
                    .isEqualTo(endpoint.scope().isPresent() ? 401 : 200);
        }
    }

    /// Asks for what is not there, so that nothing is changed.
    private static int status(Endpoint endpoint, String token) {
        String path = endpoint.path().replaceAll("\\{[^}]*}", "nothing");
        String body = endpoint.method().equals("POST") ? "{\"dry_run\":true}" : "{}";
        return bridge.ask(endpoint.method(), path, body, token, Map.of()).status();
    }

    @Test
    void a_refusal_is_a_problem_that_names_both_scopes() {
        RunningBridge.Answer answer =
                bridge.ask(
                        "GET", "/api/v1/audit", "", TOKENS.getOrDefault(Scope.READ, ""), Map.of());

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.json().path("detail").asString()).contains("admin", "read");
    }

    @Test
    void a_secret_is_shown_once_and_neither_listed_nor_audited() {
        String secret = make("once", Scope.READ, "");

        assertThat(secret).startsWith("tl_").hasSizeGreaterThan(40);
        String listed = bridge.get("/api/v1/tokens").body();
        assertThat(listed).contains("\"once\"").doesNotContain(secret);
        String audit = bridge.get("/api/v1/audit").body();
        assertThat(audit).contains("token.create", "token once").doesNotContain(secret);
    }

    @Test
    void a_name_is_given_once_and_the_administrators_never() {
        make("twice", Scope.READ, "");

        assertThat(post("{\"name\":\"twice\",\"scope\":\"read\"}").status()).isEqualTo(409);
        assertThat(post("{\"name\":\"administrator\",\"scope\":\"read\"}").status()).isEqualTo(400);
        assertThat(post("{\"name\":\"x\",\"scope\":\"all\"}").json().path("field").asString())
                .isEqualTo("scope");
        assertThat(post("{\"scope\":\"read\"}").json().path("field").asString()).isEqualTo("name");
    }

    private static RunningBridge.Answer post(String body) {
        return bridge.ask("POST", "/api/v1/tokens", body);
    }

    @Test
    void a_revoked_token_stops_to_work_and_the_revocation_is_audited() {
        String secret = make("gone", Scope.READ, "");
        assertThat(status(secret)).isEqualTo(200);

        bridge.change("DELETE", "/api/v1/tokens/gone", "");

        assertThat(status(secret)).isEqualTo(401);
        assertThat(bridge.get("/api/v1/audit").body()).contains("token.revoke", "token gone");
        assertThat(bridge.ask("DELETE", "/api/v1/tokens/gone", "").status()).isEqualTo(404);
        assertThat(bridge.ask("DELETE", "/api/v1/tokens/administrator", "").status())
                .isEqualTo(409);
    }

    @Test
    void a_token_ends_when_it_said_it_would() {
        Instant soon = Instant.now().plus(Duration.ofSeconds(2));
        String secret = make("short", Scope.READ, ",\"expires\":\"" + soon + "\"");

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> Instant.now().isAfter(soon) && status(secret) == 401);
        assertThat(
                        post("{\"name\":\"past\",\"scope\":\"read\",\"expires\":\"2020-01-01\"}")
                                .status())
                .isEqualTo(400);
    }

    @Test
    void the_last_use_is_noted() {
        String secret = make("used", Scope.READ, "");
        assertThat(token("used").path("last_used_at").isNull()).isTrue();

        assertThat(status(secret)).isEqualTo(200);

        assertThat(token("used").path("last_used_at").isNull()).isFalse();
    }

    private static int status(String secret) {
        return bridge.ask("GET", "/api/v1/status", "", secret, Map.of()).status();
    }

    private static JsonNode token(String name) {
        for (JsonNode each : bridge.json("/api/v1/tokens").path("items")) {
            if (each.path("name").asString().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("no token " + name);
    }
}
