package org.tapline.bridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.Seen;
import org.tapline.bridge.timeline.Position;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;
import org.tapline.journal.Observation;
import org.tapline.journal.Place;
import org.tapline.journal.Sighting;

/// Many observations at once, as the journal gives them: the result is that of one after the other.
class BatchIntakeTest {
    private static final String ANNA = "anna@acme.test";

    @TempDir Path data;

    @Test
    void a_batch_leaves_what_one_by_one_would() throws IOException {
        List<Journal.Entry> entries = mixed();
        try (Rooms one = Rooms.open(data.resolve("one"));
                Rooms all = Rooms.open(data.resolve("all"))) {
            for (Journal.Entry entry : entries) {
                assertThat(one.intake().consume(entry.observation(), entry.content()))
                        .isEqualTo(Journal.Verdict.STORED);
            }
            assertThat(all.intake().consumeAll(entries)).isEqualTo(entries.size());

            assertThat(rows(all, CONTENT)).isEqualTo(rows(one, CONTENT));
            assertThat(all.timelineOf("zoe@batch.test").stream().map(e -> e.threadId()).distinct())
                    .hasSize(1);
        }
    }

    /// Everything in [#CONTENT] by what a person sees, without numbers that the database gives.
    private static final Map<String, String> CONTENT =
            Map.of(
                    "message",
                    "select message_key, subject, direction, body_text, occurred_at from message",
                    "participant",
                    "select m.message_key, p.role, p.address_key, p.linked from participant p"
                            + " join message m on m.id = p.message_id",
                    "delivery",
                    "select m.message_key, d.folder, d.uid, d.way, d.flags, d.raw_sha256,"
                            + " d.gone_at is null as here from delivery d"
                            + " join message m on m.id = d.message_id",
                    "thread",
                    "select array_agg(message_key order by message_key), min(occurred_at),"
                            + " t.started_at from message m join thread t on t.id = m.thread_id"
                            + " group by t.id",
                    "key",
                    "select array_agg(key order by key) from thread_key group by thread_id",
                    "contact",
                    "select c.name, c.origin, o.domain, a.address from contact c"
                            + " join contact_address a on a.contact_id = c.id"
                            + " left join company o on o.id = c.company_id",
                    "decision",
                    "select message_key, outcome, reason from decision",
                    "ledger",
                    "select folder, seen, captured, excluded, gone from ledger",
                    "day",
                    "select day, seen, captured, excluded from ledger_day",
                    "event",
                    "select type, count(*) from event group by type");

    @Test
    void a_replay_of_the_whole_journal_changes_nothing() throws IOException {
        List<Journal.Entry> entries = mixed();
        try (Rooms rooms = Rooms.open(data)) {
            rooms.intake().consumeAll(entries);
            Map<String, String> every = new TreeMap<>();
            for (String table :
                    List.of(
                            "observation",
                            "message",
                            "participant",
                            "delivery",
                            "thread",
                            "thread_key",
                            "contact",
                            "contact_address",
                            "company",
                            "decision",
                            "ledger",
                            "ledger_day",
                            "event",
                            "blob",
                            "mailbox",
                            "app_user")) {
                every.put(table, "select * from " + table);
            }
            Map<String, List<String>> before = rows(rooms, every);

            assertThat(rooms.intake().consumeAll(entries)).isEqualTo(entries.size());
            entries.forEach(each -> rooms.intake().consume(each.observation(), each.content()));

            assertThat(rows(rooms, every)).isEqualTo(before);
        }
    }

    @Test
    void one_that_cannot_be_filed_holds_up_nobody_of_its_batch() throws IOException {
        try (Rooms rooms = Rooms.open(data)) {
            rooms.database()
                    .jdbc()
                    .sql("alter table message add constraint defect check (subject <> 'Poison')")
                    .update();
            List<Journal.Entry> left = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                left.add(
                        entry(
                                Seen.fetched(ANNA, "INBOX", 10 + i),
                                Seen.mail(
                                        "b" + i + "@x.test",
                                        "mia@mu.test",
                                        ANNA,
                                        i == 2 ? "Poison" : "Good")));
            }
            List<Integer> stored = new ArrayList<>();
            while (!left.isEmpty()) {
                stored.add(rooms.intake().consumeAll(left));
                left = left.subList(stored.getLast(), left.size());
            }

            assertThat(stored).containsExactly(2, 0, 3);
            assertThat(rooms.timelineOf("mia@mu.test")).hasSize(4);
            assertThat(rooms.parking().list())
                    .singleElement()
                    .satisfies(parked -> assertThat(parked.reason()).contains("defect"));
        }
    }

    @Test
    void batches_of_two_bridges_on_the_same_messages_file_each_once() throws Exception {
        try (Rooms one = Rooms.open(data);
                ExecutorService threads = Executors.newFixedThreadPool(6)) {
            Rooms two = Rooms.on(one.database(), data);
            List<Callable<Boolean>> mailboxes = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Rooms rooms = i % 2 == 0 ? one : two;
                List<Journal.Entry> entries = race("user" + i + "@acme.test", i);
                mailboxes.add(
                        () -> {
                            int done = 0;
                            while (done < entries.size()) {
                                int end = Math.min(entries.size(), done + rooms.intake().most());
                                done += rooms.intake().consumeAll(entries.subList(done, end));
                            }
                            return true;
                        });
            }
            for (Future<Boolean> done : threads.invokeAll(mailboxes)) {
                assertThat(done.get()).isTrue();
            }

            assertThat(one.parking().list()).isEmpty();
            assertThat(one.timelineOf("zoe@race.test"))
                    .hasSize(40)
                    .allSatisfy(entry -> assertThat(entry.mailboxes()).hasSize(6));
            assertThat(rows(one, Map.of("event", "select * from event")))
                    .satisfies(rows -> assertThat(rows.get("event")).hasSize(40));
            assertThat(rows(one, Map.of("t", "select * from thread")).get("t")).hasSize(1);
            assertThat(rows(one, Map.of("c", "select * from contact")).get("c")).hasSize(41);
        }
    }

    /// Each message answers the one before.
    private static List<Journal.Entry> race(String user, int seed) {
        List<Journal.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            entries.add(
                    entry(
                            Seen.submitted(user, "zoe@race.test"),
                            Seen.mail(
                                    "Text " + i,
                                    "From: anna@acme.test",
                                    "To: zoe@race.test, p" + i + "@race.test",
                                    "Subject: Race",
                                    "Date: Fri, 20 Nov 2026 10:00:00 +0000",
                                    "Message-ID: <m" + i + "@acme.test>",
                                    "References: <m" + (i + 39) % 40 + "@acme.test>")));
        }
        Collections.shuffle(entries, new Random(seed));
        return entries;
    }

    /// Sent and received, answered before they come, seen twice, excluded, moved and gone.
    private static List<Journal.Entry> mixed() {
        List<Journal.Entry> entries = new ArrayList<>();
        entries.add(entry(Seen.fetched(ANNA, "INBOX", 1), answer(2, "<m0@x.test> <m1@x.test>")));
        entries.add(entry(Seen.fetched(ANNA, "INBOX", 2), answer(3, "<other@x.test>")));
        entries.add(entry(Seen.fetched(ANNA, "INBOX", 3), answer(1, "<m0@x.test>")));
        Content sent = Seen.mail("s@acme.test", ANNA, "Yan <yan@batch.test>", "Sent");
        entries.add(entry(Seen.submitted(ANNA, "yan@batch.test", "bcc@batch.test"), sent));
        entries.add(entry(Seen.appended(ANNA, "Sent", 4), sent));
        entries.add(entry(Seen.fetched("ben@acme.test", "INBOX", 9), sent));
        entries.add(
                entry(
                        Seen.submitted(ANNA, "ben@acme.test"),
                        Seen.mail("in@acme.test", ANNA, "ben@acme.test", "Internal")));
        entries.add(entry(Seen.fetched(ANNA, "INBOX", 5), answer(4, "<other@x.test> <m2@x.test>")));
        Place inbox = new Place("INBOX", 1, 1);
        entries.add(
                entry(
                        Seen.without(
                                ANNA,
                                new Sighting.Moved(
                                        List.of(inbox), List.of(new Place("Kept", 1, 7)), true)),
                        Content.none()));
        entries.add(
                entry(
                        Seen.without(
                                ANNA,
                                new Sighting.Flagged(new Place("INBOX", 1, 3), List.of("\\Seen"))),
                        Content.none()));
        entries.add(entry(Seen.fetched(ANNA, "INBOX", 6), answer(0, "")));
        entries.add(
                entry(
                        Seen.without(ANNA, new Sighting.Gone(List.of(new Place("INBOX", 1, 6)))),
                        Content.none()));
        return entries;
    }

    private static Content answer(int number, String references) {
        return Seen.mail(
                "Answer " + number,
                "From: Zoe <zoe@batch.test>",
                "To: " + ANNA,
                "Subject: Batch " + number,
                "Date: Fri, 20 Nov 2026 10:0" + number + ":00 +0000",
                "Message-ID: <m" + number + "@x.test>",
                "References: " + references);
    }

    private static Journal.Entry entry(Observation observation, Content content) {
        return new Journal.Entry(observation, content);
    }

    private static Map<String, List<String>> rows(Rooms rooms, Map<String, String> queries) {
        Map<String, List<String>> rows = new TreeMap<>();
        queries.forEach(
                (name, sql) ->
                        rows.put(
                                name,
                                rooms.database()
                                        .jdbc()
                                        .sql("select x::text from (" + sql + ") as x order by 1")
                                        .query(String.class)
                                        .list()));
        return rows;
    }

    @Test
    void what_is_older_than_the_first_sync_reaches_is_out_of_scope() throws IOException {
        try (Rooms rooms = Rooms.open(data)) {
            List<Journal.Entry> entries = new ArrayList<>();
            for (int day : List.of(16, 18)) {
                entries.add(
                        entry(
                                Seen.fetched(ANNA, "INBOX", day),
                                Seen.mail(
                                        "Text",
                                        "From: old@scope.test",
                                        "To: " + ANNA,
                                        "Subject: Day " + day,
                                        "Date: " + day + " Nov 2026 10:00:00 +0000",
                                        "Message-ID: <d" + day + "@x.test>")));
            }
            rooms.intake().consumeAll(entries);

            assertThat(rooms.timelineOf("old@scope.test"))
                    .extracting(each -> each.subject())
                    .containsExactly("Day 18");
            assertThat(rooms.messages().explain(Rooms.READING, "d16@x.test").orElseThrow().reason())
                    .isEqualTo("out-of-scope");
        }
    }

    @Test
    void excluded_messages_of_one_moment_are_each_on_one_page() throws IOException {
        try (Rooms rooms = Rooms.open(data)) {
            List<Journal.Entry> entries = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                entries.add(
                        entry(
                                Seen.submitted(ANNA, "ben@acme.test"),
                                Seen.mail("e" + i + "@acme.test", ANNA, "ben@acme.test", "In")));
            }
            rooms.intake().consumeAll(entries);

            List<String> seen = new ArrayList<>();
            var page = rooms.messages().excluded(Rooms.READING, Optional.empty(), 2, Rooms.NEWEST);
            page.items().forEach(each -> seen.add(each.messageId().orElseThrow()));
            while (page.next().isPresent()) {
                page =
                        rooms.messages()
                                .excluded(
                                        Rooms.READING,
                                        Optional.empty(),
                                        2,
                                        Position.parse(page.next().get()).orElseThrow());
                page.items().forEach(each -> seen.add(each.messageId().orElseThrow()));
            }
            assertThat(seen).hasSize(5).doesNotHaveDuplicates();
        }
    }
}
