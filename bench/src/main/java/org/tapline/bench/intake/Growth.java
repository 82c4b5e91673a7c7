package org.tapline.bench.intake;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.database.PostgresServer;

/// Fills the database without intake: messages of some words with all rows but the raw octets, two
/// participants each, one in three begins a thread, half of them sent; contacts for everybody.
/// Each message is in one of [Letters#MAILBOXES] mailboxes, and they are spread over the years 2021
/// to 2026. Indexes that no constraint needs are built afterwards.
final class Growth {
    /// Numbers from here on are not given out by the database in any run.
    private static final long FIRST = 1_000_000_000;

    private static final int PIECE = 20_000;
    private static final int SUBJECT = 5;

    private final Bench bench;
    private final long messages;
    private final long contacts;
    private final int words;

    /// @param words of each text
    Growth(Bench bench, long messages, long contacts, int words) {
        this.bench = bench;
        this.messages = messages;
        this.contacts = contacts;
        this.words = words;
    }

    void fill() throws SQLException {
        JdbcClient jdbc = bench.database().jdbc();
        List<Index> indexes =
                jdbc.sql(INDEXES)
                        .query((row, number) -> new Index(row.getString(1), row.getString(2)))
                        .list();
        indexes.forEach(index -> jdbc.sql("drop index " + index.name()).update());
        PEOPLE.forEach(sql -> jdbc.sql(sql).param("contacts", contacts).update());
        LongStream.range(0, (messages + PIECE - 1) / PIECE)
                .parallel()
                .forEach(n -> piece(n * PIECE, Math.min(messages, (n + 1) * PIECE)));
        build(indexes);
    }

    private record Index(String name, String definition) {}

    private static final String INDEXES =
            """
            select indexrelid::regclass::text, pg_get_indexdef(indexrelid)
            from pg_index
            where not indisprimary and not indisunique
              and indrelid = any(array['message', 'message_words', 'participant', 'delivery',
                                       'decision', 'thread_key', 'contact_address']::regclass[])
            order by indrelid, indexrelid
            """;

    /// On a connection of its own: those of the pool give up after two minutes.
    private void build(List<Index> indexes) throws SQLException {
        PostgresServer server = bench.server();
        String url = server.url(Database.EMBEDDED_NAME);
        try (Connection connection =
                        DriverManager.getConnection(url, server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("set maintenance_work_mem = '1GB'");
            for (Index index : indexes) {
                statement.execute(index.definition());
            }
            statement.execute("vacuum analyze");
        }
    }

    private void piece(long from, long to) {
        Random random = new Random(from);
        int size = (int) (to - from);
        bench.database()
                .transaction(
                        () -> {
                            // what refers to what is right by construction
                            JdbcClient jdbc = bench.database().jdbc();
                            jdbc.sql("set local session_replication_role = replica").update();
                            jdbc.sql("set local synchronous_commit = off").update();
                            jdbc.sql(TEXTS)
                                    .param("from", FIRST + from)
                                    .param("contacts", contacts)
                                    .param("messages", messages)
                                    .param("subjects", texts(size, SUBJECT, random))
                                    .param("texts", texts(size, words, random))
                                    .update();
                            MESSAGES.forEach(sql -> jdbc.sql(sql).update());
                            return true;
                        });
    }

    private static String[] texts(int count, int words, Random random) {
        return Stream.generate(() -> text(words, random)).limit(count).toArray(String[]::new);
    }

    private static String text(int words, Random random) {
        return String.join(
                " ",
                IntStream.range(0, words)
                        .mapToObj(i -> Letters.word(Letters.rank(random)))
                        .toList());
    }

    private static final List<String> PEOPLE =
            List.of(
                    """
                    insert into contact (id, name, origin)
                    overriding system value
                    select 1000000000 + n, 'Grown ' || n, 'import'
                    from generate_series(0, :contacts::bigint - 1) as n
                    """,
                    """
                    insert into contact_address (contact_id, address_key, address, is_primary)
                    select 1000000000 + n, 'g' || n || '@grown.test', 'g' || n || '@grown.test', true
                    from generate_series(0, :contacts::bigint - 1) as n
                    """);

    /// `:from` is the id of the first message of the piece.
    private static final String TEXTS =
            """
            create temporary table piece on commit drop as
            select :from + n - 1 as id, subject, text,
                   timestamptz '2021-01-01'
                       + (:from + n - 1000000000) * (interval '2100 days' / :messages) as at,
                   case when n % 2 = 0 then 'inbound' else 'outbound' end as direction,
                   'g' || ((:from + n) * 7919 % :contacts::bigint) || '@grown.test' as other,
                   'user' || (:from + n) * 31 % 50 || '@acme.test' as own
            from unnest(:subjects::text[], :texts::text[]) with ordinality as t(subject, text, n)
            """;

    private static final List<String> MESSAGES =
            List.of(
                    """
                        insert into observation (id) select uuidv7() from piece
                        """,
                    """
                        insert into thread (id, started_at)
                        select id, at from piece where id % 3 = 0
                        """,
                    """
                        insert into thread_key (key, kind, thread_id)
                        select 'id:' || id || '@grown.test', 'id', id - id % 3 from piece
                        """,
                    """
                        insert into message
                            (id, message_key, fingerprint, message_id, thread_id, occurred_at,
                             direction, subject, references_to, headers, body_text, kind, defects)
                        overriding system value
                        select id, id || '@grown.test|' || md5(id::text), md5(id::text),
                               id || '@grown.test', id - id % 3, at, direction, subject,
                               '{}', '[]', text, '{}', '[]'
                        from piece
                        """,
                    """
                        insert into message_words (message_id, occurred_at, words)
                        select id, at, message_search('simple', subject, other || ' ' || own, '', text)
                        from piece
                        """,
                    """
                        insert into participant
                            (message_id, role, position, address_key, address, name, domain,
                             linked, occurred_at)
                        select id, p.role, p.position, p.key, p.key, '', p.domain, true, at
                        from piece cross join lateral
                            (values (case when direction = 'inbound' then 'from' else 'to' end,
                                     0, other, 'grown.test'),
                                    (case when direction = 'inbound' then 'to' else 'from' end,
                                     1, own, 'acme.test'))
                            as p(role, position, key, domain)
                        """,
                    """
                        insert into delivery
                            (message_id, mailbox_id, folder, uidvalidity, uid, way, direction,
                             flags, provider_ids, certain, raw_size, session, observed_at,
                             occurred_at)
                        select p.id, b.id, 'INBOX', 2, p.id - 999999999, 'imap-fetch',
                               p.direction, '{}', '{}', true, 20000, 'grown', p.at, p.at
                        from piece p join mailbox b on b.login = p.own
                        """,
                    """
                        insert into decision
                            (message_key, mailbox_id, message_id, outcome, reason, rules,
                             addresses, decided_at)
                        select p.id || '@grown.test|' || md5(p.id::text), b.id,
                               p.id || '@grown.test', 'recorded', 'recorded', '[]', '[]', p.at
                        from piece p join mailbox b on b.login = p.own
                        """);
}
