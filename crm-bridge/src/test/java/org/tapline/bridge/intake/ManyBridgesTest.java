package org.tapline.bridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapline.bridge.Seen;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;
import org.tapline.journal.Observation;

/// Several bridges on one database, and the same journal over again: what is on the record does not
/// depend on who files it, in which order, in which batches or how often.
class ManyBridgesTest {
    private static final int BRIDGES = 4;

    /// Mails of the exchange; each is seen in three ways.
    private static final int MAILS = 36;

    @TempDir Path data;

    /// What is on the record, in terms that do not depend on the order it came in. The copy that
    /// came first gives a contact its origin, a thread its number and a message its place.
    private static final Map<String, String> RECORD =
            Map.of(
                    "message",
                    "select message_key, subject, direction, body_text, occurred_at from message",
                    "participant",
                    "select m.message_key, p.role, p.address_key, p.linked from participant p"
                            + " join message m on m.id = p.message_id",
                    "delivery",
                    "select m.message_key, b.login, d.folder, d.uid, d.way, d.direction, d.raw_sha256"
                            + " from delivery d join message m on m.id = d.message_id"
                            + " join mailbox b on b.id = d.mailbox_id",
                    "thread",
                    "select array_agg(message_key order by message_key), t.started_at"
                            + " from message m join thread t on t.id = m.thread_id"
                            + " group by t.id",
                    "key",
                    "select array_agg(key order by key) from thread_key group by thread_id",
                    "address",
                    "select address_key, count(*) from contact_address group by address_key",
                    "company",
                    "select domain, count(*) from company group by domain",
                    "ledger",
                    "select b.login, folder, seen, captured, excluded from ledger l"
                            + " join mailbox b on b.id = l.mailbox_id",
                    "day",
                    "select b.login, day, seen, captured, excluded from ledger_day l"
                            + " join mailbox b on b.id = l.mailbox_id",
                    "event",
                    "select count(*) from event");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void bridges_at_once_leave_what_one_would(long seed) throws Exception {
        List<Journal.Entry> entries = exchange();
        try (Rooms alone = Rooms.open(data.resolve("alone"));
                Rooms first = Rooms.open(data.resolve("shared"))) {
            file(alone, entries, 1);
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int bridge = 0; bridge < BRIDGES; bridge++) {
                Rooms rooms =
                        bridge == 0 ? first : Rooms.on(first.database(), data.resolve("shared"));
                List<Journal.Entry> mine = shuffled(share(entries, bridge), seed + bridge);
                int batch = 1 + 11 * bridge;
                work.add(
                        () -> {
                            file(rooms, mine, batch);
                            return true;
                        });
            }
            try (ExecutorService bridges = Executors.newFixedThreadPool(BRIDGES)) {
                for (Future<Boolean> done : bridges.invokeAll(work)) {
                    assertThat(done.get()).isTrue();
                }
            }

            assertThat(first.parking().list()).isEmpty();
            assertThat(rows(first, RECORD)).isEqualTo(rows(alone, RECORD));
            assertThat(rows(first, RECORD).get("message")).hasSize(MAILS);
            assertThat(rows(first, RECORD).get("thread")).hasSize(1);
        }
    }

    @Test
    void the_whole_journal_again_in_any_order_and_batches_changes_no_row() throws IOException {
        List<Journal.Entry> entries = exchange();
        try (Rooms rooms = Rooms.open(data)) {
            file(rooms, entries, 32);
            Map<String, List<String>> before = rows(rooms, every(rooms));

            for (int batch : List.of(1, 7, 32)) {
                file(Rooms.on(rooms.database(), data), shuffled(entries, batch), batch);
                assertThat(rows(rooms, every(rooms))).isEqualTo(before);
            }
        }
    }

    @Test
    void mail_that_is_seen_anew_is_only_counted() throws IOException {
        List<Journal.Entry> entries = exchange();
        try (Rooms rooms = Rooms.open(data)) {
            file(rooms, entries, 32);
            Map<String, List<String>> before = rows(rooms, RECORD);

            file(rooms, shuffled(entries.stream().map(ManyBridgesTest::again).toList(), 5), 9);

            Map<String, List<String>> after = rows(rooms, RECORD);
            assertThat(after.remove("day")).isNotEqualTo(before.remove("day"));
            assertThat(after).isEqualTo(before);
        }
    }

    @Test
    void a_poisoned_one_of_a_batch_is_parked_and_filed_by_a_replay() throws IOException {
        List<Journal.Entry> entries = exchange();
        try (Rooms rooms = Rooms.open(data)) {
            String forbidden = "alter table message add constraint poison check (subject !~ ' 5$')";
            rooms.database().jdbc().sql(forbidden).update();
            file(rooms, entries, 32);

            assertThat(rows(rooms, RECORD).get("message")).hasSize(MAILS - 1);
            List<UUID> parked =
                    rooms.parking().list().stream()
                            .peek(each -> assertThat(each.reason()).contains("poison"))
                            .map(each -> each.id())
                            .toList();
            assertThat(parked).hasSize(3);
            assertThat(rooms.intake().replay(parked.getFirst()))
                    .isEqualTo(Intake.Replay.PARKED_AGAIN);

            rooms.database().jdbc().sql("alter table message drop constraint poison").update();
            parked.forEach(
                    id -> assertThat(rooms.intake().replay(id)).isEqualTo(Intake.Replay.FILED));
            assertThat(rooms.parking().list()).isEmpty();
            try (Rooms well = Rooms.open(data.resolve("well"))) {
                file(well, entries, 32);
                Map<String, List<String>> expected = rows(well, RECORD);
                Map<String, List<String>> healed = rows(rooms, RECORD);
                // a day counts a parked one as failed, and again when it is filed
                assertThat(healed.remove("day")).isNotEqualTo(expected.remove("day"));
                assertThat(healed).isEqualTo(expected);
            }
        }
    }

    /// Mails between two of us and four others, each new to us: submitted, its copy filed in Sent,
    /// and found by the other of us in the inbox. Every second refers to two that had nothing to do
    /// with each other, so that in the end all are one conversation.
    private static List<Journal.Entry> exchange() {
        List<Journal.Entry> entries = new ArrayList<>();
        for (int i = 0; i < MAILS; i++) {
            String author = i % 2 == 0 ? "anna@acme.test" : "ben@acme.test";
            String reader = i % 2 == 0 ? "ben@acme.test" : "anna@acme.test";
            String other = "p" + i % 4 + "@new" + i % 3 + ".test";
            Content mail =
                    Seen.mail(
                            "Text " + i,
                            "From: " + author,
                            "To: " + other + ", " + reader,
                            "Subject: Exchange " + i,
                            "Date: Fri, 20 Nov 2026 10:" + (10 + i) + ":00 +0000",
                            "Message-ID: <m" + i + "@acme.test>",
                            i % 2 == 0
                                    ? "X-Begins: yes"
                                    : "References: <m%d@acme.test> <m%d@acme.test>"
                                            .formatted(i - 1, (i + 1) % MAILS));
            entries.add(entry(Seen.submitted(author, other, reader), mail));
            entries.add(entry(Seen.appended(author, "Sent", i + 1), mail));
            entries.add(entry(Seen.fetched(reader, "INBOX", i + 1), mail));
        }
        return entries;
    }

    /// As many as the bridge is given at once, until all are filed.
    private static void file(Rooms rooms, List<Journal.Entry> entries, int batch) {
        int done = 0;
        while (done < entries.size()) {
            int end = Math.min(entries.size(), done + batch);
            done += rooms.intake().consumeAll(entries.subList(done, end));
        }
    }

    private static List<Journal.Entry> share(List<Journal.Entry> entries, int bridge) {
        List<Journal.Entry> mine = new ArrayList<>();
        for (int i = bridge; i < entries.size(); i += BRIDGES) {
            mine.add(entries.get(i));
        }
        return mine;
    }

    private static List<Journal.Entry> shuffled(List<Journal.Entry> entries, long seed) {
        List<Journal.Entry> others = new ArrayList<>(entries);
        Collections.shuffle(others, new Random(seed));
        return others;
    }

    private static Journal.Entry entry(Observation observation, Content content) {
        return new Journal.Entry(observation, content);
    }

    /// The same sighting under another id.
    private static Journal.Entry again(Journal.Entry entry) {
        Observation before = entry.observation();
        return entry(
                new Observation(
                        UUID.randomUUID(),
                        before.at(),
                        before.mailbox(),
                        before.way(),
                        before.session(),
                        before.sighting()),
                entry.content());
    }

    /// Every column of every table.
    private static Map<String, String> every(Rooms rooms) {
        Map<String, String> queries = new TreeMap<>();
        rooms.database()
                .jdbc()
                .sql("select tablename from pg_tables where schemaname = 'public'")
                .query(String.class)
                .list()
                .forEach(table -> queries.put(table, "select * from " + table));
        return queries;
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
}
