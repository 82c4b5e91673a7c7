package org.tapline.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Contacts, companies, deals and jobs on the command line, against a bridge that answers from a
/// table.
class PeopleCommandTest {
    private static final String CAROL =
            """
            {"id":7,"name":"Carol","emails":[{"address":"carol@kunde.test","primary":true}],
            "company":"kunde.test","origin":"manual","created_at":"2026-11-21T08:00:00Z",
            "deleted_at":null,"rematch_job":3}""";

    private static final String JOB =
            """
            {"id":3,"kind":"rematch","subject":"contact 7","state":"%s","total":1,"done":1,
            "found":12,"error":%s,"created_at":"2026-11-21T08:00:00Z","finished_at":null}""";

    private final FakeBridge bridge;

    PeopleCommandTest() throws IOException {
        bridge = new FakeBridge();
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void adding_a_contact_names_the_job_and_waiting_tells_what_it_found() {
        bridge.on("POST /api/v1/contacts", 201, CAROL);
        bridge.on("GET /api/v1/jobs/3", 200, JOB.formatted("done", "null"));

        assertThat(run("contact add --email carol@kunde.test").out())
                .contains("tapline job show 3");
        Run waited = run("contact add --email carol@kunde.test --wait");
        assertThat(waited.out()).contains("12 messages found");
        assertThat(waited.code()).isZero();
        assertThat(run("contact add --email carol@kunde.test --json").out())
                .contains("\"rematch_job\" : 3", "\"origin\" : \"manual\"");
    }

    @Test
    void a_job_that_failed_is_a_failure() {
        bridge.on("GET /api/v1/jobs/3", 200, JOB.formatted("failed", "\"no such file\""));

        Run run = run("job show 3 --wait");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("no such file");
    }

    @Test
    void merging_and_splitting_ask_for_what_was_said() {
        bridge.on("POST /api/v1/contacts/7/merge", 200, CAROL);
        bridge.on("POST /api/v1/contacts/7/split", 200, CAROL);
        bridge.on("PUT /api/v1/contacts/7/addresses/c%40kunde.test", 200, CAROL);

        assertThat(run("contact merge 7 dave@kunde.test").code()).isZero();
        assertThat(run("contact split 7 --address old@kunde.test").code()).isZero();
        assertThat(run("contact split 7 --merged 9").code()).isZero();
        assertThat(run("contact add-address 7 c@kunde.test --primary").code()).isZero();

        assertThat(bridge.requests())
                .containsExactly(
                        "POST /api/v1/contacts/7/merge {\"contact\":\"dave@kunde.test\"}",
                        "POST /api/v1/contacts/7/split {\"address\":\"old@kunde.test\"}",
                        "POST /api/v1/contacts/7/split {\"merged\":9}",
                        "PUT /api/v1/contacts/7/addresses/c%40kunde.test"
                                + " {\"primary\":true,\"shared\":false}");
    }

    @Test
    void an_import_sends_the_file_and_prints_the_refused_lines(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("people.vcf");
        Files.writeString(file, "BEGIN:VCARD\nEND:VCARD\n");
        String state =
                """
                {"id":5,"format":"vcard","dry_run":true,"state":"done","size":22,"done":22,
                "created":1,"merged":2,"unchanged":3,"refused":1,"error":null,
                "rematch_job":null,"created_at":"2026-11-21T08:00:00Z"}""";
        bridge.on(
                "POST /api/v1/contact-imports?format=vcard&charset=utf-8&dry_run=true",
                202,
                state.replace("done\",\"size", "waiting\",\"size"));
        bridge.on("GET /api/v1/contact-imports/5", 200, state);
        bridge.on(
                "GET /api/v1/contact-imports/5/refused?limit=200",
                200,
                "{\"items\":[{\"id\":1,\"line\":17,\"reason\":\"there is no e-mail address\"}],"
                        + "\"next_cursor\":null}");

        Run run = run("contact import " + file + " --dry-run");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("5 (dry run)", "17", "there is no e-mail address")
                .containsPattern("created +1");
        assertThat(bridge.requests().getFirst()).endsWith("BEGIN:VCARD\nEND:VCARD\n");
        assertThat(run("contact import " + file + " --dry-run --json").out())
                .contains("\"refused_lines\"", "\"line\" : 17");
        assertThat(run("contact import " + folder.resolve("none.csv")).code()).isEqualTo(3);
    }

    @Test
    void an_export_is_passed_on_octet_for_octet(@TempDir Path folder) throws IOException {
        bridge.on("GET /api/v1/contact-export?format=csv", 200, "id,name\r\n1,Carol\r\n");
        Path file = folder.resolve("out.csv");

        assertThat(run("contact export").out()).isEqualTo("id,name\r\n1,Carol\r\n");
        assertThat(run("contact export --out " + file).code()).isZero();
        assertThat(Files.readString(file)).isEqualTo("id,name\r\n1,Carol\r\n");
    }

    @Test
    void deals_and_companies_are_shown_and_messages_linked_to_them() {
        bridge.on(
                "POST /api/v1/deals",
                201,
                """
                {"id":2,"name":"Roof","state":"open","contacts":[{"id":7,"name":"Carol"}],
                "since":null,"created_at":"2026-11-21T08:00:00Z","closed_at":null}""");
        bridge.on(
                "PUT /api/v1/messages/17/links/deal/2?thread=true",
                200,
                """
                {"items":[{"message_id":17,"kind":"deal","target":2,"thread":true,"why":"manual",
                "linked_by":"administrator","linked_at":"2026-11-21T08:00:00Z"}],
                "next_cursor":null}""");
        bridge.on(
                "GET /api/v1/companies/kunde.test",
                200,
                """
                {"id":4,"name":"Kunde","domains":["kunde.test","client.test"],"contacts":3,
                "created_at":"2026-11-21T08:00:00Z"}""");

        assertThat(run("deal create Roof --contact carol@kunde.test").out())
                .contains("Roof", "open", "Carol");
        assertThat(run("message link 17 --deal 2 --thread").out()).contains("deal", "yes");
        assertThat(run("company show kunde.test").out()).contains("kunde.test, client.test");
        assertThat(run("message link 17").code()).isEqualTo(2);
    }

    private Run run(String words) {
        return Run.against(bridge, words);
    }
}
