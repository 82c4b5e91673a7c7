package org.tapline.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `tapline bcc-address` against a bridge that answers from a table.
class BccAddressCommandTest {
    private static final String ROW =
            """
            {"address":"crm-7k3m9q2x4v8n1c5t@crm.acme.test","scope":"user",
            "owner":"anna@acme.test","until":null}""";

    private static final String DEAL =
            """
            {"address":"deal-7k3m9q2x4v8n1c5t@crm.acme.test","scope":"deal",
            "owner":"deal-7","until":null}""";

    private final FakeBridge bridge;

    BccAddressCommandTest() throws IOException {
        bridge = new FakeBridge();
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void addresses_are_a_table_and_json_with_the_keys_of_the_contract() {
        bridge.on(
                "GET /api/v1/bcc-addresses?user=anna%40acme.test&limit=200",
                200, "{\"items\":[" + ROW + "],\"next_cursor\":null}");

        Run run = Run.against(bridge, "bcc-address list --user anna@acme.test");
        assertThat(run.out())
                .contains("ADDRESS", "SCOPE", "OWNER")
                .contains("crm-7k3m9q2x4v8n1c5t@crm.acme.test", "user", "anna@acme.test");
        assertThat(Run.against(bridge, "bcc-address list --user anna@acme.test --json").out())
                .contains("\"address\"", "\"scope\" : \"user\"", "\"owner\"");
    }

    @Test
    void a_deal_is_given_an_address_and_a_new_one() {
        bridge.on("POST /api/v1/bcc-addresses", 200, DEAL);
        bridge.on("POST /api/v1/bcc-addresses/rotate", 200, DEAL);
        bridge.on(
                "GET /api/v1/bcc-addresses?deal=deal-7&limit=200",
                200,
                "{\"items\":[" + DEAL + "],\"next_cursor\":null}");

        assertThat(Run.against(bridge, "bcc-address add --deal deal-7").out())
                .contains("deal-7k3m9q2x4v8n1c5t@crm.acme.test", "deal-7");
        assertThat(Run.against(bridge, "bcc-address rotate --deal deal-7").code()).isZero();
        assertThat(Run.against(bridge, "bcc-address list --deal deal-7 --json").out())
                .contains("\"scope\" : \"deal\"", "\"owner\" : \"deal-7\"");
        assertThat(bridge.requests())
                .containsExactly(
                        "POST /api/v1/bcc-addresses {\"deal\":\"deal-7\"}",
                        "POST /api/v1/bcc-addresses/rotate {\"deal\":\"deal-7\"}",
                        "GET /api/v1/bcc-addresses?deal=deal-7&limit=200");
    }

    @Test
    void contacts_and_companies_are_named_as_everywhere() {
        bridge.on("POST /api/v1/bcc-addresses", 200, DEAL);
        Run.against(bridge, "bcc-address add --contact carol@example.test");
        Run.against(bridge, "bcc-address add --company example.test");
        assertThat(bridge.requests())
                .containsExactly(
                        "POST /api/v1/bcc-addresses {\"contact\":\"carol@example.test\"}",
                        "POST /api/v1/bcc-addresses {\"company\":\"example.test\"}");
        assertThat(Run.against(bridge, "bcc-address add").code()).isEqualTo(2);
        assertThat(Run.against(bridge, "bcc-address add --deal 1 --contact 2").code()).isEqualTo(2);
    }

    @Test
    void rotating_asks_for_the_user_and_the_days() {
        bridge.on("POST /api/v1/bcc-addresses/rotate", 200, ROW);

        Run run = Run.against(bridge, "bcc-address rotate anna@acme.test --grace-days 0");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("crm-7k3m9q2x4v8n1c5t@crm.acme.test");
        assertThat(bridge.requests())
                .containsExactly(
                        "POST /api/v1/bcc-addresses/rotate"
                                + " {\"user\":\"anna@acme.test\",\"grace_days\":0}");
    }
}
