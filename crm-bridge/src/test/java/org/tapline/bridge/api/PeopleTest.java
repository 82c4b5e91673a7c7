package org.tapline.bridge.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Contacts and companies as they are changed by hand, and whose the mail is afterwards.
class PeopleTest {
    @TempDir static Path data;
    private static RunningBridge bridge;
    private static PeopleScene scene;

    @BeforeAll
    static void start() throws IOException {
        bridge = new RunningBridge(data);
        scene = new PeopleScene(bridge);
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    @Test
    void a_purged_contact_is_gone_and_its_address_may_be_created_anew() {
        String address = scene.fresh("purged");
        long id = scene.add(address);
        scene.receive(address);
        bridge.change("DELETE", "/api/v1/contacts/" + address, "");
        assertThat(scene.refusal("POST", "/api/v1/contacts", scene.emails(address)))
                .contains("belongs to contact " + id, "restore it instead");

        bridge.change("POST", "/api/v1/contacts/" + id + "/purge", "");

        assertThat(bridge.get("/api/v1/contacts/" + id).status()).isEqualTo(404);
        assertThat(scene.subjects(address)).hasSize(1);
        assertThat(scene.contactOf(address)).isEqualTo(0);
        long again = scene.add(address);
        assertThat(again).isNotEqualTo(id);
        assertThat(scene.contactOf(address)).isEqualTo(again);
    }

    @Test
    void after_a_purge_mail_goes_to_whoever_else_has_the_address() {
        String shared = scene.fresh("shared");
        long first = scene.add(shared);
        long second = scene.add(scene.fresh("second"));
        scene.receive(shared);
        assertThat(scene.refusal("PUT", scene.addresses(second, shared), "{}"))
                .contains("contact " + first);
        bridge.change("PUT", scene.addresses(second, shared), "{\"shared\":true}");
        assertThat(scene.contactOf(shared)).isEqualTo(first);

        bridge.change("POST", "/api/v1/contacts/" + first + "/purge", "");

        assertThat(scene.contactOf(shared)).isEqualTo(second);
        assertThat(scene.timelineSize(second)).isEqualTo(1);
    }

    @Test
    void mail_marked_private_is_not_laid_open_by_a_purge() {
        String address = scene.fresh("private");
        long id = scene.add(address);
        bridge.change("PUT", "/api/v1/marks/contact/" + id, "");

        assertThat(scene.refusal("POST", "/api/v1/contacts/" + id + "/purge", ""))
                .contains("marked private");

        bridge.change("DELETE", "/api/v1/marks/contact/" + id, "");
        bridge.change("POST", "/api/v1/contacts/" + id + "/purge", "");
    }

    @Test
    void a_contact_has_one_primary_address_whatever_is_added_and_taken_off() {
        String one = scene.fresh("one");
        String two = scene.fresh("two");
        String three = scene.fresh("three");
        long id = scene.add(one, two);
        assertThat(scene.primaries(id)).containsExactly(one);

        bridge.change("PUT", scene.addresses(id, three), "{\"primary\":true}");
        assertThat(scene.primaries(id)).containsExactly(three);
        bridge.change("PUT", scene.addresses(id, two), "{\"primary\":true}");
        assertThat(scene.primaries(id)).containsExactly(two);
        bridge.change("DELETE", scene.addresses(id, two), "");
        assertThat(scene.primaries(id)).hasSize(1);
        bridge.change("DELETE", scene.addresses(id, scene.primaries(id).getFirst()), "");

        String last = scene.primaries(id).getFirst();
        assertThat(scene.refusal("DELETE", scene.addresses(id, last), ""))
                .contains("no other address");
        assertThat(bridge.ask("DELETE", scene.addresses(id, two), "").status()).isEqualTo(404);
    }

    @Test
    void whose_primary_address_it_is_has_the_mail_else_the_older_contact() {
        String shared = scene.fresh("tie");
        long owner = scene.add(shared, scene.fresh("owner"));
        long older = scene.add(scene.fresh("older"));
        long younger = scene.add(scene.fresh("younger"));
        bridge.change("PUT", scene.addresses(younger, shared), "{\"shared\":true}");
        bridge.change("PUT", scene.addresses(older, shared), "{\"shared\":true}");
        scene.receive(shared);
        assertThat(scene.contactOf(shared)).isEqualTo(owner);

        bridge.change("DELETE", scene.addresses(owner, shared), "");

        assertThat(scene.contactOf(shared)).isEqualTo(older);
        bridge.change(
                "PUT", scene.addresses(younger, shared), "{\"primary\":true,\"shared\":true}");
        assertThat(scene.contactOf(shared)).isEqualTo(younger);
        assertThat(
                        scene.refusal(
                                "PUT",
                                scene.addresses(older, shared),
                                "{\"primary\":true,\"shared\":true}"))
                .contains("contact " + younger);
    }

    @Test
    void an_automatic_creation_is_taken_back_and_mail_does_not_repeat_it() {
        String made = "made@undone.test";
        scene.send(made);
        JsonNode contact = bridge.json("/api/v1/contacts/" + made);
        assertThat(contact.path("origin").asString()).isEqualTo("sent");
        assertThat(bridge.json("/api/v1/companies/undone.test").path("contacts").asInt())
                .isEqualTo(1);

        bridge.change("POST", "/api/v1/contacts/" + made + "/undo-creation", "");
        scene.send(made);

        assertThat(bridge.get("/api/v1/contacts/" + made).status()).isEqualTo(404);
        assertThat(bridge.get("/api/v1/companies/undone.test").status()).isEqualTo(404);
        long byHand = scene.add(made);
        assertThat(scene.refusal("POST", "/api/v1/contacts/" + byHand + "/undo-creation", ""))
                .contains("by hand");
    }

    @Test
    void a_name_chosen_by_hand_stays_whatever_mail_says() {
        String address = "chosen@names.test";
        scene.send(address);
        bridge.change("PUT", "/api/v1/contacts/" + address + "/name", "{\"name\":\"Dr. Chosen\"}");

        scene.receive("Somebody Else <" + address + ">");

        assertThat(bridge.json("/api/v1/contacts/" + address).path("name").asString())
                .isEqualTo("Dr. Chosen");
    }

    @Test
    void a_company_set_by_hand_has_the_mail_of_a_contact_elsewhere() {
        String wanda = "wanda" + scene.next() + "@gmail.com";
        long id = scene.add(wanda);
        scene.receive(wanda);
        assertThat(bridge.json("/api/v1/contacts/" + id).path("company").isNull()).isTrue();
        scene.add("boss@werk.test");

        bridge.change("PUT", "/api/v1/contacts/" + id + "/company", "{\"name\":\"werk.test\"}");

        assertThat(scene.items("/api/v1/timeline/werk.test")).hasSize(1);
        assertThat(bridge.get("/api/v1/companies/gmail.com").status()).isEqualTo(404);
        bridge.change("PUT", scene.addresses(id, scene.fresh("wanda")), "{\"primary\":true}");
        assertThat(bridge.json("/api/v1/contacts/" + id).path("company").asString())
                .isEqualTo("werk.test");
        bridge.change("DELETE", "/api/v1/contacts/" + id + "/company", "");
        assertThat(scene.items("/api/v1/timeline/werk.test")).isEmpty();
    }

    @Test
    void contacts_are_listed_in_pages_and_by_words_and_origin() {
        List<Long> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(scene.add("page" + i + "@pages.test"));
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
        assertThat(scene.items("/api/v1/contacts?words=pages.test&origin=sent")).isEmpty();
        assertThat(bridge.get("/api/v1/contacts?origin=heaven").status()).isEqualTo(400);
    }

    @Test
    void a_deal_shows_the_mail_of_its_contacts_while_it_is_open_and_what_is_linked() {
        String carol = scene.fresh("dealt");
        String other = scene.fresh("other");
        scene.add(carol);
        scene.receive(carol);
        long deal =
                bridge.change(
                                "POST",
                                "/api/v1/deals",
                                "{\"name\":\"Roof\",\"contacts\":[\"" + carol + "\"]}")
                        .path("id")
                        .asLong();
        String timeline = "/api/v1/timeline/deal-" + deal;
        assertThat(scene.items(timeline)).hasSize(1);

        bridge.change("POST", "/api/v1/deals/" + deal + "/close", "");
        scene.receive(
                carol, "Mon, 20 Nov 2034 10:00:00 +0000", Instant.parse("2034-11-20T10:00:05Z"));
        String thread = scene.receive(other);
        assertThat(scene.items(timeline)).hasSize(1);
        assertThat(bridge.json("/api/v1/deals/deal-" + deal).path("state").asString())
                .isEqualTo("closed");

        bridge.change(
                "PUT", "/api/v1/messages/" + thread + "/links/deal/" + deal + "?thread=true", "");
        scene.reply(other, thread);
        assertThat(scene.items(timeline)).hasSize(3);
        bridge.change("DELETE", "/api/v1/messages/" + thread + "/links/deal/deal-" + deal, "");
        assertThat(scene.items(timeline)).hasSize(1);

        assertThat(scene.items("/api/v1/deals?state=open&contact=" + carol)).isEmpty();
        bridge.change("POST", "/api/v1/deals/" + deal + "/reopen", "");
        assertThat(scene.items("/api/v1/deals?state=open&contact=" + carol)).hasSize(1);
        bridge.change("DELETE", "/api/v1/deals/" + deal + "/contacts/" + carol, "");
        assertThat(scene.items(timeline)).isEmpty();
    }

    @Test
    void a_message_linked_by_hand_is_on_the_timeline_of_contact_and_company() {
        String shown = scene.receive(scene.fresh("assistant"));
        long boss = scene.add("boss@linked.test");
        assertThat(scene.timelineSize(boss)).isZero();

        bridge.change("PUT", "/api/v1/messages/" + shown + "/links/contact/boss@linked.test", "");
        bridge.change("PUT", "/api/v1/messages/" + shown + "/links/company/linked.test", "");

        assertThat(scene.timelineSize(boss)).isEqualTo(1);
        assertThat(scene.items("/api/v1/timeline/linked.test")).hasSize(1);
        assertThat(scene.items("/api/v1/messages/" + shown + "/links"))
                .extracting(each -> each.path("kind").asString())
                .containsExactly("contact", "company");
        assertThat(bridge.ask("PUT", "/api/v1/messages/" + shown + "/links/deal/999", "").status())
                .isEqualTo(404);
    }

    @Test
    void a_reply_from_a_second_address_is_proposed_for_the_contact_of_the_conversation() {
        String carol = scene.fresh("replies");
        String second = scene.fresh("second.address");
        String third = scene.fresh("third.address");
        long id = scene.add(carol);
        String thread = scene.receive(carol);
        scene.reply("Carol <" + second + ">", thread);
        scene.reply(third, thread);
        scene.reply("no-reply@kunde.test", thread);
        List<JsonNode> proposed =
                scene.items("/api/v1/contact-proposals").stream()
                        .filter(each -> each.path("contact_id").asLong() == id)
                        .toList();
        assertThat(proposed)
                .extracting(each -> each.path("address").asString())
                .containsExactly(third, second);
        assertThat(scene.timelineSize(id)).isEqualTo(1);

        String mark = "/api/v1/marks/message/" + proposed.getLast().path("message_id").asLong();
        bridge.change("PUT", mark, "");
        bridge.policy("admin.read", "never");
        assertThat(scene.items("/api/v1/contact-proposals").toString()).doesNotContain(second);
        bridge.policy("admin.read", "audited");
        bridge.change("DELETE", mark, "");

        String accepted = "/api/v1/contact-proposals/" + proposed.getLast().path("id").asLong();
        bridge.change("POST", accepted + "/accept", "");
        bridge.change(
                "POST",
                "/api/v1/contact-proposals/" + proposed.getFirst().path("id").asLong() + "/refuse",
                "");
        scene.reply(third, thread);

        assertThat(scene.timelineSize(id)).isEqualTo(2);
        assertThat(scene.primaries(id)).containsExactly(carol);
        assertThat(scene.items("/api/v1/contact-proposals").toString()).doesNotContain(third);
        assertThat(bridge.ask("POST", accepted + "/accept", "").status()).isEqualTo(404);
        bridge.policy("contacts.second-addresses", "add");
        String fourth = scene.fresh("fourth");
        scene.reply(fourth, thread);
        assertThat(bridge.json("/api/v1/contacts/" + fourth).path("id").asLong()).isEqualTo(id);
        bridge.policy("contacts.second-addresses", "propose");
    }

    @Test
    void every_change_is_in_the_audit_log_without_a_name() {
        String address = scene.fresh("audited");
        long id = scene.add(address);
        bridge.change("PUT", "/api/v1/contacts/" + id + "/name", "{\"name\":\"Secret Name\"}");
        bridge.change("DELETE", "/api/v1/contacts/" + id, "");
        bridge.change("POST", "/api/v1/contacts/" + id + "/restore", "");
        bridge.change("POST", "/api/v1/contacts/" + id + "/purge", "");

        List<JsonNode> lines =
                scene.items("/api/v1/audit?limit=50").stream()
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
}
