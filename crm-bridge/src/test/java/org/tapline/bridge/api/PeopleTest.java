package org.tapline.bridge.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.Seen;
import tools.jackson.databind.JsonNode;

/// Contacts and companies as they are changed by hand, and whose the mail is afterwards.
class PeopleTest {
    private static final String ANNA = "anna@acme.test";
    private static final AtomicInteger NAMES = new AtomicInteger();

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
    void a_purged_contact_is_gone_and_its_address_may_be_created_anew() {
        String address = fresh("purged");
        long id = add(address);
        receive(address);
        bridge.change("DELETE", "/api/v1/contacts/" + address, "");
        assertThat(refusal("POST", "/api/v1/contacts", emails(address)))
                .contains("belongs to contact " + id, "restore it instead");

        bridge.change("POST", "/api/v1/contacts/" + id + "/purge", "");

        assertThat(bridge.get("/api/v1/contacts/" + id).status()).isEqualTo(404);
        assertThat(subjects(address)).hasSize(1);
        assertThat(contactOf(address)).isEqualTo(0);
        long again = add(address);
        assertThat(again).isNotEqualTo(id);
        assertThat(contactOf(address)).isEqualTo(again);
    }

    @Test
    void after_a_purge_mail_goes_to_whoever_else_has_the_address() {
        String shared = fresh("shared");
        long first = add(shared);
        long second = add(fresh("second"));
        receive(shared);
        assertThat(refusal("PUT", addresses(second, shared), "{}")).contains("contact " + first);
        bridge.change("PUT", addresses(second, shared), "{\"shared\":true}");
        assertThat(contactOf(shared)).isEqualTo(first);

        bridge.change("POST", "/api/v1/contacts/" + first + "/purge", "");

        assertThat(contactOf(shared)).isEqualTo(second);
        assertThat(timelineSize(second)).isEqualTo(1);
    }

    @Test
    void mail_marked_private_is_not_laid_open_by_a_purge() {
        String address = fresh("private");
        long id = add(address);
        bridge.change("PUT", "/api/v1/marks/contact/" + id, "");

        assertThat(refusal("POST", "/api/v1/contacts/" + id + "/purge", ""))
                .contains("marked private");

        bridge.change("DELETE", "/api/v1/marks/contact/" + id, "");
        bridge.change("POST", "/api/v1/contacts/" + id + "/purge", "");
    }

    @Test
    void a_contact_has_one_primary_address_whatever_is_added_and_taken_off() {
        String one = fresh("one");
        String two = fresh("two");
        String three = fresh("three");
        long id = add(one, two);
        assertThat(primaries(id)).containsExactly(one);

        bridge.change("PUT", addresses(id, three), "{\"primary\":true}");
        assertThat(primaries(id)).containsExactly(three);
        bridge.change("PUT", addresses(id, two), "{\"primary\":true}");
        assertThat(primaries(id)).containsExactly(two);
        bridge.change("DELETE", addresses(id, two), "");
        assertThat(primaries(id)).hasSize(1);
        bridge.change("DELETE", addresses(id, primaries(id).getFirst()), "");

        String last = primaries(id).getFirst();
        assertThat(refusal("DELETE", addresses(id, last), "")).contains("no other address");
        assertThat(bridge.ask("DELETE", addresses(id, two), "").status()).isEqualTo(404);
    }

    @Test
    void whose_primary_address_it_is_has_the_mail_else_the_older_contact() {
        String shared = fresh("tie");
        long owner = add(shared, fresh("owner"));
        long older = add(fresh("older"));
        long younger = add(fresh("younger"));
        bridge.change("PUT", addresses(younger, shared), "{\"shared\":true}");
        bridge.change("PUT", addresses(older, shared), "{\"shared\":true}");
        receive(shared);
        assertThat(contactOf(shared)).isEqualTo(owner);

        bridge.change("DELETE", addresses(owner, shared), "");

        assertThat(contactOf(shared)).isEqualTo(older);
        bridge.change("PUT", addresses(younger, shared), "{\"primary\":true,\"shared\":true}");
        assertThat(contactOf(shared)).isEqualTo(younger);
        assertThat(refusal("PUT", addresses(older, shared), "{\"primary\":true,\"shared\":true}"))
                .contains("contact " + younger);
    }

    @Test
    void a_merge_moves_mail_and_a_split_moves_it_back() {
        String carol = fresh("carol");
        String caro = fresh("caro");
        long into = add(carol);
        long from = add(caro);
        long deal =
                bridge.change(
                                "POST",
                                "/api/v1/deals",
                                "{\"name\":\"Roof\",\"contacts\":[\"" + caro + "\"]}")
                        .path("id")
                        .asLong();
        receive(carol);
        receive(caro);

        bridge.change(
                "POST", "/api/v1/contacts/" + into + "/merge", "{\"contact\":\"" + from + "\"}");

        assertThat(timelineSize(into)).isEqualTo(2);
        assertThat(bridge.json("/api/v1/contacts/" + from).path("id").asLong()).isEqualTo(into);
        assertThat(primaries(into)).containsExactly(carol);
        assertThat(dealContacts(deal)).containsExactly(into);
        assertThat(refusal("POST", "/api/v1/contacts", emails(caro))).contains("contact " + into);
        assertThat(
                        refusal(
                                "POST",
                                "/api/v1/contacts/" + into + "/merge",
                                "{\"contact\":\"" + from + "\"}"))
                .contains("cannot be merged into itself");

        JsonNode again = bridge.change("POST", "/api/v1/contacts/" + into + "/split", "{}");

        assertThat(again.path("id").asLong()).isEqualTo(from);
        assertThat(timelineSize(into)).isEqualTo(1);
        assertThat(timelineSize(from)).isEqualTo(1);
        assertThat(primaries(from)).containsExactly(caro);
        assertThat(dealContacts(deal)).containsExactly(from);
        assertThat(bridge.ask("POST", "/api/v1/contacts/" + into + "/split", "{}").status())
                .isEqualTo(404);
    }

    @Test
    void merges_of_merges_are_taken_apart_one_after_the_other() {
        String a = fresh("a");
        String b = fresh("b");
        String c = fresh("c");
        long first = add(a);
        long second = add(b);
        long third = add(c);
        merge(second, third);
        merge(first, second);
        assertThat(bridge.json("/api/v1/contacts/" + c).path("id").asLong()).isEqualTo(first);
        assertThat(bridge.json("/api/v1/contacts/" + third).path("id").asLong()).isEqualTo(first);

        bridge.change(
                "POST", "/api/v1/contacts/" + first + "/split", "{\"merged\":" + second + "}");
        assertThat(bridge.json("/api/v1/contacts/" + c).path("id").asLong()).isEqualTo(second);
        bridge.change("POST", "/api/v1/contacts/" + second + "/split", "{}");

        assertThat(bridge.json("/api/v1/contacts/" + c).path("id").asLong()).isEqualTo(third);
        assertThat(primaries(first)).containsExactly(a);
        assertThat(primaries(second)).containsExactly(b);
        assertThat(primaries(third)).containsExactly(c);
    }

    @Test
    void what_was_private_stays_private_in_a_merge() {
        String carol = fresh("kept");
        long into = add(fresh("open"));
        long from = add(carol);
        receive(carol);
        bridge.policy("visibility.inbound", "everything");
        bridge.change(
                "POST",
                "/api/v1/users",
                "{\"address\":\"" + fresh("ben").replace("kunde", "acme") + "\"}");
        String ben = "ben" + NAMES.get() + "@acme.test";
        bridge.change("PUT", "/api/v1/marks/contact/" + from, "");
        assertThat(items("/api/v1/timeline/" + carol + "?as=" + ben)).isEmpty();

        merge(into, from);

        assertThat(items("/api/v1/timeline/" + carol + "?as=" + ben)).isEmpty();
        assertThat(items("/api/v1/timeline/" + carol)).hasSize(1);
        bridge.change("DELETE", "/api/v1/marks/contact/" + into, "");
    }

    @Test
    void an_address_moves_off_into_a_contact_of_its_own() {
        String kept = fresh("kept");
        String off = fresh("wandering.wanda");
        long id = add(kept, off);
        receive(off);

        JsonNode own =
                bridge.change(
                        "POST",
                        "/api/v1/contacts/" + id + "/split",
                        "{\"address\":\"" + off + "\"}");

        assertThat(own.path("id").asLong()).isNotEqualTo(id);
        assertThat(own.path("name").asString()).startsWith("Wandering Wanda");
        assertThat(contactOf(off)).isEqualTo(own.path("id").asLong());
        assertThat(timelineSize(id)).isZero();
        assertThat(
                        refusal(
                                "POST",
                                "/api/v1/contacts/" + id + "/split",
                                "{\"address\":\"" + kept + "\"}"))
                .contains("no other address");
    }

    @Test
    void an_automatic_creation_is_taken_back_and_mail_does_not_repeat_it() {
        String made = "made@undone.test";
        send(made);
        JsonNode contact = bridge.json("/api/v1/contacts/" + made);
        assertThat(contact.path("origin").asString()).isEqualTo("sent");
        assertThat(bridge.json("/api/v1/companies/undone.test").path("contacts").asInt())
                .isEqualTo(1);

        bridge.change("POST", "/api/v1/contacts/" + made + "/undo-creation", "");
        send(made);

        assertThat(bridge.get("/api/v1/contacts/" + made).status()).isEqualTo(404);
        assertThat(bridge.get("/api/v1/companies/undone.test").status()).isEqualTo(404);
        long byHand = add(made);
        assertThat(refusal("POST", "/api/v1/contacts/" + byHand + "/undo-creation", ""))
                .contains("by hand");
    }

    @Test
    void a_name_chosen_by_hand_stays_whatever_mail_says() {
        String address = "chosen@names.test";
        send(address);
        bridge.change("PUT", "/api/v1/contacts/" + address + "/name", "{\"name\":\"Dr. Chosen\"}");

        receive("Somebody Else <" + address + ">");

        assertThat(bridge.json("/api/v1/contacts/" + address).path("name").asString())
                .isEqualTo("Dr. Chosen");
    }

    @Test
    void a_company_set_by_hand_has_the_mail_of_a_contact_elsewhere() {
        String wanda = "wanda" + NAMES.incrementAndGet() + "@gmail.com";
        long id = add(wanda);
        receive(wanda);
        assertThat(bridge.json("/api/v1/contacts/" + id).path("company").isNull()).isTrue();
        add("boss@werk.test");

        bridge.change("PUT", "/api/v1/contacts/" + id + "/company", "{\"name\":\"werk.test\"}");

        assertThat(items("/api/v1/timeline/werk.test")).hasSize(1);
        assertThat(bridge.get("/api/v1/companies/gmail.com").status()).isEqualTo(404);
        bridge.change("PUT", addresses(id, fresh("wanda")), "{\"primary\":true}");
        assertThat(bridge.json("/api/v1/contacts/" + id).path("company").asString())
                .isEqualTo("werk.test");
        bridge.change("DELETE", "/api/v1/contacts/" + id + "/company", "");
        assertThat(items("/api/v1/timeline/werk.test")).isEmpty();
    }

    @Test
    void merged_companies_are_one_and_their_domains_too() {
        add("a@north.test");
        add("b@mail.south.test");
        receive("a@north.test");
        receive("b@mail.south.test");
        bridge.change("PUT", "/api/v1/companies/north.test/name", "{\"name\":\"Compass\"}");

        JsonNode merged =
                bridge.change(
                        "POST",
                        "/api/v1/companies/north.test/merge",
                        "{\"company\":\"south.test\"}");

        assertThat(merged.path("name").asString()).isEqualTo("Compass");
        assertThat(merged.path("domains").size()).isEqualTo(2);
        assertThat(merged.path("contacts").asInt()).isEqualTo(2);
        assertThat(items("/api/v1/timeline/south.test")).hasSize(2);
        assertThat(items("/api/v1/timeline/company-" + merged.path("id").asLong())).hasSize(2);
        send("c@south.test");
        assertThat(bridge.json("/api/v1/contacts/c@south.test").path("company").asString())
                .isEqualTo("Compass");
        add("d@west.test");
        assertThat(refusal("PUT", "/api/v1/companies/west.test/name", "{\"name\":\"compass\"}"))
                .contains("merge them instead");
        assertThat(items("/api/v1/contacts?company=Compass")).hasSize(3);
    }

    @Test
    void contacts_are_listed_in_pages_and_by_words_and_origin() {
        List<Long> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(add("page" + i + "@pages.test"));
        }

        List<Long> found = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = bridge.json("/api/v1/contacts?limit=2&words=PAGES.test" + cursor);
            page.path("items").forEach(each -> found.add(each.path("id").asLong()));
            cursor =
                    page.path("next_cursor")
                            .stringValueOpt()
                            .map(next -> "&cursor=" + next)
                            .orElse("");
        } while (!cursor.isEmpty());

        assertThat(found).containsExactlyElementsOf(made.reversed());
        assertThat(items("/api/v1/contacts?words=pages.test&origin=sent")).isEmpty();
        assertThat(bridge.get("/api/v1/contacts?origin=heaven").status()).isEqualTo(400);
    }

    @Test
    void a_deal_shows_the_mail_of_its_contacts_while_it_is_open_and_what_is_linked() {
        String carol = fresh("dealt");
        String other = fresh("other");
        add(carol);
        receive(carol);
        long deal =
                bridge.change(
                                "POST",
                                "/api/v1/deals",
                                "{\"name\":\"Roof\",\"contacts\":[\"" + carol + "\"]}")
                        .path("id")
                        .asLong();
        String timeline = "/api/v1/timeline/deal-" + deal;
        assertThat(items(timeline)).hasSize(1);

        bridge.change("POST", "/api/v1/deals/" + deal + "/close", "");
        receive(carol, "Mon, 20 Nov 2034 10:00:00 +0000", Instant.parse("2034-11-20T10:00:05Z"));
        String thread = receive(other);
        assertThat(items(timeline)).hasSize(1);
        assertThat(bridge.json("/api/v1/deals/deal-" + deal).path("state").asString())
                .isEqualTo("closed");

        bridge.change(
                "PUT", "/api/v1/messages/" + thread + "/links/deal/" + deal + "?thread=true", "");
        reply(other, thread);
        assertThat(items(timeline)).hasSize(3);
        bridge.change("DELETE", "/api/v1/messages/" + thread + "/links/deal/deal-" + deal, "");
        assertThat(items(timeline)).hasSize(1);

        assertThat(items("/api/v1/deals?state=open&contact=" + carol)).isEmpty();
        bridge.change("POST", "/api/v1/deals/" + deal + "/reopen", "");
        assertThat(items("/api/v1/deals?state=open&contact=" + carol)).hasSize(1);
        bridge.change("DELETE", "/api/v1/deals/" + deal + "/contacts/" + carol, "");
        assertThat(items(timeline)).isEmpty();
    }

    @Test
    void a_message_linked_by_hand_is_on_the_timeline_of_contact_and_company() {
        String shown = receive(fresh("assistant"));
        long boss = add("boss@linked.test");
        assertThat(timelineSize(boss)).isZero();

        bridge.change("PUT", "/api/v1/messages/" + shown + "/links/contact/boss@linked.test", "");
        bridge.change("PUT", "/api/v1/messages/" + shown + "/links/company/linked.test", "");

        assertThat(timelineSize(boss)).isEqualTo(1);
        assertThat(items("/api/v1/timeline/linked.test")).hasSize(1);
        assertThat(items("/api/v1/messages/" + shown + "/links"))
                .extracting(each -> each.path("kind").asString())
                .containsExactly("contact", "company");
        assertThat(bridge.ask("PUT", "/api/v1/messages/" + shown + "/links/deal/999", "").status())
                .isEqualTo(404);
    }

    @Test
    void a_reply_from_a_second_address_is_proposed_for_the_contact_of_the_conversation() {
        String carol = fresh("replies");
        String second = fresh("second.address");
        String third = fresh("third.address");
        long id = add(carol);
        String thread = receive(carol);
        reply("Carol <" + second + ">", thread);
        reply(third, thread);
        reply("no-reply@kunde.test", thread);
        List<JsonNode> proposed =
                items("/api/v1/contact-proposals").stream()
                        .filter(each -> each.path("contact_id").asLong() == id)
                        .toList();
        assertThat(proposed)
                .extracting(each -> each.path("address").asString())
                .containsExactly(third, second);
        assertThat(timelineSize(id)).isEqualTo(1);

        String mark = "/api/v1/marks/message/" + proposed.getLast().path("message_id").asLong();
        bridge.change("PUT", mark, "");
        bridge.policy("admin.read", "never");
        assertThat(items("/api/v1/contact-proposals").toString()).doesNotContain(second);
        bridge.policy("admin.read", "audited");
        bridge.change("DELETE", mark, "");

        String accepted = "/api/v1/contact-proposals/" + proposed.getLast().path("id").asLong();
        bridge.change("POST", accepted + "/accept", "");
        bridge.change(
                "POST",
                "/api/v1/contact-proposals/" + proposed.getFirst().path("id").asLong() + "/refuse",
                "");
        reply(third, thread);

        assertThat(timelineSize(id)).isEqualTo(2);
        assertThat(primaries(id)).containsExactly(carol);
        assertThat(items("/api/v1/contact-proposals").toString()).doesNotContain(third);
        assertThat(bridge.ask("POST", accepted + "/accept", "").status()).isEqualTo(404);
        bridge.policy("contacts.second-addresses", "add");
        String fourth = fresh("fourth");
        reply(fourth, thread);
        assertThat(bridge.json("/api/v1/contacts/" + fourth).path("id").asLong()).isEqualTo(id);
        bridge.policy("contacts.second-addresses", "propose");
    }

    @Test
    void every_change_is_in_the_audit_log_without_a_name() {
        String address = fresh("audited");
        long id = add(address);
        bridge.change("PUT", "/api/v1/contacts/" + id + "/name", "{\"name\":\"Secret Name\"}");
        bridge.change("DELETE", "/api/v1/contacts/" + id, "");
        bridge.change("POST", "/api/v1/contacts/" + id + "/restore", "");
        bridge.change("POST", "/api/v1/contacts/" + id + "/purge", "");

        List<JsonNode> lines =
                items("/api/v1/audit?limit=50").stream()
                        .filter(each -> each.path("subject").asString().equals("contact " + id))
                        .toList();
        assertThat(lines)
                .extracting(each -> each.path("action").asString())
                .containsExactly(
                        "contact.purge",
                        "contact.restore",
                        "contact.delete",
                        "contact.rename",
                        "contact.add");
        assertThat(lines.toString()).doesNotContain("Secret").doesNotContain(address);
        assertThat(lines)
                .extracting(each -> each.path("actor").asString())
                .containsOnly("administrator");
    }

    private static void merge(long into, long from) {
        bridge.change(
                "POST", "/api/v1/contacts/" + into + "/merge", "{\"contact\":\"" + from + "\"}");
    }

    private static String fresh(String name) {
        return name + NAMES.incrementAndGet() + "@kunde.test";
    }

    private static String emails(String... addresses) {
        return "{\"emails\":[\"" + String.join("\",\"", addresses) + "\"]}";
    }

    private static long add(String... addresses) {
        return bridge.change("POST", "/api/v1/contacts", emails(addresses)).path("id").asLong();
    }

    private static String addresses(long contact, String address) {
        return "/api/v1/contacts/"
                + contact
                + "/addresses/"
                + URLEncoder.encode(address, StandardCharsets.UTF_8);
    }

    private static String refusal(String method, String path, String body) {
        var answer = bridge.ask(method, path, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(409);
        return answer.json().path("detail").asString();
    }

    private static List<JsonNode> items(String path) {
        List<JsonNode> items = new ArrayList<>();
        bridge.json(path).path("items").forEach(items::add);
        return items;
    }

    private static List<String> subjects(String address) {
        return items("/api/v1/timeline/" + address).stream()
                .map(each -> each.path("subject").asString())
                .toList();
    }

    private static int timelineSize(long contact) {
        return items("/api/v1/timeline/" + contact).size();
    }

    /// 0: nobody's.
    private static long contactOf(String address) {
        return items("/api/v1/timeline/" + address)
                .getFirst()
                .path("from")
                .get(0)
                .path("contact_id")
                .asLong(0);
    }

    private static List<String> primaries(long contact) {
        List<String> primaries = new ArrayList<>();
        bridge.json("/api/v1/contacts/" + contact)
                .path("emails")
                .forEach(
                        email -> {
                            if (email.path("primary").asBoolean()) {
                                primaries.add(email.path("address").asString());
                            }
                        });
        return primaries;
    }

    private static List<Long> dealContacts(long deal) {
        List<Long> ids = new ArrayList<>();
        bridge.json("/api/v1/deals/" + deal)
                .path("contacts")
                .forEach(each -> ids.add(each.path("id").asLong()));
        return ids;
    }

    private static String receive(String from) {
        return receive(from, "Fri, 20 Nov 2026 10:00:00 +0000");
    }

    private static String receive(String from, String date) {
        return receive(from, date, Seen.NOW);
    }

    private static String receive(String from, String date, Instant seen) {
        String id = "mail-" + NAMES.incrementAndGet() + "@test";
        bridge.file(
                Seen.at(seen, Seen.fetched(ANNA, "INBOX", NAMES.incrementAndGet())),
                Seen.mail(
                        "Hello " + id,
                        "From: " + from,
                        "To: " + ANNA,
                        "Subject: Hello",
                        "Date: " + date,
                        "Message-ID: <" + id + ">"));
        return id;
    }

    private static void reply(String from, String to) {
        bridge.file(
                Seen.fetched(ANNA, "INBOX", NAMES.incrementAndGet()),
                Seen.mail(
                        "Once more",
                        "From: " + from,
                        "To: " + ANNA,
                        "Subject: Re: Hello",
                        "Date: Fri, 20 Nov 2026 11:00:00 +0000",
                        "In-Reply-To: <" + to + ">",
                        "Message-ID: <reply-" + NAMES.incrementAndGet() + "@test>"));
    }

    private static void send(String to) {
        bridge.file(
                Seen.submitted(ANNA, to),
                Seen.mail("sent-" + NAMES.incrementAndGet() + "@test", ANNA, to, "Hello"));
    }
}
