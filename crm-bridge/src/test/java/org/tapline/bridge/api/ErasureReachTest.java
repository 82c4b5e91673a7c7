package org.tapline.bridge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.Seen;
import tools.jackson.databind.JsonNode;

/// What an erasure reaches besides messages: files, proposals, searches, bounces, kept answers,
/// other spellings of an address; and how it gets on with holds, purges and merges.
class ErasureReachTest {
    private static final String ANNA = "anna@acme.test";
    private static final String ZOE = "zoe@kunde.test";

    @TempDir Path data;
    private RunningBridge bridge;

    @SuppressWarnings("NullAway.Init") // set before each test
    ErasureReachTest() {}

    @BeforeEach
    void start() throws IOException {
        bridge = new RunningBridge(data);
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    private JsonNode erase(String person) {
        RunningBridge.Answer answer =
                bridge.ask(
                        "POST", "/api/v1/persons/" + person + "/erase", "{\"reason\":\"asked\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        String path = "/api/v1/erasures/" + answer.json().path("id").asString();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> !bridge.json(path).path("state").asString().equals("running"));
        return bridge.json(path);
    }

    private void awaitJob(String path) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> bridge.json(path).path("state").asString().equals("done"));
    }

    private void sent(String id, String to) {
        bridge.file(Seen.submitted(ANNA, to), Seen.mail(id, ANNA, to, "Offer"));
    }

    private void received(long uid, String id, String from, String more) {
        bridge.file(
                Seen.fetched(ANNA, "INBOX", uid),
                Seen.mail(
                        "Hello.",
                        "From: " + from,
                        "To: " + ANNA,
                        "Subject: Re: Offer",
                        "Date: Fri, 20 Nov 2026 11:00:00 +0000",
                        "Message-ID: <" + id + ">",
                        more));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    @Test
    void nothing_names_the_person_in_any_column_of_any_table() {
        sent("s1@acme.test", ZOE);
        // proposed as a further address of the contact, and as one of another contact's
        received(1, "r1@x.test", "zoe.private@home.test", "In-Reply-To: <s1@acme.test>");
        bounce("s1@acme.test", ZOE);
        mine();
        importFile("name,email\nZoe,zoe@kunde.test\nZoe,zoe@kunde.test broken\n");
        bridge.ask(
                "PUT",
                "/api/v1/contacts/" + ZOE + "/name",
                "{\"name\":\"Zoe\"}",
                bridge.token(),
                Map.of());
        bridge.ask(
                "POST",
                "/api/v1/contacts/" + ZOE + "/split",
                "{\"address\":\"zoe@kunde.test\"}",
                bridge.token(),
                Map.of("Idempotency-Key", "k1"));
        bridge.change("PUT", "/api/v1/marks/contact/" + ZOE, "");
        leaveFile("name,email\nZoe,zoe@kunde.test\n");
        assertThat(tablesNaming())
                .contains("mining_found", "address_bounce", "contact_import_refusal")
                .contains("idempotent_request", "contact_address", "participant", "decision");

        JsonNode report = erase(ZOE);

        assertThat(report.path("state").asString()).as(report.toString()).isEqualTo("done");
        assertThat(bridge.everyText()).noneMatch(text -> lower(text).contains(ZOE));
        assertThat(report.path("kept")).as(report.toString()).isEmpty();
        assertThat(report.path("removed").path("files of contacts").asLong()).isEqualTo(1);
    }

    /// Names of the tables that tell of her.
    private String tablesNaming() {
        StringBuilder tables = new StringBuilder();
        for (String text : bridge.everyText()) {
            if (lower(text).contains(ZOE) && text.indexOf(": ") > 0) {
                tables.append(text, 0, text.indexOf(": ")).append(' ');
            }
        }
        return tables.toString();
    }

    private void mine() {
        RunningBridge.Answer begun =
                bridge.ask(
                        "POST",
                        "/api/v1/contact-minings",
                        "{\"user\":\"" + ANNA + "\",\"dry_run\":true}");
        awaitJob("/api/v1/contact-minings/" + begun.json().path("id").asString());
    }

    private void importFile(String file) {
        RunningBridge.Answer taken = bridge.ask("POST", "/api/v1/contact-imports?format=csv", file);
        assertThat(taken.status()).as(taken.body()).isEqualTo(202);
        awaitJob("/api/v1/contact-imports/" + taken.json().path("id").asString());
    }

    /// A file whose import failed.
    private void leaveFile(String file) {
        bridge.sql(
                """
                with j as (insert into job (kind, subject, state) values ('import', 'file', 'failed')
                           returning id),
                     i as (insert into contact_import (job_id, format, charset, dry_run)
                           select id, 'csv', 'utf-8', false from j returning job_id),
                     r as (insert into contact_import_refusal (job_id, line, reason)
                           select job_id, 2, 'zoe@kunde.test has no name' from i)
                insert into contact_import_chunk (job_id, position, content)
                select job_id, 0, '%s'::text::bytea from i
                """
                        .formatted(file));
    }

    private void bounce(String original, String address) {
        bridge.file(
                Seen.fetched(ANNA, "INBOX", 90),
                Seen.mail(
                        """
                        --b\r
                        Content-Type: message/delivery-status\r
                        \r
                        Reporting-MTA: dns; mx.test\r
                        \r
                        Final-Recipient: rfc822; %s\r
                        Action: failed\r
                        Status: 5.1.1\r
                        \r
                        --b\r
                        Content-Type: text/rfc822-headers\r
                        \r
                        Message-ID: <%s>\r
                        --b--"""
                                .formatted(address, original),
                        "From: mailer-daemon@mx.test",
                        "To: " + ANNA,
                        "Subject: Undelivered",
                        "Date: Fri, 20 Nov 2026 12:00:00 +0000",
                        "Message-ID: <bounce@mx.test>",
                        "MIME-Version: 1.0",
                        "Content-Type: multipart/report; report-type=delivery-status; boundary=b"));
    }

    @Test
    void a_file_that_is_still_to_be_imported_is_reported() {
        sent("s2@acme.test", ZOE);
        bridge.sql(
                """
                with j as (insert into job (kind, subject, run_after)
                           values ('import', 'file', now() + interval '10 years') returning id),
                     i as (insert into contact_import (job_id, format, charset, dry_run)
                           select id, 'csv', 'utf-8', false from j returning job_id)
                insert into contact_import_chunk (job_id, position, content)
                select job_id, n, c::text::bytea
                from i, (values (0, 'name,email Zoe,zoe@ku'), (1, 'nde.test')) as f(n, c)
                """);

        JsonNode kept = erase(ZOE).path("kept");

        assertThat(kept).hasSize(1);
        assertThat(kept.get(0).path("what").asString()).isEqualTo("files of contacts");
        assertThat(kept.get(0).path("reason").asString()).contains("erase again");
    }

    @Test
    void every_spelling_that_the_policy_takes_for_one_address_goes_and_stays_out() {
        bridge.policy("addresses.plus-tags", "true");
        bridge.policy("addresses.gmail-dots", "true");
        bridge.policy("contacts.create", "off");
        await().atMost(Duration.ofMinutes(1)).until(this::folded);
        sent("f1@acme.test", "z.oe@gmail.com");
        sent("f2@acme.test", "zo.e+shop@googlemail.com");
        sent("f3@acme.test", "zoe+news@gmail.com");
        sent("f4@acme.test", "zoes@gmail.com");

        JsonNode report = erase("zo.e+new@gmail.com");

        assertThat(report.path("removed").path("messages").asLong()).isEqualTo(3);
        assertThat(bridge.everyText())
                .noneMatch(text -> lower(text).matches("(?s).*\\bz\\.?o\\.?e(\\+[a-z]+)?@g.*"));
        assertThat(bridge.get("/api/v1/messages/f4@acme.test").status()).isEqualTo(200);
        sent("f5@acme.test", "zoe+later@gmail.com");
        assertThat(bridge.get("/api/v1/messages/f5@acme.test").status())
                .as("written before the erasure, under a tag that nobody had seen")
                .isEqualTo(404);
    }

    private boolean folded() {
        return bridge.everyText().stream()
                .anyMatch(text -> text.equals("address_folding: (t,t,t)"));
    }

    @Test
    void what_a_purge_and_a_merge_left_goes_too_and_a_hold_stands_above_both() {
        sent("p1@acme.test", ZOE);
        sent("p2@acme.test", "zoe.old@kunde.test");
        bridge.change(
                "POST",
                "/api/v1/contacts/" + ZOE + "/merge",
                "{\"contact\":\"zoe.old@kunde.test\"}");
        bridge.change("PUT", "/api/v1/holds/message/p2@acme.test", "{\"reason\":\"case 9\"}");
        JsonNode report = erase(ZOE);
        assertThat(report.path("removed").path("messages").asLong()).isEqualTo(1);
        assertThat(report.path("kept").toString()).contains("legal hold");
        assertThat(bridge.get("/api/v1/messages/p2@acme.test").status()).isEqualTo(200);

        bridge.change("DELETE", "/api/v1/holds/message/p2@acme.test", "");
        assertThat(erase("zoe.old@kunde.test").path("kept")).isEmpty();
        assertThat(bridge.get("/api/v1/messages/p2@acme.test").status()).isEqualTo(404);
        assertThat(bridge.everyText()).noneMatch(text -> lower(text).contains("zoe.old@kunde"));

        sent("p3@acme.test", "carl@kunde.test");
        bridge.change("POST", "/api/v1/contacts/carl@kunde.test/purge", "{}");
        assertThat(erase("carl@kunde.test").path("state").asString()).isEqualTo("done");
        assertThat(bridge.everyText()).noneMatch(text -> lower(text).contains("carl@kunde"));
    }
}
