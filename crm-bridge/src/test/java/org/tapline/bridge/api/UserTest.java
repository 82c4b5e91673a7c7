package org.tapline.bridge.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.Seen;

/// Our own people over HTTP.
class UserTest {
    private static final String ANNA = "anna@acme.test";

    @TempDir static Path data;
    private static RunningBridge bridge;

    @BeforeAll
    static void start() throws IOException {
        bridge = new RunningBridge(data);
        bridge.change("POST", "/api/v1/users", "{\"address\":\"" + ANNA + "\"}");
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    @Test
    void an_alias_makes_mail_internal_until_it_is_taken_away() {
        String alias = "anna.berg@freelance.test";
        bridge.change(
                "POST",
                "/api/v1/users/" + ANNA + "/aliases",
                "{\"address\":\"Anna.Berg@freelance.test\"}");
        sent("one@acme.test", alias);
        assertThat(reason("one@acme.test")).isEqualTo("internal");
        assertThat(bridge.get("/api/v1/contacts/" + alias).status()).isEqualTo(404);

        assertThat(
                        bridge.change("DELETE", "/api/v1/users/" + ANNA + "/aliases/" + alias, "")
                                .path("aliases"))
                .isEmpty();
        sent("two@acme.test", alias);
        assertThat(reason("two@acme.test")).isEqualTo("recorded");
        assertThat(bridge.get("/api/v1/contacts/" + alias).status()).isEqualTo(200);
    }

    private static void sent(String id, String to) {
        bridge.file(Seen.submitted(ANNA, to), Seen.mail(id, ANNA, to, "Hello"));
    }

    private static String reason(String id) {
        return bridge.json("/api/v1/messages/" + id + "/explain").path("reason").asString();
    }

    @Test
    void the_main_address_stays_and_an_alias_that_is_none_is_not_found() {
        RunningBridge.Answer main =
                bridge.ask("DELETE", "/api/v1/users/" + ANNA + "/aliases/ANNA@acme.test", "");
        assertThat(main.status()).isEqualTo(409);
        assertThat(main.body()).contains("main address");
        assertThat(bridge.ask("DELETE", "/api/v1/users/" + ANNA + "/aliases/x@y.test", "").status())
                .isEqualTo(404);
    }

    @Test
    void a_name_is_one_line_and_every_change_is_noted() {
        bridge.change("PUT", "/api/v1/users/" + ANNA + "/name", "{\"name\":\" Anna Berg \"}");

        assertThat(bridge.json("/api/v1/users/" + ANNA).path("name").asString())
                .isEqualTo("Anna Berg");
        assertThat(
                        bridge.ask("PUT", "/api/v1/users/" + ANNA + "/name", "{\"name\":\"a\\nb\"}")
                                .status())
                .isEqualTo(400);
        assertThat(bridge.get("/api/v1/audit").body()).contains("user.add", "user.rename");
    }
}
