package org.tapline.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `tapline contact mine`, and what `contact show` tells of bounces.
class ContactMineTest {
    private final FakeBridge bridge;

    ContactMineTest() throws IOException {
        bridge = new FakeBridge();
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void it_waits_for_the_search_and_prints_whom_it_found() {
        bridge.on("POST /api/v1/contact-minings", 202, "{\"id\":7,\"state\":\"waiting\"}");
        bridge.on(
                "GET /api/v1/contact-minings/7",
                200,
                """
                {"id":7,"dry_run":true,"state":"done","total":9,"done":9,"messages":4,"created":1,
                "known":0,"left_out":1,"error":null}""");
        bridge.on(
                "GET /api/v1/contact-minings/7/found?limit=200",
                200,
                """
                {"items":[
                {"id":1,"address":"carol@kunde.test","name":"Carol","outcome":"created","reason":"New contact."},
                {"id":2,"address":"info@kunde.test","name":"","outcome":"left-out","reason":"A role address."}],
                "next_cursor":null}""");

        Run run = Run.against(bridge, "contact mine --user anna@acme.test --dry-run");

        assertThat(run.out())
                .contains("7 (dry run)", "carol@kunde.test", "created", "A role address.");
        assertThat(run.code()).isZero();
        assertThat(bridge.requests().getFirst())
                .startsWith("POST /api/v1/contact-minings")
                .contains("\"user\":\"anna@acme.test\"", "\"dry_run\":true");
    }

    @Test
    void an_address_that_bounces_is_told_with_its_status_and_its_message() {
        bridge.on(
                "GET /api/v1/contacts/carol%40kunde.test",
                200,
                """
                {"id":7,"name":"Carol","emails":[{"address":"carol@kunde.test","primary":true,
                "bouncing":{"since":"2026-11-20T10:10:00Z","status":"5.1.1","message":12},
                "soft_bounces":0}],"company":null,"origin":"sent",
                "created_at":"2026-11-20T10:00:00Z","deleted_at":null}""");

        assertThat(Run.against(bridge, "contact show carol@kunde.test").out())
                .contains("bounces since 2026-11-20 10:10 (5.1.1), message 12");
    }
}
