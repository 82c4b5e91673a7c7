package org.tapline.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tapline lead` against a bridge that answers from a table.
class LeadCommandTest {
    private static final String RULE =
            """
            {"name":"homes","sender":"portal.test","subject":null,"address":["reply-to","E-Mail"],
            "person":["Name"],"phone":[],"message":[],
            "confirmation":{"from":"sales@acme.test","subject":"S","text":"T","unproven":false}}""";

    private final FakeBridge bridge;

    @TempDir private Path folder;

    LeadCommandTest() throws IOException {
        bridge = new FakeBridge();
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void a_rule_is_added_with_its_places_and_its_confirmation() throws IOException {
        bridge.on("PUT /api/v1/lead-rules/homes", 200, RULE);
        Path text = Files.writeString(folder.resolve("text"), "Dear {name}");

        Run run =
                Run.against(
                        bridge,
                        "lead add homes --sender portal.test --address reply-to --address E-Mail"
                                + " --person Name --confirm-from sales@acme.test"
                                + " --confirm-subject Thanks --confirm-text "
                                + text);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("homes", "portal.test", "sales@acme.test");
        assertThat(bridge.requests())
                .singleElement()
                .asString()
                .startsWith(
                        "PUT /api/v1/lead-rules/homes {\"sender\":\"portal.test\","
                                + "\"address\":[\"reply-to\",\"E-Mail\"],\"person\":[\"Name\"],")
                .contains(
                        "\"text\":\"Dear {name}\"", "\"unproven\":false", "\"subject\":\"Thanks\"");
    }

    @Test
    void a_confirmation_needs_all_its_parts() {
        Run run =
                Run.against(
                        bridge,
                        "lead add homes --sender portal.test --address reply-to"
                                + " --confirm-from sales@acme.test");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--confirm-subject", "--confirm-text");
    }

    @Test
    void rules_are_a_table_and_json() {
        bridge.on(
                "GET /api/v1/lead-rules?limit=200",
                200,
                "{\"items\":[" + RULE + "],\"next_cursor\":null}");

        assertThat(Run.against(bridge, "lead list").out())
                .contains("NAME", "SENDER", "CONFIRMS")
                .contains("homes", "portal.test", "reply-to, E-Mail", "sales@acme.test");
        assertThat(Run.against(bridge, "lead list --json").out())
                .contains("\"name\" : \"homes\"", "\"confirmation\"");
    }

    @Test
    void a_sample_is_tried() throws IOException {
        bridge.on(
                "POST /api/v1/lead-rules/test",
                200,
                """
                {"found":true,"rule":"homes","address":"gus@one.test","name":"Gus","phone":null,
                "message":"Is it free?"}""");
        Path sample = Files.writeString(folder.resolve("sample.eml"), "From: x");

        assertThat(Run.against(bridge, "lead test " + sample).out())
                .contains("gus@one.test", "Gus", "Is it free?")
                .doesNotContain("phone");
        assertThat(bridge.requests())
                .containsExactly("POST /api/v1/lead-rules/test {\"mail\":\"RnJvbTogeA==\"}");
        assertThat(Run.against(bridge, "lead test " + folder.resolve("none.eml")).code())
                .isEqualTo(2);
    }

    @Test
    void rules_are_removed_and_confirmations_listed() {
        bridge.on("DELETE /api/v1/lead-rules/homes", 200, RULE);
        bridge.on(
                "GET /api/v1/lead-rules/confirmations?limit=100",
                200,
                """
                {"items":[{"id":1,"message_id":42,"rule":"homes","state":"withheld",
                "reason":"recently-confirmed","tries":0,"changed_at":"2026-11-20T10:00:00Z"}],
                "next_cursor":null}""");

        assertThat(Run.against(bridge, "lead remove homes").code()).isZero();
        assertThat(Run.against(bridge, "lead remove nothing").code()).isEqualTo(3);
        assertThat(Run.against(bridge, "lead confirmations").out())
                .contains("42", "withheld", "recently-confirmed");
    }
}
