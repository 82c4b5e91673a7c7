package org.tapline.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Reading in somebody's name, searching, marking, previewing, and who did it.
class SeeingTest {
    private static final String METADATA =
            """
            {"id":3,"message_id":"1@acme.test","direction":"inbound",
            "occurred_at":"2026-11-21T17:50:00Z","subject":null,
            "from":[{"name":"Carol","address":"carol@example.test","contact_id":7}],
            "to":[{"name":"","address":"anna@acme.test","contact_id":null}],"cc":[],"bcc":[],
            "ways_in":["imap-fetch"],"mailboxes":["anna@acme.test"],"visibility":"metadata",
            "attachments":[],"text":null,"html":null,"headers":[]}""";

    private final FakeBridge bridge;

    SeeingTest() throws IOException {
        bridge = new FakeBridge();
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeline 7 --as ben@acme.test | /timeline/7?as=ben%40acme.test&limit=100",
                "message list --as 2 --limit 5 | /messages?as=2&limit=5",
                "message list --excluded --as 2 | /messages?as=2&excluded=true&limit=100",
                "message show 3 --as 2 | /messages/3?as=2",
                "message show 3 --raw --as 2 | /messages/3/raw?as=2",
                "message explain 3 --as 2 | /messages/3/explain?as=2",
                "thread show 9 --order oldest-first --as 2"
                        + " | /threads/9?order=oldest-first&as=2&limit=100",
                "search a b --as 2 | /search?words=a%20b&as=2&limit=100",
                "policy show --user u@x.test | /policies?user=u%40x.test&limit=200",
            })
    void the_user_goes_along(String words, String path) {
        Run.against(bridge, words);

        assertThat(bridge.requests()).containsExactly("GET /api/v1" + path);
    }

    @Test
    void a_user_who_is_none_ends_with_three() {
        Run run = Run.against(bridge, "timeline 7 --as nobody@acme.test");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void a_message_of_which_only_metadata_is_seen_is_shown_without_the_rest() {
        bridge.on("GET /api/v1/messages/3?as=2", 200, METADATA);

        assertThat(Run.against(bridge, "message show 3 --as 2").out())
                .isEqualTo(
                        """
                        id             3
                        message-id     1@acme.test
                        direction      inbound
                        when           2026-11-21 17:50
                        from           Carol <carol@example.test>
                        to             anna@acme.test
                        visible        metadata
                        seen by        imap-fetch
                        mailboxes      anna@acme.test
                        """);
    }

    @Test
    void what_was_found_is_a_table_and_pages_that_hide_everything_are_passed_over() {
        bridge.on(
                "GET /api/v1/search?words=offer&from=example.test&since=2026-01-01&limit=100",
                200,
                "{\"items\":[],\"next_cursor\":\"c1\"}");
        bridge.on(
                "GET /api/v1/search?words=offer&from=example.test&since=2026-01-01&limit=100"
                        + "&cursor=c1",
                200,
                "{\"items\":[" + METADATA + "],\"next_cursor\":null}");

        Run run = Run.against(bridge, "search offer --from example.test --since 2026-01-01");

        assertThat(run.out())
                .isEqualTo(
                        """
                        WHEN              DIRECTION  FROM   TO              SUBJECT  SEEN BY     ID
                        2026-11-21 17:50  inbound    Carol  anna@acme.test           imap-fetch  3
                        """);
    }

    @Test
    void a_search_for_nothing_is_wrong_usage() {
        Run run = Run.against(bridge, "search");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("Say what to look for");
    }

    @Test
    void a_message_is_marked_private_and_shared_again() {
        bridge.on(
                "PUT /api/v1/marks/thread/3?as=2",
                200,
                "{\"on\":\"thread\",\"target\":\"9\",\"user\":\"ben@acme.test\",\"state\":\"private\"}");
        bridge.on(
                "DELETE /api/v1/marks/domain/example.test",
                200,
                "{\"on\":\"domain\",\"target\":\"example.test\",\"user\":null,\"state\":\"shared\"}");

        assertThat(Run.against(bridge, "message mark 3 --private --thread --as 2").out())
                .isEqualTo(
                        """
                        thread         9
                        state          private
                        of user        ben@acme.test
                        """);
        assertThat(Run.against(bridge, "contact mark example.test --shared").out())
                .isEqualTo("domain         example.test\nstate          shared\n");
    }

    @ParameterizedTest
    @CsvSource({"message mark 3", "message mark 3 --private --shared"})
    void a_mark_is_either_private_or_shared(String words) {
        assertThat(Run.in(Path.of("").toAbsolutePath(), Map.of(), words.split(" ")).code())
                .isEqualTo(2);
    }

    @Test
    void a_preview_tells_the_counts_and_names_messages() {
        bridge.on(
                "GET /api/v1/policies/bulk.exclude/preview?value=false&mailbox=m%40acme.test&limit=1",
                200,
                """
                {"key":"bulk.exclude","value":"false","origin":"mailbox",
                "text":"Of all 9 messages, 2 would be added when they are seen again.",
                "messages":[{"effect":"added","id":null,"message_id":"n@x.test",
                "mailbox":"m@acme.test","occurred_at":"2026-11-21T17:50:00Z","before":"bulk",
                "after":"recorded"}]}""");

        assertThat(
                        Run.against(
                                        bridge,
                                        "policy preview bulk.exclude false --mailbox m@acme.test"
                                                + " --limit 1")
                                .out())
                .isEqualTo(
                        """
                        Of all 9 messages, 2 would be added when they are seen again.

                        EFFECT  WHEN              MAILBOX      NOW   THEN      MESSAGE-ID
                        added   2026-11-21 17:50  m@acme.test  bulk  recorded  n@x.test
                        """);
    }

    @Test
    void the_audit_log_is_a_table() {
        bridge.on(
                "GET /api/v1/audit?limit=2",
                200,
                """
                {"items":[{"id":2,"at":"2026-11-21T17:51:00Z","actor":"administrator",
                "action":"message.read","subject":"message 3","before":null,"after":[3]},
                {"id":1,"at":"2026-11-21T17:50:00Z","actor":"administrator","action":"policy.set",
                "subject":"organisation admin.read","before":"audited","after":"never"}],
                "next_cursor":null}""");

        assertThat(Run.against(bridge, "audit list --limit 2").out())
                .isEqualTo(
                        """
                        WHEN              ACTOR          ACTION        SUBJECT                  BEFORE   AFTER
                        2026-11-21 17:51  administrator  message.read  message 3                         3
                        2026-11-21 17:50  administrator  policy.set    organisation admin.read  audited  never
                        """);
    }
}
