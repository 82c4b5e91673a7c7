package org.tapline.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `tapline user` against a bridge that answers from a table.
class UserCommandTest {
    private final FakeBridge bridge;

    UserCommandTest() throws IOException {
        bridge = new FakeBridge();
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void a_user_is_added_with_and_without_aliases() {
        bridge.on(
                "POST /api/v1/users",
                200,
                """
                {"id":1,"name":"","address":"anna@acme.test","aliases":["a@acme.test"]}""");

        Run with =
                Run.against(bridge, "user add anna@acme.test --alias a@acme.test --alias b@x.test");
        assertThat(with.err()).isEmpty();
        assertThat(with.out()).contains("a@acme.test");
        assertThat(Run.against(bridge, "user add anna@acme.test").code()).isZero();
        assertThat(bridge.requests())
                .containsExactly(
                        "POST /api/v1/users"
                                + " {\"address\":\"anna@acme.test\","
                                + "\"aliases\":[\"a@acme.test\",\"b@x.test\"]}",
                        "POST /api/v1/users {\"address\":\"anna@acme.test\"}");
    }

    @Test
    void a_user_is_shown_renamed_and_given_addresses() {
        String anna =
                """
                {"id":1,"name":"Anna","address":"anna@acme.test","aliases":["sales@acme.test"]}""";
        bridge.on("GET /api/v1/users/1", 200, anna);
        bridge.on("PUT /api/v1/users/1/name", 200, anna);
        bridge.on("POST /api/v1/users/1/aliases", 200, anna);
        bridge.on("DELETE /api/v1/users/1/aliases/a%40acme.test", 200, anna);

        for (String words :
                new String[] {
                    "show 1",
                    "rename 1 Anna",
                    "add-alias 1 a@acme.test",
                    "remove-alias 1 a@acme.test"
                }) {
            Run run = Run.against(bridge, "user " + words);
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).contains("Anna", "anna@acme.test", "sales@acme.test");
        }
        assertThat(bridge.requests())
                .containsExactly(
                        "GET /api/v1/users/1",
                        "PUT /api/v1/users/1/name {\"name\":\"Anna\"}",
                        "POST /api/v1/users/1/aliases {\"address\":\"a@acme.test\"}",
                        "DELETE /api/v1/users/1/aliases/a%40acme.test");
    }

    @Test
    void users_and_mailboxes_are_disabled_and_enabled() {
        bridge.on(
                "POST /api/v1/users/anna%40acme.test/disable",
                200,
                """
                {"id":1,"name":"","address":"anna@acme.test","aliases":[],"disabled":true}""");
        bridge.on(
                "POST /api/v1/mailboxes/anna%40acme.test/enable",
                200,
                """
                {"id":1,"mailbox":"anna@acme.test","state":"live","reason":""}""");

        Run disabled = Run.against(bridge, "user disable anna@acme.test");
        Run enabled = Run.against(bridge, "mailbox enable anna@acme.test");

        assertThat(disabled.err() + enabled.err()).isEmpty();
        assertThat(disabled.out()).contains("disabled");
        assertThat(enabled.out()).contains("live");
    }
}
