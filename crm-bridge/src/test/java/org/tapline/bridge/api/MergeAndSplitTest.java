package org.tapline.bridge.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Two contacts or companies that are made one, and one that is taken apart again: whose the mail
// is.
class MergeAndSplitTest {
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
    void a_merge_moves_mail_and_a_split_moves_it_back() {
        String carol = scene.fresh("carol");
        String caro = scene.fresh("caro");
        long into = scene.add(carol);
        long from = scene.add(caro);
        long deal =
                bridge.change(
                                "POST",
                                "/api/v1/deals",
                                "{\"name\":\"Roof\",\"contacts\":[\"" + caro + "\"]}")
                        .path("id")
                        .asLong();
        scene.receive(carol);
        scene.receive(caro);

        bridge.change(
                "POST", "/api/v1/contacts/" + into + "/merge", "{\"contact\":\"" + from + "\"}");

        assertThat(scene.timelineSize(into)).isEqualTo(2);
        assertThat(bridge.json("/api/v1/contacts/" + from).path("id").asLong()).isEqualTo(into);
        assertThat(scene.primaries(into)).containsExactly(carol);
        assertThat(scene.dealContacts(deal)).containsExactly(into);
        assertThat(scene.refusal("POST", "/api/v1/contacts", scene.emails(caro)))
                .contains("contact " + into);
        assertThat(
                        scene.refusal(
                                "POST",
                                "/api/v1/contacts/" + into + "/merge",
                                "{\"contact\":\"" + from + "\"}"))
                .contains("cannot be merged into itself");

        JsonNode again = bridge.change("POST", "/api/v1/contacts/" + into + "/split", "{}");

        assertThat(again.path("id").asLong()).isEqualTo(from);
        assertThat(scene.timelineSize(into)).isEqualTo(1);
        assertThat(scene.timelineSize(from)).isEqualTo(1);
        assertThat(scene.primaries(from)).containsExactly(caro);
        assertThat(scene.dealContacts(deal)).containsExactly(from);
        assertThat(bridge.ask("POST", "/api/v1/contacts/" + into + "/split", "{}").status())
                .isEqualTo(404);
    }

    @Test
    void merges_of_merges_are_taken_apart_one_after_the_other() {
        String a = scene.fresh("a");
        String b = scene.fresh("b");
        String c = scene.fresh("c");
        long first = scene.add(a);
        long second = scene.add(b);
        long third = scene.add(c);
        scene.merge(second, third);
        scene.merge(first, second);
        assertThat(bridge.json("/api/v1/contacts/" + c).path("id").asLong()).isEqualTo(first);
        assertThat(bridge.json("/api/v1/contacts/" + third).path("id").asLong()).isEqualTo(first);

        bridge.change(
                "POST", "/api/v1/contacts/" + first + "/split", "{\"merged\":" + second + "}");
        assertThat(bridge.json("/api/v1/contacts/" + c).path("id").asLong()).isEqualTo(second);
        bridge.change("POST", "/api/v1/contacts/" + second + "/split", "{}");

        assertThat(bridge.json("/api/v1/contacts/" + c).path("id").asLong()).isEqualTo(third);
        assertThat(scene.primaries(first)).containsExactly(a);
        assertThat(scene.primaries(second)).containsExactly(b);
        assertThat(scene.primaries(third)).containsExactly(c);
    }

    @Test
    void what_was_private_stays_private_in_a_merge() {
        String carol = scene.fresh("kept");
        long into = scene.add(scene.fresh("open"));
        long from = scene.add(carol);
        scene.receive(carol);
        bridge.policy("visibility.inbound", "everything");
        String ben = scene.fresh("ben").replace("kunde", "acme");
        bridge.change("POST", "/api/v1/users", "{\"address\":\"" + ben + "\"}");
        bridge.change("PUT", "/api/v1/marks/contact/" + from, "");
        assertThat(scene.items("/api/v1/timeline/" + carol + "?as=" + ben)).isEmpty();

        scene.merge(into, from);

        assertThat(scene.items("/api/v1/timeline/" + carol + "?as=" + ben)).isEmpty();
        assertThat(scene.items("/api/v1/timeline/" + carol)).hasSize(1);
        bridge.change("DELETE", "/api/v1/marks/contact/" + into, "");
    }

    @Test
    void an_address_moves_off_into_a_contact_of_its_own() {
        String kept = scene.fresh("kept");
        String off = scene.fresh("wandering.wanda");
        long id = scene.add(kept, off);
        scene.receive(off);

        JsonNode own =
                bridge.change(
                        "POST",
                        "/api/v1/contacts/" + id + "/split",
                        "{\"address\":\"" + off + "\"}");

        assertThat(own.path("id").asLong()).isNotEqualTo(id);
        assertThat(own.path("name").asString()).startsWith("Wandering Wanda");
        assertThat(scene.contactOf(off)).isEqualTo(own.path("id").asLong());
        assertThat(scene.timelineSize(id)).isZero();
        assertThat(
                        scene.refusal(
                                "POST",
                                "/api/v1/contacts/" + id + "/split",
                                "{\"address\":\"" + kept + "\"}"))
                .contains("no other address");
    }

    @Test
    void merged_companies_are_one_and_their_domains_too() {
        scene.add("a@north.test");
        scene.add("b@mail.south.test");
        scene.receive("a@north.test");
        scene.receive("b@mail.south.test");
        bridge.change("PUT", "/api/v1/companies/north.test/name", "{\"name\":\"Compass\"}");

        JsonNode merged =
                bridge.change(
                        "POST",
                        "/api/v1/companies/north.test/merge",
                        "{\"company\":\"south.test\"}");

        assertThat(merged.path("name").asString()).isEqualTo("Compass");
        assertThat(merged.path("domains").size()).isEqualTo(2);
        assertThat(merged.path("contacts").asInt()).isEqualTo(2);
        assertThat(scene.items("/api/v1/timeline/south.test")).hasSize(2);
        assertThat(scene.items("/api/v1/timeline/company-" + merged.path("id").asLong()))
                .hasSize(2);
        scene.send("c@south.test");
        assertThat(bridge.json("/api/v1/contacts/c@south.test").path("company").asString())
                .isEqualTo("Compass");
        scene.add("d@west.test");
        assertThat(
                        scene.refusal(
                                "PUT",
                                "/api/v1/companies/west.test/name",
                                "{\"name\":\"compass\"}"))
                .contains("merge them instead");
        assertThat(scene.items("/api/v1/contacts?company=Compass")).hasSize(3);
    }
}
