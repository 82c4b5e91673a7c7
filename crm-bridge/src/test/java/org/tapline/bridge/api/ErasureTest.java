package org.tapline.bridge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.Seen;
import org.tapline.journal.JournalSettings;
import org.tapline.journal.Observation;
import org.tapline.journal.artemis.EmbeddedJournal;
import tools.jackson.databind.JsonNode;

/// A person asks to be forgotten, or for what is kept.
class ErasureTest {
    private static final String ANNA = "anna@acme.test";
    private static final String ZOE = "zoe.quibble@kunde.test";
    private static final String NAME = "Zoe Quibble";
    private static final String BOB = "bob@other.test";

    @TempDir Path data;
    private RunningBridge bridge;

    @BeforeEach
    void start() throws IOException {
        bridge = new RunningBridge(data);
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    private static final String LARGE = "Zoe Quibble wrote this. ".repeat(8_000);

    /// Mail in every relation to Zoe.
    private void fill() {
        bridge.change(
                "POST",
                "/api/v1/contacts",
                "{\"emails\":[\"%s\",\"zq@private.test\"],\"name\":\"%s\"}".formatted(ZOE, NAME));
        file(1, "alone", NAME + " <" + ZOE + ">", ANNA, "", "Only us, says Zoe Quibble.");
        file(2, "author", NAME + " <" + ZOE + ">", ANNA, "Cc: " + BOB, "My secret number is 4711.");
        file(
                3,
                "shared",
                BOB,
                ANNA,
                "Cc: " + NAME + " <" + ZOE + ">",
                "Dear Zoe Quibble and Anna.");
        file(
                4,
                "quoted",
                BOB,
                ANNA,
                "",
                "> On Monday " + ZOE.toUpperCase(Locale.ROOT) + " wrote: hi");
        file(5, "other", BOB, ANNA, "", "Nothing of her.");
        file(6, "large", "zq@private.test", ANNA, "", LARGE);
        bridge.file(
                Seen.fetched(ANNA, "INBOX", 7),
                Seen.mail(
                        "Cheap.",
                        "From: Shop <" + ZOE + ">",
                        "To: " + ANNA,
                        "Subject: News",
                        "List-Unsubscribe: <mailto:x@y.test>",
                        "List-Id: <news.kunde.test>",
                        "Precedence: bulk",
                        "Date: Fri, 20 Nov 2026 10:00:00 +0000",
                        "Message-ID: <bulk@kunde.test>"));
        bridge.get("/api/v1/timeline/" + ZOE);
    }

    private void file(long uid, String id, String from, String to, String more, String text) {
        List<String> header =
                new ArrayList<>(
                        List.of(
                                "From: " + from,
                                "To: " + to,
                                "Subject: "
                                        + (id.equals("other") ? "Offer" : "Offer for Zoe Quibble"),
                                "Date: Fri, 20 Nov 2026 10:00:00 +0000",
                                "Message-ID: <" + id + "@x.test>"));
        if (!more.isEmpty()) {
            header.add(more);
        }
        bridge.file(
                Seen.fetched(ANNA, "INBOX", uid), Seen.mail(text, header.toArray(String[]::new)));
    }

    private JsonNode erase(String person) {
        JsonNode begun =
                bridge.ask("POST", "/api/v1/persons/" + person + "/erase", "{\"reason\":\"asked\"}")
                        .json();
        long id = begun.path("id").asLong();
        await().atMost(Duration.ofMinutes(2))
                .until(
                        () ->
                                !bridge.json("/api/v1/erasures/" + id)
                                        .path("state")
                                        .asString()
                                        .equals("running"));
        return bridge.json("/api/v1/erasures/" + id);
    }

    @Test
    void afterwards_neither_the_database_nor_the_blobs_know_of_the_person() throws IOException {
        fill();
        assertThat(bridge.everyText()).anyMatch(this::tells);
        assertThat(files("blobs")).anyMatch(this::tells);
        bridge.sql("create table of_a_later_version (address_key text)");
        bridge.sql("insert into of_a_later_version values ('" + ZOE + "')");

        JsonNode report = erase(ZOE);

        assertThat(report.path("state").asString()).as(report.toString()).isEqualTo("done");
        assertThat(bridge.everyText()).noneMatch(this::tells);
        assertThat(files("blobs")).noneMatch(this::tells);
        assertThat(report.path("kept")).as(report.toString()).isEmpty();
        assertThat(report.path("removed").path("messages").asLong()).isEqualTo(2);
        assertThat(report.path("removed").path("contacts").asLong()).isEqualTo(1);
        assertThat(report.path("removed").path("addresses").asLong()).isEqualTo(2);
        assertThat(report.path("removed").path("decisions").asLong()).isEqualTo(1);
        assertThat(report.path("removed").path("contents").asLong()).isPositive();
    }

    @Test
    void what_it_does_not_reach_it_says_itself() {
        fill();
        bridge.sql("create table of_somebody_else (note text)");
        bridge.sql("insert into of_somebody_else values ('call " + ZOE + " back')");

        JsonNode kept = erase(ZOE).path("kept");

        assertThat(kept).hasSize(1);
        assertThat(kept.get(0).path("what").asString()).isEqualTo("of_somebody_else.note");
        assertThat(kept.get(0).path("count").asLong()).isEqualTo(1);
    }

    @Test
    void neither_do_the_files_of_the_journal_nor_parked_entries() throws IOException {
        stop();
        bridge =
                new RunningBridge(
                        data,
                        EmbeddedJournal.open(
                                new JournalSettings(data.resolve("journal"), Optional.empty(), 0)));
        fill();
        assertThat(files("journal")).anyMatch(this::tells);
        park("p1", "From: " + ZOE + "\r\n\r\nThis one could not be filed.");
        park("p2", "From: " + BOB + "\r\n\r\nThis one, too.");

        JsonNode report = erase(ZOE);

        assertThat(report.path("state").asString()).isEqualTo("done");
        assertThat(files("journal")).isNotEmpty().noneMatch(this::tells);
        assertThat(report.path("removed").path("parked entries").asLong()).isEqualTo(1);
        assertThat(bridge.everyText())
                .noneMatch(this::tells)
                .noneMatch(text -> text.contains("This one could not"))
                .anyMatch(text -> text.contains("This one, too."));
    }

    private void park(String id, String mail) {
        bridge.sql(
                """
                with c as (insert into blob (sha256, content)
                           values (sha256('%2$s'::text::bytea), '%2$s'::text::bytea)
                           returning sha256)
                insert into parked_observation (id, observed, raw_sha256, reason, tries, parked_at)
                select gen_random_uuid(),
                       '{"id":"%1$s","mailbox":{"user":"anna@acme.test","upstream":"x"}}',
                       encode(sha256, 'hex'), 'a test', 3, now()
                from c
                """
                        .formatted(id, mail.replace("\r\n", "\n")));
    }

    @Test
    void what_a_process_left_behind_the_next_one_finishes() throws IOException {
        fill();
        bridge.sql(
                """
                insert into erasure (subject, person, state, step, actor, reason, touched_at)
                select 'person 1', '{"contacts":[1],"keys":["%1$s"],"addresses":["%1$s"],
                                     "names":["%2$s"]}',
                       'running', 'messages', 'administrator', '', 'epoch'
                """
                        .formatted(ZOE, NAME));
        stop();

        bridge = new RunningBridge(data);

        await().atMost(Duration.ofMinutes(2))
                .until(
                        () ->
                                bridge.json("/api/v1/erasures/1")
                                        .path("state")
                                        .asString()
                                        .equals("done"));
        assertThat(bridge.get("/api/v1/contacts/" + ZOE).status()).isEqualTo(404);
        assertThat(bridge.everyText()).noneMatch(text -> text.contains(ZOE));
    }

    @Test
    void what_others_share_stays_without_the_person() {
        fill();
        erase(ZOE);

        assertThat(bridge.get("/api/v1/messages/alone@x.test").status()).isEqualTo(404);
        assertThat(bridge.get("/api/v1/messages/large@x.test").status()).isEqualTo(404);
        JsonNode author = bridge.json("/api/v1/messages/author@x.test");
        assertThat(author.path("text").asString()).isEmpty();
        assertThat(author.path("from").get(0).path("name").asString()).isEqualTo("[erased]");
        assertThat(author.path("cc").get(0).path("address").asString()).isEqualTo(BOB);
        JsonNode shared = bridge.json("/api/v1/messages/shared@x.test");
        assertThat(shared.path("text").asString())
                .isEqualToIgnoringNewLines("Dear [erased] and Anna.");
        assertThat(shared.path("subject").asString()).isEqualTo("Offer for [erased]");
        JsonNode quoted = bridge.json("/api/v1/messages/quoted@x.test");
        assertThat(quoted.path("text").asString()).contains("On Monday [erased] wrote");
        assertThat(bridge.get("/api/v1/messages/quoted@x.test/raw").status()).isEqualTo(404);
        JsonNode other = bridge.json("/api/v1/messages/other@x.test");
        assertThat(other.path("text").asString()).contains("Nothing of her.");
        assertThat(bridge.get("/api/v1/messages/other@x.test/raw").body())
                .contains("Nothing of her.");
        assertThat(bridge.json("/api/v1/search?words=quibble").path("items")).isEmpty();
        assertThat(bridge.json("/api/v1/timeline/" + BOB).path("items")).hasSize(4);
    }

    @Test
    void what_was_written_before_does_not_come_back_and_what_is_written_later_is_filed() {
        fill();
        erase(ZOE);

        file(21, "again", NAME + " <" + ZOE + ">", ANNA, "", "Only us, once more.");
        assertThat(bridge.get("/api/v1/messages/again@x.test").status()).isEqualTo(404);
        assertThat(bridge.everyText()).noneMatch(this::tells);
        JsonNode ledger = bridge.json("/api/v1/ledger/" + ANNA).path("items").get(0);
        assertThat(ledger.path("pending").asLong()).isZero();

        Observation seen = Seen.fetched(ANNA, "INBOX", 22);
        ZonedDateTime later = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(2);
        bridge.file(
                new Observation(
                        seen.id(),
                        later.plusSeconds(1).toInstant(),
                        seen.mailbox(),
                        seen.way(),
                        seen.session(),
                        seen.sighting()),
                Seen.mail(
                        "It is me again.",
                        "From: " + ZOE,
                        "To: " + ANNA,
                        "Subject: New",
                        "Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(later),
                        "Message-ID: <later@x.test>"));
        assertThat(bridge.get("/api/v1/messages/later@x.test").status()).isEqualTo(200);
    }

    @Test
    void a_dry_run_counts_and_removes_nothing() {
        fill();
        List<String> before = bridge.everyText();

        JsonNode forecast =
                bridge.ask("POST", "/api/v1/persons/" + ZOE + "/erase", "{\"dry_run\":true}")
                        .json();

        assertThat(forecast.path("state").asString()).isEqualTo("dry-run");
        assertThat(forecast.path("removed").path("messages").asLong()).isEqualTo(2);
        assertThat(forecast.path("removed").path("contacts").asLong()).isEqualTo(1);
        assertThat(bridge.everyText()).containsAll(before);
        assertThat(bridge.get("/api/v1/contacts/" + ZOE).status()).isEqualTo(200);
        assertThat(bridge.json("/api/v1/erasures").path("items")).isEmpty();
    }

    @Test
    void a_hold_on_a_person_forbids_it_and_one_on_a_message_keeps_that_message() {
        fill();
        bridge.change("PUT", "/api/v1/holds/domain/kunde.test", "{\"reason\":\"case 7\"}");
        RunningBridge.Answer refused =
                bridge.ask("POST", "/api/v1/persons/" + ZOE + "/erase", "{}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("detail").asString()).contains("case 7");
        bridge.change("DELETE", "/api/v1/holds/domain/kunde.test", "");

        bridge.change("PUT", "/api/v1/holds/message/alone@x.test", "{\"reason\":\"case 8\"}");
        JsonNode report = erase(ZOE);

        assertThat(report.path("state").asString()).isEqualTo("done");
        assertThat(bridge.get("/api/v1/messages/alone@x.test").body()).contains(NAME);
        assertThat(report.path("kept").toString()).contains("legal hold", "messages");
        assertThat(report.path("removed").path("messages").asLong()).isEqualTo(1);
    }

    @Test
    void nobody_is_named_by_the_report_and_the_audit_log_tells_of_it() {
        fill();
        JsonNode report = erase(ZOE);

        assertThat(tells(report.toString())).isFalse();
        String audit = bridge.get("/api/v1/audit").body();
        assertThat(audit).contains("person.erase", report.path("subject").asString(), "done: ");
        assertThat(audit).contains("timeline.read");
    }

    @Test
    void our_own_people_and_strangers_cannot_be_erased() {
        fill();

        assertThat(bridge.ask("POST", "/api/v1/persons/" + ANNA + "/erase", "{}").status())
                .isEqualTo(409);
        assertThat(bridge.ask("POST", "/api/v1/persons/who@is.test/erase", "{}").status())
                .isEqualTo(404);
        assertThat(bridge.get("/api/v1/erasures/1").status()).isEqualTo(404);
    }

    @Test
    void an_export_holds_what_the_person_sent_and_got_and_who_read_it() {
        fill();
        bridge.get("/api/v1/messages/alone@x.test");

        RunningBridge.Answer export = bridge.get("/api/v1/persons/" + ZOE + "/export");

        assertThat(export.type()).isEqualTo("application/zip");
        assertThat(export.body())
                .contains("== person.json", "zq@private.test", NAME)
                .contains("== messages.json", "alone@x.test", "author@x.test", "large@x.test")
                .contains("shared@x.test", "Message-ID: <shared@x.test>", "Dear Zoe Quibble")
                .contains("== excluded.json", "bulk@kunde.test")
                .contains("== reads.json", "message.read")
                .doesNotContain("quoted@x.test", "Nothing of her.");
        assertThat(bridge.get("/api/v1/audit?limit=1").body())
                .contains("person.export", ZOE, "administrator");
        assertThat(bridge.get("/api/v1/persons/who@is.test/export").status()).isEqualTo(404);
    }

    @Test
    void an_export_names_blind_copies_only_of_mail_that_the_person_wrote() {
        bridge.file(
                Seen.submitted(ANNA, ZOE, "dora@hidden.test"),
                Seen.mail(
                        "Hello.",
                        "From: " + ANNA,
                        "To: " + ZOE,
                        "Bcc: dora@hidden.test,",
                        " erik@hidden.test",
                        "Subject: Hi",
                        "Date: Fri, 20 Nov 2026 10:00:00 +0000",
                        "Message-ID: <blind@acme.test>"));

        String export = bridge.get("/api/v1/persons/" + ZOE + "/export").body();

        assertThat(export).contains("blind@acme.test", "Subject: Hi").doesNotContain("hidden.test");
        assertThat(bridge.get("/api/v1/persons/dora@hidden.test/export").body())
                .contains("blind@acme.test", "dora@hidden.test")
                .doesNotContain("erik@hidden.test");
    }

    private boolean tells(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.contains(ZOE)
                || lower.contains("zq@private.test")
                || lower.contains("quibble")
                || lower.contains("4711");
    }

    private List<String> files(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve(folder))) {
            List<String> all = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return all;
        }
    }
}
