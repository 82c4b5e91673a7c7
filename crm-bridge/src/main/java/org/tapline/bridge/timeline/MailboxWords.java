package org.tapline.bridge.timeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Candidates of a search for words in some mailboxes. What they hold and what the index yields
/// are brought together in the way that by the statistics costs least.
final class MailboxWords {
    private static final String ANYWHERE = "words";

    /// Costs, in rows that the index yields (some 0.5 µs each): to look through a message, to ask
    /// whether a mailbox holds one, to name one that it holds.
    private static final double LOOK = 16;

    private static final double PROBE = 6;
    private static final double NAME = 0.3;

    /// No estimate may lead to looking through more: some 50 ms.
    private static final int LONGEST_LOOK = 5_000;

    /// Estimates of small numbers are often too low.
    private static final int LEAST_LOOK = 200;

    private static final String HELD = "select from delivery where mailbox_id = any(:open)";

    private static final String HELD_BEFORE =
            """
            select count(*) from
                (select from delivery
                 where mailbox_id = any(:open) and (occurred_at, message_id) < (:at, :id)
                 limit :walk + 1) as d
            """;

    /// For each message that has the words it is asked whether a mailbox holds it, newest first.
    private static final String PROBED =
            """
            with found as materialized
                (select message_id as id, occurred_at from message_words
                 where VECTOR @@ QUERY TIME),
            m as (select f.id, f.occurred_at
                  from (select id, occurred_at from found
                        order by occurred_at desc, id desc) as f
                  where exists (select from delivery d
                                where d.message_id = f.id and d.mailbox_id = any(:open)))
            """;

    /// All that the mailboxes hold of the time.
    private static final String NAMED =
            """
            with m as materialized
                (select message_id as id, occurred_at from message_words
                 where VECTOR @@ QUERY TIME
                 intersect
                 select message_id, occurred_at from delivery
                 where mailbox_id = any(:open) SINCE)
            """;

    /// The newest that the mailboxes hold, whatever words they have.
    private static final String LOOKED_THROUGH =
            """
            with newest as materialized
                (select d.message_id, d.occurred_at
                 from unnest(:open::bigint[]) as b(id)
                 cross join lateral
                     (select message_id, occurred_at from delivery
                      where mailbox_id = b.id and (occurred_at, message_id) < (:at, :id)
                      group by occurred_at, message_id
                      order by occurred_at desc, message_id desc limit :walk) as d
                 group by d.message_id, d.occurred_at
                 order by d.occurred_at desc, d.message_id desc limit :walk),
            m as materialized
                (select w.message_id as id, w.occurred_at
                 from newest n join message_words w on w.message_id = n.message_id
                 where VECTOR @@ QUERY)
            """;

    private final WordQuestion question;
    private final Map<String, Object> open;

    MailboxWords(WordQuestion question, Set<Long> mailboxes) {
        this.question = question;
        this.open = Map.of("open", mailboxes.toArray(Long[]::new));
    }

    List<Search.Hit> find() {
        double messages = question.messages();
        double having = question.having(ANYWHERE);
        double held = question.rows(HELD, ANYWHERE, open);
        double wanted = WordQuestion.AMPLE * question.most();
        double yielded = Math.min(having, wanted * messages / held);
        double looked = Math.min(held, wanted * messages / having);
        double belonging = Math.min(PROBE * yielded, NAME * held * yielded / having);
        if (looked <= LONGEST_LOOK && LOOK * looked < yielded + belonging) {
            Optional<List<Search.Hit>> hits = lookThrough((int) looked + LEAST_LOOK);
            if (hits.isPresent()) {
                return hits.get();
            }
        }
        String source = PROBE * having < NAME * held ? PROBED : NAMED;
        return question.byIndex(source, ANYWHERE, having / messages * held / messages, open);
    }

    /// @return empty when there may be more hits behind
    private Optional<List<Search.Hit>> lookThrough(int walk) {
        Map<String, Object> bounds = new HashMap<>(open);
        bounds.put("walk", walk);
        List<Search.Hit> hits = question.hits(LOOKED_THROUGH, ANYWHERE, bounds);
        return hits.size() >= question.most() || question.count(HELD_BEFORE, bounds) <= walk
                ? Optional.of(hits)
                : Optional.empty();
    }
}
