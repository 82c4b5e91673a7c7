package org.tapline.bridge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapline.bridge.Seen;
import tools.jackson.databind.JsonNode;

/// Contacts out of files and into files, over HTTP.
class ImportTest {
    private static final int MANY = 100_000;

    @TempDir static Path data;
    private static RunningBridge bridge;

    @BeforeAll
    static void start() throws IOException {
        bridge = new RunningBridge(data);
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    @Test
    void a_hundred_thousand_contacts_come_in_and_the_round_trip_changes_nothing() {
        StringBuilder csv = new StringBuilder("name,company,email,further_emails\n");
        for (int i = 0; i < MANY; i++) {
            csv.append("Person ")
                    .append(i)
                    .append(",Company ")
                    .append(i % 5_000)
                    .append(",p")
                    .append(i)
                    .append("@many")
                    .append(i % 5_000)
                    .append(".test,")
                    .append(i % 10 == 0 ? "x" + i + "@home.test" : "")
                    .append('\n');
        }
        JsonNode first = imported("format=csv", csv.toString());
        assertThat(first.path("created").asInt()).as(first.toString()).isEqualTo(MANY);
        assertThat(first.path("refused").asInt()).isZero();

        String exported = bridge.get("/api/v1/contact-export?format=csv").body();
        assertThat(exported.lines().count()).isGreaterThan(MANY);
        JsonNode again = imported("format=csv", exported);
        assertThat(again.path("created").asInt()).isZero();
        assertThat(again.path("merged").asInt()).isZero();
        assertThat(again.path("refused").asInt()).isZero();
        assertThat(again.path("unchanged").asInt()).isGreaterThanOrEqualTo(MANY);
        assertThat(bridge.get("/api/v1/contact-export?format=csv").body()).isEqualTo(exported);

        JsonNode cards =
                imported("format=vcard", bridge.get("/api/v1/contact-export?format=vcard").body());
        assertThat(cards.path("unchanged").asInt()).isEqualTo(again.path("unchanged").asInt());
        assertThat(cards.path("created").asInt() + cards.path("merged").asInt()).isZero();
    }

    @Test
    void duplicates_are_merged_and_what_somebody_chose_stays() {
        long hand =
                bridge.change(
                                "POST",
                                "/api/v1/contacts",
                                "{\"emails\":[\"hand@dup.test\"],\"name\":\"By Hand\"}")
                        .path("id")
                        .asLong();

        JsonNode done =
                imported(
                        "format=csv",
                        """
                        name;company;email;email 2
                        Other Name;Dup;HAND@dup.test;second@dup.test
                        New;;new@dup.test;
                        Newer;Late;NEW@dup.test;third@dup.test
                        New;;new@dup.test;
                        """);

        assertThat(done.path("created").asInt()).isEqualTo(1);
        assertThat(done.path("merged").asInt()).isEqualTo(2);
        assertThat(done.path("unchanged").asInt()).isEqualTo(1);
        JsonNode contact = bridge.json("/api/v1/contacts/second@dup.test");
        assertThat(contact.path("id").asLong()).isEqualTo(hand);
        assertThat(contact.path("name").asString()).isEqualTo("By Hand");
        assertThat(bridge.json("/api/v1/contacts/third@dup.test").path("name").asString())
                .isEqualTo("New");
        assertThat(contact.path("origin").asString()).isEqualTo("manual");
        assertThat(bridge.json("/api/v1/contacts/new@dup.test").path("origin").asString())
                .isEqualTo("import");
    }

    @Test
    void refused_lines_are_told_with_number_and_reason() {
        add("one@refused.test");
        add("two@refused.test");
        add("gone@refused.test");
        bridge.change("DELETE", "/api/v1/contacts/gone@refused.test", "");

        JsonNode done =
                imported(
                        "format=csv",
                        """
                        name,email
                        Both,one@refused.test two@refused.test
                        Nothing,
                        Gone,gone@refused.test
                        Fine,fine@refused.test
                        """);

        assertThat(done.path("refused").asInt()).isEqualTo(3);
        assertThat(done.path("created").asInt()).isEqualTo(1);
        List<String> reasons = new ArrayList<>();
        bridge.json("/api/v1/contact-imports/" + done.path("id").asLong() + "/refused")
                .path("items")
                .forEach(
                        each ->
                                reasons.add(
                                        each.path("line").asLong()
                                                + " "
                                                + each.path("reason").asString()));
        assertThat(reasons).hasSize(3);
        assertThat(reasons.get(0)).startsWith("2 its addresses belong to several contacts");
        assertThat(reasons.get(1)).isEqualTo("3 there is no e-mail address");
        assertThat(reasons.get(2)).startsWith("4 contact").endsWith("restore it first");
    }

    @Test
    void a_dry_run_tells_the_same_and_changes_nothing() {
        StringBuilder csv = new StringBuilder("name,email\n");
        for (int i = 0; i < 1_200; i++) {
            // each address twice, in pieces far from each other
            csv.append("Dry,dry").append(i % 600).append("@dry.test\n");
        }
        csv.append("Nobody,\n");

        JsonNode dry = imported("format=csv&dry_run=true", csv.toString());

        assertThat(bridge.get("/api/v1/contacts/dry1@dry.test").status()).isEqualTo(404);
        JsonNode real = imported("format=csv", csv.toString());
        for (String count : List.of("created", "merged", "unchanged", "refused")) {
            assertThat(dry.path(count).asInt()).as(count).isEqualTo(real.path(count).asInt());
        }
        assertThat(real.path("created").asInt()).isEqualTo(600);
        assertThat(real.path("unchanged").asInt()).isEqualTo(600);
        assertThat(dry.path("rematch_job").isNull()).isTrue();
    }

    @Test
    void stored_mail_of_imported_addresses_is_found() {
        bridge.file(
                Seen.fetched("anna@acme.test", "INBOX", 1),
                Seen.mail("before@test", "before@stored.test", "anna@acme.test", "Hello"));

        JsonNode done = imported("format=csv", "email\nbefore@stored.test\nnever@stored.test\n");

        String job = "/api/v1/jobs/" + done.path("rematch_job").asLong();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> bridge.json(job).path("state").asString().equals("done"));
        assertThat(bridge.json(job).path("total").asInt()).isEqualTo(2);
        assertThat(bridge.json(job).path("found").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "vcard", "vcard3"})
    void awkward_names_survive_the_way_out_and_in(String format) {
        bridge.change(
                "POST",
                "/api/v1/contacts",
                "{\"emails\":[\"awkward@round.test\"],"
                        + "\"name\":\"=cmd|' /C calc'!A0, \\\"J\u00f6rg\\\"; \\\\ Ltd\","
                        + "\"company\":\"+Plus, Minus & Co\"}");
        String exported = bridge.get("/api/v1/contact-export?format=" + format).body();
        if (format.equals("csv")) {
            assertThat(exported).contains("\"'=cmd|").contains("\"'+Plus");
        }
        JsonNode before = bridge.json("/api/v1/contacts/awkward@round.test");
        bridge.change("POST", "/api/v1/contacts/awkward@round.test/purge", "");

        imported("format=" + format.replace("3", ""), exported);

        JsonNode after = bridge.json("/api/v1/contacts/awkward@round.test");
        assertThat(after.path("name")).isEqualTo(before.path("name"));
        assertThat(after.path("company")).isEqualTo(before.path("company"));
        bridge.change("POST", "/api/v1/contacts/awkward@round.test/purge", "");
    }

    @Test
    void what_cannot_be_read_fails_in_words() {
        JsonNode wrong = ended(sent("format=csv", "name,phone\nCarol,12\n"));
        assertThat(wrong.path("state").asString()).isEqualTo("failed");
        assertThat(wrong.path("error").asString()).contains("names no column");
        assertThat(bridge.ask("POST", "/api/v1/contact-imports?format=xls", "x").status())
                .isEqualTo(400);
        assertThat(bridge.ask("POST", "/api/v1/contact-imports?charset=klingon", "x").status())
                .isEqualTo(400);
        assertThat(bridge.ask("POST", "/api/v1/contact-imports", "").status()).isEqualTo(400);
    }

    private static void add(String address) {
        bridge.change("POST", "/api/v1/contacts", "{\"emails\":[\"" + address + "\"]}");
    }

    private static JsonNode imported(String query, String file) {
        JsonNode done = ended(sent(query, file));
        assertThat(done.path("state").asString()).as(done.toString()).isEqualTo("done");
        return done;
    }

    private static long sent(String query, String file) {
        var answer = bridge.ask("POST", "/api/v1/contact-imports?" + query, file);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().path("id").asLong();
    }

    private static JsonNode ended(long id) {
        String path = "/api/v1/contact-imports/" + id;
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () ->
                                List.of("done", "failed")
                                        .contains(bridge.json(path).path("state").asString()));
        return bridge.json(path);
    }
}
