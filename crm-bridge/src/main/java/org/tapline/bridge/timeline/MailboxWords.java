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
        Costs costs = costs();
        return find(costs.cheapest(), costs);
    }

    Costs costs() {
        return new Costs(
                question.messages(),
                question.having(ANYWHERE),
                question.rows(HELD, ANYWHERE, open),
                WordQuestion.AMPLE * question.most());
    }

    List<Search.Hit> find(Costs.Way way, Costs costs) {
        return switch (way) {
            case LOOKED_THROUGH ->
                    lookedThrough((int) costs.looked() + LEAST_LOOK)
                            .orElseGet(() -> find(costs.cheapestByIndex(), costs));
            case PROBED -> byIndex(PROBED, costs);
            case NAMED -> byIndex(NAMED, costs);
        };
    }

    private List<Search.Hit> byIndex(String source, Costs costs) {
        return question.byIndex(source, ANYWHERE, costs.share(), open);
    }

    /// @return empty when there may be more hits behind
    private Optional<List<Search.Hit>> lookedThrough(int walk) {
        Map<String, Object> bounds = new HashMap<>(open);
        bounds.put("walk", walk);
        List<Search.Hit> hits = question.hits(LOOKED_THROUGH, ANYWHERE, bounds);
        return hits.size() >= question.most() || question.count(HELD_BEFORE, bounds) <= walk
                ? Optional.of(hits)
                : Optional.empty();
    }
}
