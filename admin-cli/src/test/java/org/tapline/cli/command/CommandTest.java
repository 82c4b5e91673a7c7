package org.tapline.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandTest {
    private static final String CAROL =
            """
            {"id":"7","name":"Carol Jones","emails":[{"address":"c.jones@example.test","primary":false},
            {"address":"carol@example.test","primary":true}],"company":"Example","origin":"manual",
            "created_at":"2026-11-21T17:45:30Z","deleted_at":null}""";
    private static final String MESSAGE =
            """
            {"id":"3","message_id":"1@acme.test","thread_id":"1","direction":"outbound",
            "occurred_at":"2026-11-21T17:50:00Z","subject":"Offer\\u001b[2J",
            "from":[{"name":"Anna Berg","address":"anna@acme.test","contact_id":null}],
            "to":[{"name":"","address":"carol@example.test","contact_id":"7"}],"cc":[],"bcc":[],
            "ways_in":["smtp-submission","imap-append"],"mailboxes":["anna@acme.test"],
            "visibility":"everything","attachments":[{"name":"a.pdf","type":"application/pdf","size":12}],
            "text":"Hello\\n  Carol"}""";

    private FakeBridge bridge;

    @TempDir Path folder;

    CommandTest() throws IOException {
        bridge = new FakeBridge();
    }

    @BeforeEach
    void answers() {
        bridge.on("GET /api/v1/contacts?limit=100", 200, "[" + CAROL + "]");
        bridge.on("GET /api/v1/contacts/carol%40example.test", 200, CAROL);
        bridge.on("GET /api/v1/timeline/carol%40example.test?limit=100", 200, "[" + MESSAGE + "]");
        bridge.on("GET /api/v1/messages/3", 200, MESSAGE);
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void contacts_are_a_table() {
        Run run = Run.against(bridge, "contact list");

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .isEqualTo(
                        """
                        NAME         EMAIL               COMPANY  ORIGIN  SINCE
                        Carol Jones  carol@example.test  Example  manual  2026-11-21 17:45
                        """);
        assertThat(run.code()).isZero();
    }

    @Test
    void json_is_one_array_with_the_keys_of_the_contract() {
        Run run = Run.against(bridge, "contact list --json");

        assertThat(run.out().strip()).startsWith("[").endsWith("]");
        assertThat(run.out())
                .contains(
                        "\"emails\"",
                        "\"primary\" : true",
                        "\"created_at\"",
                        "\"deleted_at\" : null");
    }

    @Test
    void an_empty_list_says_what_to_do_next_and_is_an_empty_array_for_programs() {
        bridge.on("GET /api/v1/contacts?limit=100", 200, "[]");

        assertThat(Run.against(bridge, "contact list").out())
                .isEqualTo(
                        "No contacts yet. Add one with: tapline contact add --email E --name N\n");
        assertThat(Run.against(bridge, "contact list --json").out().strip()).matches("\\[\\s*]");
    }

    @Test
    void pages_are_followed_up_to_the_limit() {
        bridge.on(
                "GET /api/v1/contacts?limit=2",
                200,
                "{\"items\":[{\"name\":\"A\"}],\"next_cursor\":\"x/y\"}");
        bridge.on(
                "GET /api/v1/contacts?limit=1&cursor=x%2Fy",
                200, "{\"items\":[{\"name\":\"B\"},{\"name\":\"C\"}],\"next_cursor\":\"z\"}");

        assertThat(Run.against(bridge, "contact list --limit 2").out().lines().skip(1))
                .extracting(String::strip)
                .containsExactly(
                        "A                             -", "B                             -");
    }

    @Test
    void a_contact_is_added_with_all_its_addresses() {
        bridge.on("POST /api/v1/contacts", 201, CAROL);

        Run run =
                Run.against(
                        bridge,
                        "contact add --email carol@example.test --email c.jones@example.test"
                                + " --name Carol --company Example");

        assertThat(bridge.requests())
                .containsExactly(
                        "POST /api/v1/contacts {\"emails\":[\"carol@example.test\","
                                + "\"c.jones@example.test\"],\"name\":\"Carol\",\"company\":\"Example\"}");
        assertThat(run.out())
                .isEqualTo(
                        """
                        id             7
                        name           Carol Jones
                        email          c.jones@example.test
                        email          carol@example.test (primary)
                        company        Example
                        origin         manual
                        created        2026-11-21 17:45
                        """);
    }

    @Test
    void a_timeline_is_a_table_without_the_escape_sequences_of_a_subject() {
        Run run = Run.against(bridge, "timeline carol@example.test");

        assertThat(run.out())
                .isEqualTo(
                        """
                        WHEN              DIRECTION  FROM       TO                  SUBJECT    SEEN BY                       ID
                        2026-11-21 17:50  outbound   Anna Berg  carol@example.test  Offer\uFFFD[2J  smtp-submission, imap-append  3
                        """);
    }

    @Test
    void an_empty_timeline_says_so() {
        bridge.on("GET /api/v1/timeline/7?limit=5", 200, "[]");

        assertThat(Run.against(bridge, "timeline 7 --limit 5").out())
                .isEqualTo("No mail with 7 yet.\n");
    }

    @Test
    void a_message_is_shown_with_its_text() {
        assertThat(Run.against(bridge, "message show 3").out())
                .contains("from           Anna Berg <anna@acme.test>\n")
                .contains("attachments    a.pdf (application/pdf, 12 octets)\n")
                .endsWith("\nHello\n  Carol\n");
    }

    @Test
    void raw_is_the_octets_and_nothing_else() {
        bridge.on("GET /api/v1/messages/3/raw", 200, "Subject: x\r\n\r\nä\r\n");

        assertThat(Run.against(bridge, "message show 3 --raw").out())
                .isEqualTo("Subject: x\r\n\r\nä\r\n");
    }

    @Test
    void the_status_tells_of_the_proxy_what_its_metrics_say() {
        bridge.on(
                "GET /api/v1/status", 200, "{\"bridge\":{\"state\":\"up\"},\"version\":\"0.1.0\"}");
        bridge.on(
                "GET /metrics",
                200,
                """
                # TYPE tapline_sessions gauge
                tapline_sessions{protocol="imap"} 2.0
                tapline_sessions{protocol="smtp"} 1.0
                """);

        assertThat(Run.against(bridge, "status").out())
                .isEqualTo(
                        """
                        proxy          state up, sessions 3
                        bridge         state up
                        version        0.1.0
                        """);
    }

    @ParameterizedTest
    @CsvSource({
        "400, 2", "401, 4", "403, 4", "404, 3", "409, 4", "410, 3", "422, 4", "500, 1", "503, 1"
    })
    void the_exit_code_fits_the_answer(int status, int code) {
        bridge.on("GET /api/v1/status", status, "{\"title\":\"T\",\"detail\":\"The detail.\"}");

        Run run = Run.against(bridge, "status");

        assertThat(run.code()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("tapline: ").hasLineCount(1);
    }

    @Test
    void a_problem_is_told_in_its_own_words() {
        Run run = Run.against(bridge, "contact show nobody@example.test");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).isEqualTo("tapline: Nothing there.\n");
    }

    @Test
    void the_local_instance_and_its_token_are_found_through_the_configuration() throws IOException {
        bridge.on("GET /api/v1/status", 200, "{\"version\":\"0.1.0\",\"proxy\":{\"sessions\":2}}");
        Path file = configuration(bridge.port());
        Files.writeString(
                Files.createDirectory(folder.resolve("tapline-data")).resolve("admin.token"),
                FakeBridge.TOKEN + "\n");

        Run named = Run.in(Path.of("/"), Map.of(), "status", "-c", file.toString());
        Run usual = Run.in(folder, Map.of(), "status");
        Run variable =
                Run.in(Path.of("/"), Map.of("TAPLINE_CONFIG", file.toString()), "status", "--json");

        assertThat(named.out()).isEqualTo("version        0.1.0\nproxy          sessions 2\n");
        assertThat(usual.out()).isEqualTo(named.out());
        assertThat(variable.out()).contains("\"sessions\" : 2");
    }

    @Test
    void when_nothing_answers_it_says_how_to_start() throws IOException {
        int port = bridge.port();
        bridge.close();
        Path file = configuration(port);

        Run neverRan = Run.in(folder, Map.of(), "status", "-c", file.toString());
        Files.writeString(
                Files.createDirectory(folder.resolve("tapline-data")).resolve("admin.token"), "x");
        Run stopped = Run.in(folder, Map.of(), "status", "-c", file.toString());

        assertThat(neverRan.err())
                .isEqualTo(
                        "tapline: Tapline has not run yet at http://127.0.0.1:%d: %s does not exist;"
                                        .formatted(port, folder.resolve("tapline-data/admin.token"))
                                + " start it with: tapline start -c "
                                + file
                                + "\n");
        assertThat(stopped.err())
                .isEqualTo(
                        "tapline: Tapline is not running at http://127.0.0.1:%d; start it with: tapline"
                                        .formatted(port)
                                + " start -c "
                                + file
                                + "\n");
        assertThat(stopped.code()).isEqualTo(1);
    }

    private Path configuration(int port) throws IOException {
        return Files.writeString(
                folder.resolve("tapline.yaml"),
                "listen: { http: { address: \"127.0.0.1:"
                        + port
                        + "\" } }\n"
                        + "upstream: { default: { imap: { host: mail.acme.test } } }\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status | There is no ./tapline.yaml here",
                "status --server ftp://x --token t | --server needs a URL",
                "status --server http://127.0.0.1:1 | --server needs --token T",
                "status --token t | --token goes with --server URL",
                "status -c missing.yaml | does not exist",
                "contact list --limit 0 | --limit needs a number from 1",
                "contact list --limit x | Invalid value for option '--limit'",
                "contact add | Missing required option: '--email=E'",
                "contact | Missing required subcommand",
                "contcat list | Unmatched arguments from index 0: 'contcat', 'list'",
                "journal replay | Name one entry by its ID, or say --all",
                "completion fish | Invalid value for positional parameter",
            })
    void wrong_usage_ends_with_two(String words, String message) {
        Run run = Run.in(folder, Map.of(), words.split(" "));

        assertThat(run.err()).contains(message);
        assertThat(run.out()).isEmpty();
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void a_bad_configuration_is_one_line_for_each_problem_and_ends_with_two() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.yaml"), "upstreem: {}\nenrol: x\n");

        Run run = Run.in(folder, Map.of(), "status", "-c", file.toString());

        assertThat(run.err().lines()).allMatch(line -> line.startsWith("tapline: " + file + ":"));
        assertThat(run.err()).contains("the nearest is 'upstream'");
        assertThat(run.code()).isEqualTo(2);
    }
}
