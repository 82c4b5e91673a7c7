package org.tapline.bench.intake;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Fills the database without intake: messages of about 60 words with all rows but the raw octets,
/// two participants each, one in three begins a thread, half of them sent; contacts for everybody.
///
/// Half of what is written is in one of [Letters#MAILBOXES] mailboxes each, as with intake.
final class Growth {
    /// Numbers from here on are not given out by the database in any run.
    private static final long FIRST = 1_000_000_000;

    private static final int PIECE = 5_000;
    private static final int TEXT = 60;
    private static final int SUBJECT = 5;

    private Growth() {}

    static void fill(Bench bench, long messages, long contacts) {
        JdbcClient jdbc = bench.database().jdbc();
        jdbc.sql("drop index message_search, message_heads").update();
        PEOPLE.forEach(sql -> jdbc.sql(sql).param("contacts", contacts).update());
        Random random = new Random(3);
        for (long from = 0; from < messages; from += PIECE) {
            piece(bench, from, Math.min(messages, from + PIECE), contacts, random);
        }
        bench.database()
                .transaction(
                        () -> {
                            jdbc.sql("set local maintenance_work_mem = '512MB'").update();
                            jdbc.sql("create index message_search on message using gin (search)")
                                    .update();
                            jdbc.sql(
                                            """
                                            create index message_heads on message
                                            using gin (ts_filter(search, '{a,b}'))
                                            """)
                                    .update();
                            return true;
                        });
        jdbc.sql("vacuum analyze").update();
    }

    private static void piece(Bench bench, long from, long to, long contacts, Random random) {
        int size = (int) (to - from);
        bench.database()
                .transaction(
                        () -> {
                            // what refers to what is right by construction
                            JdbcClient jdbc = bench.database().jdbc();
                            jdbc.sql("set local session_replication_role = replica").update();
                            for (String sql : MESSAGES) {
                                jdbc.sql(sql)
                                        .param("from", FIRST + from)
                                        .param("contacts", contacts)
                                        .param("size", size)
                                        .param("subjects", texts(size, SUBJECT, random))
                                        .param("texts", texts(size, TEXT, random))
                                        .update();
                            }
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

    /// `:from` is the id of the first message of the piece; each names every parameter, because
    /// all are given to each.
    private static final List<String> MESSAGES =
            Stream.of(
                            """
                            insert into observation (id) select gen_random_uuid() from piece
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
                                 direction, subject, references_to, headers, body_text, kind,
                                 defects, search)
                            overriding system value
                            select id, id || '@grown.test|' || md5(id::text), md5(id::text),
                                   id || '@grown.test', id - id % 3, at, direction, subject,
                                   '{}', '[]', text, '{}', '[]',
                                   message_search('simple'::regconfig, subject,
                                                  other || ' ' || own, '', text)
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
                            """)
                    .map(
                            sql ->
                                    """
                                    with piece as
                                        (select :from + n - 1 as id, subject, text,
                                                timestamptz '2021-01-01'
                                                    + (:from + n - 1000000000) * interval '20 s'
                                                    as at,
                                                case when n % 2 = 0 then 'inbound' else 'outbound'
                                                     end as direction,
                                                'g' || ((:from + n) * 7919 % :contacts::bigint)
                                                    || '@grown.test' as other,
                                                'user' || (:from + n) * 31 % 50
                                                    || '@acme.test' as own
                                         from unnest(:subjects::text[], :texts::text[])
                                              with ordinality as t(subject, text, n)
                                         where :size > 0)
                                    """
                                            + sql)
                    .toList();
}
