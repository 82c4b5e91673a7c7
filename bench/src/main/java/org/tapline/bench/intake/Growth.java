package org.tapline.bench.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.privacy.Viewer;
import org.tapline.bridge.timeline.Position;
import org.tapline.bridge.timeline.Wanted;
import org.tapline.journal.Journal;

/// Fills the database without intake, then measures intake and reading at that size.
final class Growth {
    private static final Viewer READING = new Viewer.Administrator(true);
    private static final int QUERIES = 300;
    private static final int FILED = 640;
    private static final int WORDS = 30_000;

    private Growth() {}

    /// Messages of about 60 words with all rows but the raw octets, two participants each, one in
    /// three answers another; contacts and companies for everybody.
    static void fill(Bench bench, long messages, long contacts) {
        JdbcClient jdbc = bench.database().jdbc();
        for (String sql : STATEMENTS) {
            jdbc.sql(sql).param("messages", messages).param("contacts", contacts).update();
        }
        for (String table :
                List.of("message", "participant", "contact", "contact_address", "thread_key")) {
            jdbc.sql("analyze " + table).update();
        }
    }

    static void measure(Bench bench, long contacts) {
        Letters letters = new Letters(1);
        List<Journal.Entry> entries =
                IntStream.range(0, FILED)
                        .mapToObj(letters::letter)
                        .map(Letters.Letter::entry)
                        .toList();
        long begun = System.nanoTime();
        int done = 0;
        while (done < entries.size()) {
            int end = Math.min(entries.size(), done + bench.intake().most());
            done += bench.intake().consumeAll(entries.subList(done, end));
        }
        System.out.printf(
                "  filed by one worker: %.2f ms each%n",
                (System.nanoTime() - begun) / 1e6 / entries.size());
        Random random = new Random(7);
        times(
                "timeline of an address, 50 entries",
                () ->
                        bench.timeline()
                                .ofAddresses(
                                        READING,
                                        List.of("g" + random.nextLong(contacts) + "@grown.test"),
                                        50,
                                        Position.NEWEST)
                                .items()
                                .size());
        times(
                "timeline of everybody",
                () -> bench.timeline().all(READING, 50, Position.NEWEST).items().size());
        times(
                "search for two words, newest 50",
                () ->
                        bench.search()
                                .find(
                                        READING,
                                        words(
                                                Letters.word(200 + random.nextInt(2_000))
                                                        + " "
                                                        + Letters.word(
                                                                200 + random.nextInt(2_000))),
                                        50,
                                        Position.NEWEST)
                                .items()
                                .size());
    }

    private static Wanted words(String words) {
        return new Wanted(words, "", "", Optional.empty(), Optional.empty(), "");
    }

    private interface Query {
        int run();
    }

    private static void times(String what, Query query) {
        List<Double> millis = new ArrayList<>();
        long found = 0;
        for (int i = 0; i < QUERIES; i++) {
            long begun = System.nanoTime();
            found += query.run();
            millis.add((System.nanoTime() - begun) / 1e6);
        }
        millis.sort(null);
        System.out.printf(
                "  %s: p50 %.1f ms, p99 %.1f ms (%.1f found)%n",
                what,
                millis.get(QUERIES / 2),
                millis.get(QUERIES * 99 / 100),
                found / (double) QUERIES);
    }

    /// Each names both parameters, because both are given to each.
    private static final List<String> STATEMENTS =
            List.of(
                    """
                    insert into contact (id, name, origin)
                    overriding system value
                    select 1000000000 + n, 'Grown ' || n, 'import'
                    from generate_series(0, :contacts::bigint - 1) as n where :messages::bigint > 0
                    """,
                    """
                    insert into contact_address (contact_id, address_key, address, is_primary)
                    select 1000000000 + n, 'g' || n || '@grown.test', 'g' || n || '@grown.test', true
                    from generate_series(0, :contacts::bigint - 1) as n where :messages::bigint > 0
                    """,
                    """
                    insert into thread (id, started_at)
                    select 1000000000 + n, timestamptz '2020-01-01' + n * interval '20 s'
                    from generate_series(0, :messages::bigint - 1, 3) as n where :contacts::bigint > 0
                    """,
                    """
                    insert into thread_key (key, kind, thread_id)
                    select 'id:g' || n || '@grown.test', 'id', 1000000000 + n - n % 3
                    from generate_series(0, :messages::bigint - 1) as n where :contacts::bigint > 0
                    """,
                    """
                    insert into message
                        (id, message_key, fingerprint, message_id, thread_id, occurred_at,
                         direction, subject, references_to, headers, body_text, kind, defects,
                         search)
                    overriding system value
                    select 1000000000 + n, 'g' || n || '@grown.test|' || n, 'grown' || n,
                           'g' || n || '@grown.test', 1000000000 + n - n % 3,
                           timestamptz '2020-01-01' + n * interval '20 s', 'inbound',
                           'Grown ' || n, '{}'::text[], '[]'::jsonb, w.text, '{}'::jsonb,
                           '[]'::jsonb, to_tsvector('simple', w.text)
                    from generate_series(0, :messages::bigint - 1) as n
                    cross join (select array_agg(word order by rank) as words from grown_word) as g
                    cross join lateral
                        (select string_agg(g.words[power(30000, random())::integer + 0 * s.i], ' ') as text
                         from generate_series(1, 60 + (n % 2)::integer) as s(i)) as w
                    where :contacts::bigint > 0
                    """,
                    """
                    insert into participant
                        (message_id, role, position, address_key, address, name, domain, linked,
                         occurred_at)
                    select 1000000000 + n, p.role, 0, p.key, p.key, '', p.domain, true,
                           timestamptz '2020-01-01' + n * interval '20 s'
                    from generate_series(0, :messages::bigint - 1) as n
                    cross join lateral
                        (values ('from', 'g' || (n * 7919 % :contacts::bigint) || '@grown.test', 'grown.test'),
                                ('to', 'user' || n % 50 || '@acme.test', 'acme.test'))
                        as p(role, key, domain)
                    """);

    /// The words of [Letters], for the search to find.
    static void words(Bench bench) {
        JdbcClient jdbc = bench.database().jdbc();
        jdbc.sql("create unlogged table grown_word (rank int primary key, word text)").update();
        jdbc.sql("insert into grown_word select * from unnest(:ranks::int[], :words::text[])")
                .param("ranks", IntStream.range(0, WORDS).boxed().toArray(Integer[]::new))
                .param(
                        "words",
                        IntStream.range(0, WORDS).mapToObj(Letters::word).toArray(String[]::new))
                .update();
    }
}
