package org.tapline.bridge.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapline.bridge.Seen;
import org.tapline.bridge.privacy.Sight;
import tools.jackson.databind.JsonNode;

/// Every way to read, as owner, colleague and administrator, at every level. An endpoint without a
/// case here fails the test.
class EveryReadTest {
    private static final String ANNA = "anna@acme.test";
    private static final String CARL = "carl@acme.test";
    private static final String NAMED = "offer-1@kunde.test";
    private static final String EXCLUDED = "Echidna@acme.test";

    /// What stands in the message besides its subject.
    private static final List<String> CONTENT = List.of("Wombat", "Numbat", "Dingo");

    @TempDir static Path data;
    private static RunningBridge bridge;
    private static ReadCases cases;
    private static long message;
    private static long contact;
    private static long deal;
    private static long linkedDeal;

    @BeforeAll
    static void start() throws IOException {
        bridge = new RunningBridge(data);
        bridge.change("POST", "/api/v1/users", "{\"address\":\"" + CARL + "\"}");
        contact =
                bridge.change(
                                "POST",
                                "/api/v1/contacts",
                                "{\"emails\":[\"carol@kunde.test\"],\"name\":\"Carol\"}")
                        .path("id")
                        .asLong();
        bridge.file(
                Seen.fetched(ANNA, "INBOX", 1),
                Seen.mail(
                        String.join(
                                "\r\n",
                                "--b",
                                "Content-Type: text/plain",
                                "",
                                "The Wombat sleeps.",
                                "--b",
                                "Content-Type: application/pdf",
                                "Content-Disposition: attachment; filename=Numbat.pdf",
                                "",
                                "%PDF",
                                "--b--"),
                        "From: Carol <carol@kunde.test>",
                        "To: " + ANNA,
                        "Subject: Quokka offer",
                        "X-Animal: Dingo",
                        "Date: Fri, 20 Nov 2026 10:00:00 +0000",
                        "Message-ID: <" + NAMED + ">",
                        "MIME-Version: 1.0",
                        "Content-Type: multipart/mixed; boundary=b"));
        bridge.file(
                Seen.submitted(ANNA, "ben@acme.test"),
                Seen.mail(EXCLUDED, ANNA, "ben@acme.test", "Internal"));
        message = bridge.json("/api/v1/messages/" + NAMED).path("id").asLong();
        long thread = bridge.json("/api/v1/messages/" + NAMED).path("thread_id").asLong();
        deal = deal("carol@kunde.test");
        linkedDeal = deal();
        bridge.change("PUT", "/api/v1/messages/" + message + "/links/deal/" + linkedDeal, "");
        cases = new ReadCases(ANNA, message, thread, contact, deal, linkedDeal);
    }

    private static long deal(String... contacts) {
        String parties = contacts.length == 0 ? "" : "\"" + String.join("\",\"", contacts) + "\"";
        return bridge.change(
                        "POST",
                        "/api/v1/deals",
                        "{\"name\":\"Roof\",\"contacts\":[" + parties + "]}")
                .path("id")
                .asLong();
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    /// Endpoints that show nothing of any message; that is tried, too.
    private static final Map<String, String> OTHERS =
            Map.ofEntries(
                    Map.entry("/api/v1/contacts", "/api/v1/contacts"),
                    Map.entry("/api/v1/contacts/{contact}", "/api/v1/contacts/carol@kunde.test"),
                    Map.entry("/api/v1/companies", "/api/v1/companies"),
                    Map.entry("/api/v1/companies/{company}", "/api/v1/companies/kunde.test"),
                    Map.entry("/api/v1/jobs", "/api/v1/jobs"),
                    Map.entry("/api/v1/jobs/{job}", "/api/v1/jobs/1"),
                    Map.entry("/api/v1/contact-proposals", "/api/v1/contact-proposals"),
                    Map.entry("/api/v1/contact-export", "/api/v1/contact-export"),
                    Map.entry("/api/v1/contact-imports/{job}", "/api/v1/contact-imports/1"),
                    Map.entry(
                            "/api/v1/contact-imports/{job}/refused",
                            "/api/v1/contact-imports/1/refused"),
                    Map.entry("/api/v1/contact-minings/{job}", "/api/v1/contact-minings/1"),
                    Map.entry(
                            "/api/v1/contact-minings/{job}/found",
                            "/api/v1/contact-minings/1/found"),
                    Map.entry("/api/v1/deals", "/api/v1/deals"),
                    Map.entry("/api/v1/deals/{deal}", "/api/v1/deals/deal-1"),
                    Map.entry(
                            "/api/v1/messages/{message}/links",
                            "/api/v1/messages/" + NAMED + "/links"),
                    Map.entry("/api/v1/users", "/api/v1/users"),
                    Map.entry("/api/v1/users/{user}", "/api/v1/users/" + CARL),
                    Map.entry("/api/v1/mailboxes", "/api/v1/mailboxes"),
                    Map.entry("/api/v1/mailboxes/{mailbox}", "/api/v1/mailboxes/" + ANNA),
                    Map.entry("/api/v1/ledger/{mailbox}", "/api/v1/ledger/" + ANNA),
                    Map.entry("/api/v1/policies", "/api/v1/policies"),
                    Map.entry("/api/v1/policies/{key}", "/api/v1/policies/admin.read"),
                    Map.entry(
                            "/api/v1/policies/{key}/preview",
                            "/api/v1/policies/bulk.exclude/preview?value=false"),
                    Map.entry("/api/v1/journal", "/api/v1/journal"),
                    Map.entry("/api/v1/journal/parked", "/api/v1/journal/parked"),
                    Map.entry("/api/v1/status", "/api/v1/status"),
                    Map.entry("/api/v1/directory", "/api/v1/directory"),
                    Map.entry("/api/v1/audit", "/api/v1/audit"),
                    Map.entry("/api/v1/bcc-addresses", "/api/v1/bcc-addresses"),
                    Map.entry("/api/v1/marks", "/api/v1/marks"),
                    Map.entry("/api/v1/lead-rules", "/api/v1/lead-rules"),
                    Map.entry(
                            "/api/v1/lead-rules/confirmations", "/api/v1/lead-rules/confirmations"),
                    Map.entry("/api/v1/openapi.json", "/api/v1/openapi.json"),
                    Map.entry("/api/v1/tokens", "/api/v1/tokens"),
                    Map.entry("/api/v1/holds", "/api/v1/holds"),
                    Map.entry("/api/v1/retention", "/api/v1/retention"),
                    Map.entry("/api/v1/retention/runs", "/api/v1/retention/runs"),
                    Map.entry("/api/v1/erasures", "/api/v1/erasures"),
                    Map.entry("/api/v1/erasures/{id}", "/api/v1/erasures/1"),
                    Map.entry("/health/live", "/health/live"),
                    Map.entry("/health/ready", "/health/ready"),
                    Map.entry("/metrics", "/metrics"));

    @Test
    void every_endpoint_that_can_be_read_has_a_case() throws ClassNotFoundException {
        Set<String> known = new TreeSet<>(cases.all().keySet());
        known.addAll(OTHERS.keySet());

        assertThat(
                        MappedEndpoints.all().stream()
                                .filter(each -> each.startsWith("GET "))
                                .map(each -> each.substring("GET ".length())))
                .containsExactlyInAnyOrderElementsOf(known);
    }

    @ParameterizedTest
    @CsvSource({
        "metadata, METADATA",
        "subject, SUBJECT",
        "everything, EVERYTHING",
    })
    void each_viewer_sees_what_the_level_says_by_every_way(String level, Sight colleague) {
        bridge.policy("visibility.inbound", level);

        everywhere(ANNA, Sight.EVERYTHING);
        everywhere(CARL, colleague);
        everywhere("", Sight.EVERYTHING);
        bridge.policy("admin.read", "never");
        try {
            everywhere(ANNA, Sight.EVERYTHING);
            everywhere(CARL, colleague);
            everywhere("", Sight.METADATA);
        } finally {
            bridge.policy("admin.read", "audited");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"message/%m", "thread/%m", "contact/%c", "domain/kunde.test"})
    void a_private_mark_hides_it_from_everybody_but_its_owner_by_every_way(String mark) {
        bridge.policy("visibility.inbound", "everything");
        String path =
                "/api/v1/marks/"
                        + mark.replace("%m", Long.toString(message))
                                .replace("%c", Long.toString(contact))
                        + "?as="
                        + ANNA;
        bridge.change("PUT", path, "");
        try {
            everywhere(ANNA, Sight.EVERYTHING);
            everywhere(CARL, Sight.NOTHING);
            everywhere("", Sight.EVERYTHING);
            bridge.policy("admin.read", "never");
            everywhere("", Sight.NOTHING);
        } finally {
            bridge.policy("admin.read", "audited");
            bridge.change("DELETE", path, "");
        }
        everywhere(CARL, Sight.EVERYTHING);
    }

    @Test
    void a_mark_of_somebody_else_hides_nothing_and_one_of_the_organisation_all() {
        bridge.policy("visibility.inbound", "everything");
        String path = "/api/v1/marks/message/" + message;
        bridge.change("PUT", path + "?as=" + CARL, "");
        everywhere(CARL, Sight.EVERYTHING);
        bridge.change("DELETE", path + "?as=" + CARL, "");

        bridge.change("PUT", path, "");
        everywhere(ANNA, Sight.EVERYTHING);
        everywhere(CARL, Sight.NOTHING);
        bridge.change("DELETE", path, "");
        assertThat(bridge.ask("DELETE", path, "").status()).isEqualTo(404);
    }

    /// @param user whom to read as; empty: the administrator
    private static void everywhere(String user, Sight sight) {
        cases.all().values().stream()
                .flatMap(List::stream)
                .forEach(read -> check(read, user, sight));
        OTHERS.forEach(
                (mapping, path) ->
                        assertThat(bridge.get(path).body())
                                .as(mapping)
                                .doesNotContain(ReadCases.SUBJECT)
                                .doesNotContain(CONTENT));
    }

    private static void check(ReadCases.Read read, String user, Sight sight) {
        String mark = read.path().contains("?") ? "&" : "?";
        String path = "/api/v1" + read.path() + (user.isEmpty() ? "" : mark + "as=" + user);
        String body = bridge.get(path).body();
        String what = path + " at " + sight + ": " + body;
        assertThat(body.contains(NAMED)).as(what).isEqualTo(sight.atLeast(read.from()));
        List<String> hidden = new ArrayList<>();
        if (!sight.atLeast(Sight.SUBJECT)) {
            hidden.add(ReadCases.SUBJECT);
        }
        if (!sight.atLeast(Sight.EVERYTHING)) {
            hidden.addAll(CONTENT);
        }
        hidden.forEach(word -> assertThat(body).as(what).doesNotContain(word));
        if (sight.atLeast(read.from())) {
            read.shows().stream()
                    .filter(word -> !hidden.contains(word))
                    .forEach(word -> assertThat(body).as(what).contains(word));
            if (read.path().startsWith("/timeline") || read.path().startsWith("/search")) {
                assertThat(body).contains("\"visibility\":\"" + sight.label() + "\"");
            }
        }
    }

    @Test
    void what_was_excluded_is_its_owners_and_the_reading_administrators() {
        excluded(ANNA, true);
        excluded(CARL, false);
        excluded("", true);
        bridge.policy("admin.read", "never");
        try {
            excluded("", false);
        } finally {
            bridge.policy("admin.read", "audited");
        }
    }

    private static void excluded(String user, boolean seen) {
        String as = user.isEmpty() ? "" : "as=" + user;
        assertThat(bridge.get("/api/v1/messages?excluded=true&" + as).body().contains(EXCLUDED))
                .as(user)
                .isEqualTo(seen);
        assertThat(bridge.get("/api/v1/messages/" + EXCLUDED + "/explain?" + as).status())
                .as(user)
                .isEqualTo(seen ? 200 : 404);
        assertThat(bridge.get("/api/v1/messages/" + EXCLUDED + "?" + as).status()).isEqualTo(404);
    }

    @Test
    void a_user_who_is_none_is_not_found_by_every_way() {
        cases.all().values().stream()
                .flatMap(List::stream)
                .map(ReadCases.Read::path)
                .forEach(
                        path ->
                                assertThat(
                                                bridge.get(
                                                                "/api/v1"
                                                                        + path
                                                                        + (path.contains("?")
                                                                                ? "&"
                                                                                : "?")
                                                                        + "as=nobody@acme.test")
                                                        .status())
                                        .as(path)
                                        .isEqualTo(404));
    }

    @Test
    void what_is_linked_to_a_message_is_told_to_whoever_sees_it() {
        String path = "/api/v1/messages/" + message + "/links?as=" + CARL;
        assertThat(bridge.json(path).path("items").get(0).path("target").asLong())
                .isEqualTo(linkedDeal);

        String mark = "/api/v1/marks/message/" + message + "?as=" + ANNA;
        bridge.change("PUT", mark, "");
        assertThat(bridge.get(path).status()).isEqualTo(404);
        assertThat(
                        bridge.ask(
                                        "PUT",
                                        "/api/v1/messages/"
                                                + message
                                                + "/links/deal/"
                                                + deal
                                                + "?as="
                                                + CARL,
                                        "")
                                .status())
                .isEqualTo(404);
        bridge.change("DELETE", mark, "");
    }

    @Test
    void octets_are_refused_to_whom_the_message_is_known() {
        bridge.policy("visibility.inbound", "subject");

        var answer = bridge.get("/api/v1/messages/" + message + "/raw?as=" + CARL);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().path("detail").asString()).contains("sees subject only");
    }

    @Test
    void each_read_of_full_mail_is_in_the_audit_log_and_no_other() {
        bridge.policy("visibility.inbound", "subject");
        bridge.get("/api/v1/messages/" + message);
        assertAudited("administrator", "message.read", "message " + message);
        bridge.get("/api/v1/messages/" + message + "/raw?as=" + ANNA);
        assertAudited("administrator as " + ANNA, "message.read-raw", "message " + message);
        bridge.get("/api/v1/timeline/kunde.test");
        assertAudited("administrator", "timeline.read", "kunde.test");
        bridge.get("/api/v1/search?words=wombat");
        assertAudited("administrator", "search", "wombat");
        long last = newest().path("id").asLong();

        bridge.get("/api/v1/messages/" + message + "?as=" + CARL);
        bridge.get("/api/v1/timeline/kunde.test?as=" + CARL);

        assertThat(newest().path("id").asLong()).isEqualTo(last);
    }

    private static void assertAudited(String actor, String action, String subject) {
        JsonNode line = newest();
        assertThat(line.path("actor").asString()).isEqualTo(actor);
        assertThat(line.path("action").asString()).isEqualTo(action);
        assertThat(line.path("subject").asString()).isEqualTo(subject);
        assertThat(line.path("after").get(0).asLong()).isEqualTo(message);
    }

    private static JsonNode newest() {
        return bridge.json("/api/v1/audit?limit=1").path("items").get(0);
    }
}
