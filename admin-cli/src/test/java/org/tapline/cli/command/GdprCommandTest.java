package org.tapline.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `token`, `hold`, `retention` and `person` against a bridge that answers from a table.
class GdprCommandTest {
    @TempDir Path folder;
    private final FakeBridge bridge;

    GdprCommandTest() throws IOException {
        bridge = new FakeBridge();
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void a_token_is_made_printed_once_listed_and_revoked() {
        bridge.on(
                "POST /api/v1/tokens",
                201,
                """
                {"id":2,"name":"dash","scope":"read","expires_at":null,"secret":"tl_secret"}""");
        bridge.on(
                "GET /api/v1/tokens?limit=200",
                200,
                """
                {"items":[{"id":2,"name":"dash","scope":"read","created_at":"2026-11-21T10:00:00Z",
                "created_by":"administrator","expires_at":null,"last_used_at":null}],
                "next_cursor":null}""");
        bridge.on("DELETE /api/v1/tokens/dash", 200, "{\"name\":\"dash\",\"scope\":\"read\"}");

        Run made =
                Run.against(bridge, "token create --name dash --scope read --expires 2027-01-31");
        assertThat(made.out()).contains("tl_secret", "nobody can show it again");
        assertThat(bridge.requests())
                .contains(
                        "POST /api/v1/tokens {\"name\":\"dash\",\"scope\":\"read\","
                                + "\"expires\":\"2027-01-31\"}");
        assertThat(Run.against(bridge, "token create --name dash --scope read --json").out())
                .contains("\"secret\" : \"tl_secret\"");
        assertThat(Run.against(bridge, "token list").out())
                .contains("NAME", "SCOPE", "LAST USED", "dash", "administrator");
        assertThat(Run.against(bridge, "token revoke dash").code()).isZero();
        assertThat(Run.against(bridge, "token revoke none").code()).isEqualTo(3);
        assertThat(Run.against(bridge, "token create --name dash").code()).isEqualTo(2);
    }

    @Test
    void a_hold_is_set_with_a_reason_listed_and_lifted() {
        String hold =
                """
                {"on":"domain","target":"kunde.test","reason":"case-7","set_by":"administrator",
                "set_at":"2026-11-21T10:00:00Z"}""";
        bridge.on("PUT /api/v1/holds/domain/kunde.test", 200, hold);
        bridge.on("DELETE /api/v1/holds/domain/kunde.test", 200, hold);
        bridge.on(
                "GET /api/v1/holds?limit=200",
                200,
                "{\"items\":[" + hold + "],\"next_cursor\":null}");

        Run set = Run.against(bridge, "hold set domain kunde.test --reason case-7");
        assertThat(set.out()).contains("kunde.test", "case-7");
        assertThat(bridge.requests())
                .contains("PUT /api/v1/holds/domain/kunde.test {\"reason\":\"case-7\"}");
        assertThat(Run.against(bridge, "hold list").out()).contains("ON", "TARGET", "case-7");
        assertThat(Run.against(bridge, "hold list --json").out()).contains("\"set_by\"");
        assertThat(Run.against(bridge, "hold lift domain kunde.test").code()).isZero();
        assertThat(Run.against(bridge, "hold set domain kunde.test").code()).isEqualTo(2);
    }

    @Test
    void retention_is_previewed_and_run_to_its_end() {
        bridge.on(
                "GET /api/v1/retention?limit=200",
                200,
                """
                {"items":[{"category":"text","policy":"retention.text","days":730,"due":12,"held":3},
                {"category":"audit","policy":"retention.audit","days":null,"due":0,"held":0}],
                "next_cursor":null}""");
        bridge.on("POST /api/v1/retention/run", 202, "{\"id\":7,\"state\":\"running\"}");
        bridge.on(
                "GET /api/v1/retention/runs?limit=50",
                200,
                """
                {"items":[{"id":7,"actor":"administrator","state":"done",
                "begun_at":"2026-11-21T10:00:00Z","removed":{"text":9}}],"next_cursor":null}""");

        assertThat(Run.against(bridge, "retention preview").out())
                .contains("730 days", "12", "3", "ever");
        Run dry = Run.against(bridge, "retention run --dry-run");
        assertThat(dry.out()).contains("730 days");
        assertThat(bridge.requests()).noneMatch(request -> request.startsWith("POST"));
        Run run = Run.against(bridge, "retention run");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("done", "text", "9");
        assertThat(Run.against(bridge, "retention run --json").out()).contains("\"text\" : 9");
    }

    @Test
    void an_erasure_is_waited_for_and_says_what_it_removed_and_kept() {
        bridge.on(
                "POST /api/v1/persons/carol%40kunde.test/erase",
                202, "{\"id\":3,\"state\":\"running\"}");
        bridge.on(
                "GET /api/v1/erasures/3",
                200,
                """
                {"id":3,"state":"done","step":"finished","removed":{"messages":2},
                "kept":[{"what":"messages","count":1,"reason":"legal hold"}],"problem":null}""");

        Run run = Run.against(bridge, "person erase carol@kunde.test --reason asked");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("REMOVED", "messages", "2", "KEPT", "legal hold");
        assertThat(bridge.requests())
                .contains(
                        "POST /api/v1/persons/carol%40kunde.test/erase"
                                + " {\"dry_run\":false,\"reason\":\"asked\"}");
    }

    @Test
    void a_dry_run_of_an_erasure_begins_nothing_and_a_hold_refuses_it() {
        bridge.on(
                "POST /api/v1/persons/carol%40kunde.test/erase",
                200,
                "{\"id\":null,\"state\":\"dry-run\",\"removed\":{\"messages\":2},\"kept\":[]}");
        bridge.on(
                "POST /api/v1/persons/dave%40kunde.test/erase",
                409, "{\"title\":\"Conflict\",\"detail\":\"under legal hold: case 7\"}");

        Run run = Run.against(bridge, "person erase carol@kunde.test --dry-run");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("dry-run", "messages");
        assertThat(bridge.requests()).hasSize(1);
        Run held = Run.against(bridge, "person erase dave@kunde.test");
        assertThat(held.code()).isEqualTo(4);
        assertThat(held.err()).contains("case 7");
    }

    @Test
    void an_export_goes_into_a_zip_file_or_a_folder_and_overwrites_nothing() throws IOException {
        bridge.on("GET /api/v1/persons/carol%40kunde.test/export", zip("messages/1.eml", "Hello"));
        Path file = folder.resolve("carol.zip");
        Path into = folder.resolve("carol");
        String command = "person export carol@kunde.test --out ";

        assertThat(Run.against(bridge, command + file).code()).isZero();
        assertThat(file).isNotEmptyFile();
        assertThat(Run.against(bridge, command + file).code()).isEqualTo(4);
        assertThat(Run.against(bridge, command + into + " --json").out()).contains("\"files\" : 1");
        assertThat(into.resolve("messages/1.eml")).hasContent("Hello");
        assertThat(Run.against(bridge, command + into).code()).isEqualTo(4);
        assertThat(
                        Run.against(
                                        bridge,
                                        "person export nobody@x.test --out "
                                                + folder.resolve("n.zip"))
                                .code())
                .isEqualTo(3);
    }

    @Test
    void an_export_from_nowhere_blames_the_instance_and_not_the_file() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        Run run =
                Run.in(
                        folder,
                        Map.of(),
                        ("person export 1 --out out.zip --token T --server http://127.0.0.1:"
                                        + port)
                                .split(" ", -1));

        assertThat(run.err())
                .startsWith("tapline: Tapline is not running at http://127.0.0.1:" + port);
        assertThat(run.code()).isEqualTo(1);
        assertThat(folder.resolve("out.zip")).doesNotExist();
    }

    @Test
    void an_export_writes_nothing_outside_of_its_folder() throws IOException {
        bridge.on("GET /api/v1/persons/1/export", zip("../outside.txt", "no"));

        Run run = Run.against(bridge, "person export 1 --out " + folder.resolve("in"));

        assertThat(run.code()).isEqualTo(1);
        assertThat(folder.resolve("outside.txt")).doesNotExist();
    }

    private static byte[] zip(String name, String text) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(octets)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return octets.toByteArray();
    }
}
