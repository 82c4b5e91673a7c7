package org.tapline.bench.intake;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The rows that intake wrote, written again by PostgreSQL alone, in transactions of 32 messages:
/// no journal, no parsing, no rules, no look-ups. Intake cannot be faster.
final class Limit {
    private static final int BATCH = 32;

    private Limit() {}

    /// Keeps what intake wrote as the pattern.
    static long prepare(Bench bench) {
        JdbcClient jdbc = bench.database().jdbc();
        for (String table : List.of("message", "participant", "delivery", "decision", "event")) {
            jdbc.sql("create unlogged table pattern_" + table + " as select * from " + table)
                    .update();
        }
        jdbc.sql("create unlogged table pattern_blob as select * from blob").update();
        jdbc.sql("create index on pattern_message (id)").update();
        jdbc.sql("create index on pattern_participant (message_id)").update();
        jdbc.sql("create index on pattern_delivery (message_id)").update();
        jdbc.sql("create index on pattern_decision (message_key)").update();
        jdbc.sql("create index on pattern_blob (sha256)").update();
        return jdbc.sql("select max(id) from pattern_message").query(Long.class).single();
    }

    /// Writes every pattern once more, by several at once.
    static void run(Bench bench, long last, int workers) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            int worker = i;
            threads.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (long from = worker * (long) BATCH;
                                                from <= last;
                                                from += (long) BATCH * workers) {
                                            write(bench, from, last + 1_000_000_000L);
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void write(Bench bench, long from, long shift) {
        bench.database()
                .transaction(
                        () -> {
                            for (String sql : STATEMENTS) {
                                bench.database()
                                        .jdbc()
                                        .sql(sql)
                                        .param("from", from)
                                        .param("to", from + BATCH)
                                        .param("shift", shift)
                                        .update();
                            }
                            return true;
                        });
    }

    private static final List<String> STATEMENTS =
            List.of(
                    """
                    insert into observation (id) select gen_random_uuid()
                    from pattern_message where id >= :from and id < :to and :shift > 0
                    """,
                    """
                    insert into thread (id, started_at) select id + :shift, occurred_at
                    from pattern_message where id >= :from and id < :to
                    """,
                    """
                    insert into thread_key (key, kind, thread_id)
                    select 'id:' || id || '-' || n || '@limit', 'id', id + :shift
                    from pattern_message, generate_series(1, 2) as n
                    where id >= :from and id < :to
                    """,
                    """
                    insert into message
                        (id, message_key, fingerprint, message_id, thread_id, occurred_at,
                         direction, subject, references_to, headers, body_text, body_html, kind,
                         defects)
                    overriding system value
                    select id + :shift, message_key || '+', fingerprint || '+', message_id || '+',
                           id + :shift, occurred_at, direction, subject, references_to, headers,
                           body_text || '', body_html || '', kind, defects
                    from pattern_message where id >= :from and id < :to
                    """,
                    """
                    insert into message_words (message_id, occurred_at, words)
                    select id + :shift, occurred_at,
                           message_search('simple'::regconfig, subject, '', '', body_text)
                    from pattern_message where id >= :from and id < :to
                    """,
                    """
                    insert into participant
                    select message_id + :shift, role, position, address_key, address, name, domain,
                           linked, occurred_at
                    from pattern_participant where message_id >= :from and message_id < :to
                    """,
                    """
                    insert into delivery
                    select message_id + :shift, mailbox_id, folder, uidvalidity, uid, way,
                           direction, flags, internal_date, provider_ids, envelope, certain,
                           raw_sha256, raw_size, session, observed_at, gone_at, occurred_at
                    from pattern_delivery where message_id >= :from and message_id < :to
                    """,
                    """
                    insert into decision
                        (message_key, mailbox_id, message_id, outcome, reason, rules, addresses,
                         decided_at)
                    select d.message_key || '+', d.mailbox_id, d.message_id, d.outcome, d.reason,
                           d.rules, d.addresses, d.decided_at
                    from pattern_message m join pattern_decision d using (message_key)
                    where m.id >= :from and m.id < :to and :shift > 0
                    """,
                    """
                    insert into event (type, payload) select 'message.recorded', '{}'
                    from pattern_message where id >= :from and id < :to and :shift > 0
                    """,
                    """
                    insert into blob (sha256, content)
                    select sha256(b.content || 'x'), b.content || ''
                    from pattern_delivery d join pattern_blob b on b.sha256 = decode(d.raw_sha256, 'hex')
                    where d.message_id >= :from and d.message_id < :to and :shift > 0
                    on conflict do nothing
                    """);
}
