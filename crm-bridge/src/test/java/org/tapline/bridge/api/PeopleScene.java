package org.tapline.bridge.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.tapline.bridge.Seen;
import tools.jackson.databind.JsonNode;

/// What tests about people do and look at, over HTTP and as mail that comes in.
final class PeopleScene {
    private static final String ANNA = "anna@acme.test";

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final RunningBridge bridge;

    PeopleScene(RunningBridge bridge) {
        this.bridge = bridge;
    }

    /// A number that no name and no message had so far.
    int next() {
        return NAMES.incrementAndGet();
    }

    void merge(long into, long from) {
        bridge.change(
                "POST", "/api/v1/contacts/" + into + "/merge", "{\"contact\":\"" + from + "\"}");
    }

    String fresh(String name) {
        return name + next() + "@kunde.test";
    }

    String emails(String... addresses) {
        return "{\"emails\":[\"" + String.join("\",\"", addresses) + "\"]}";
    }

    long add(String... addresses) {
        return bridge.change("POST", "/api/v1/contacts", emails(addresses)).path("id").asLong();
    }

    String addresses(long contact, String address) {
        return "/api/v1/contacts/"
                + contact
                + "/addresses/"
                + URLEncoder.encode(address, StandardCharsets.UTF_8);
    }

    String refusal(String method, String path, String body) {
        var answer = bridge.ask(method, path, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(409);
        return answer.json().path("detail").asString();
    }

    List<JsonNode> items(String path) {
        List<JsonNode> items = new ArrayList<>();
        bridge.json(path).path("items").forEach(items::add);
        return items;
    }

    List<String> subjects(String address) {
        return items("/api/v1/timeline/" + address).stream()
                .map(each -> each.path("subject").asString())
                .toList();
    }

    int timelineSize(long contact) {
        return items("/api/v1/timeline/" + contact).size();
    }

    /// 0: nobody's.
    long contactOf(String address) {
        return items("/api/v1/timeline/" + address)
                .getFirst()
                .path("from")
                .get(0)
                .path("contact_id")
                .asLong(0);
    }

    List<String> primaries(long contact) {
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

    List<Long> dealContacts(long deal) {
        List<Long> ids = new ArrayList<>();
        bridge.json("/api/v1/deals/" + deal)
                .path("contacts")
                .forEach(each -> ids.add(each.path("id").asLong()));
        return ids;
    }

    String receive(String from) {
        return receive(from, "Fri, 20 Nov 2026 10:00:00 +0000");
    }

    String receive(String from, String date) {
        return receive(from, date, Seen.NOW);
    }

    String receive(String from, String date, Instant seen) {
        String id = "mail-" + next() + "@test";
        bridge.file(
                Seen.at(seen, Seen.fetched(ANNA, "INBOX", next())),
                Seen.mail(
                        "Hello " + id,
                        "From: " + from,
                        "To: " + ANNA,
                        "Subject: Hello",
                        "Date: " + date,
                        "Message-ID: <" + id + ">"));
        return id;
    }

    void reply(String from, String to) {
        bridge.file(
                Seen.fetched(ANNA, "INBOX", next()),
                Seen.mail(
                        "Once more",
                        "From: " + from,
                        "To: " + ANNA,
                        "Subject: Re: Hello",
                        "Date: Fri, 20 Nov 2026 11:00:00 +0000",
                        "In-Reply-To: <" + to + ">",
                        "Message-ID: <reply-" + next() + "@test>"));
    }

    void send(String to) {
        bridge.file(
                Seen.submitted(ANNA, to), Seen.mail("sent-" + next() + "@test", ANNA, to, "Hello"));
    }
}
