package org.tapline.bridge.timeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.sharing.Sights;
import tools.jackson.databind.json.JsonMapper;

/// Candidates of a search for words, newest first.
///
/// There are two ways to them. Rare words: the index yields all messages that have them, and the
/// newest are taken. Frequent words: the newest messages are looked through until enough have them.
/// Each is hopeless where the other belongs, and the planner, who does not know that reading a
/// search vector is dear, mixes them up. So it is asked for nothing but its estimate of how many
/// messages have the words, and each way is written so that there is no other plan for it.
///
/// A viewer who reads everything is searched for in the whole vector. For anybody else two lists
/// are merged: what has the words in subject and people, and what has them anywhere in mailboxes
/// that this viewer reads. Both hold more than the viewer may find; [Search] leaves that out.
final class WordSearch {
    /// Looking through one message costs as much as this many that the index yields.
    private static final long DEARER = 4;

    /// Messages that are looked through at least: no estimate is exact.
    private static final long LEAST = 200;

    /// No estimate may lead to looking through more: some 100 ms.
    private static final long MOST = 10_000;

    private static final JsonMapper JSON = JsonMapper.shared();

    /// Words match as they are written, and as the language bends them.
    private static final String SIMPLE = "websearch_to_tsquery('simple', :words)";

    private static final String BENT =
            "(websearch_to_tsquery(:language::regconfig, :words) || " + SIMPLE + ")";

    private static final String ANYWHERE = "m.search";
    private static final String HEADS = "ts_filter(m.search, '{a,b}')";

    private static final String ESTIMATE =
            "explain (format json) select from message m where VECTOR @@ QUERY";

    private static final String BY_INDEX =
            """
            with m as materialized
                (select m.id, m.occurred_at from message m where VECTOR @@ QUERY)
            """;

    private static final String LOOKED_THROUGH =
            """
            with m as
                (select m.id, m.occurred_at
                 from (select id, occurred_at, search from message
                       where (occurred_at, id) < (:at, :id)
                       order by occurred_at desc, id desc limit :walk) as m
                 where VECTOR @@ QUERY)
            """;

    private static final String MAILBOX_LOOKED_THROUGH =
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
            m as (select m.id, m.occurred_at
                  from newest n join message m on m.id = n.message_id
                  where VECTOR @@ QUERY)
            """;

    private static final String SELECT =
            """
            select h.occurred_at, h.id,
                   ts_filter(x.search, '{a,b}') @@ QUERY as by_subject,
                   ts_filter(x.search, '{b}') @@ QUERY as by_people
            from (select m.occurred_at, m.id from m where true FILTERS) as h
            join message x on x.id = h.id
            order by h.occurred_at desc, h.id desc
            """;

    private static final String IN_OPEN =
            """
              and exists (select from delivery d
                          where d.message_id = m.id and d.mailbox_id = any(:open))
            """;

    private final Database database;
    private final String filters;

    /// @param filters what else must hold of `m`, the order, and `limit :limit`
    WordSearch(Database database, String filters) {
        this.database = database;
        this.filters = filters;
    }

    /// @param parameters of the filters, with `words`, `language`, `at`, `id` and `limit`
    /// @param open what the viewer reads in full
    /// @param most as many candidates as are asked for
    List<Search.Hit> find(Map<String, Object> parameters, Sights.Open open, int most) {
        return database.transaction(
                () -> {
                    // the only plans left are the ones that are meant; none is worth compiling
                    database.jdbc()
                            .sql(
                                    """
                                    select set_config('plan_cache_mode', 'force_custom_plan', true),
                                           set_config('enable_seqscan', 'off', true),
                                           set_config('work_mem', '16MB', true),
                                           set_config('jit', 'off', true)
                                    """)
                            .query((row, number) -> true)
                            .list();
                    Asked all = new Asked(parameters, Set.of(), most);
                    if (open.all()) {
                        return all.find(ANYWHERE);
                    }
                    List<Search.Hit> heads = all.find(HEADS);
                    return open.mailboxes().isEmpty()
                            ? heads
                            : merged(
                                    heads,
                                    new Asked(parameters, open.mailboxes(), most).find(ANYWHERE),
                                    most);
                });
    }

    private static List<Search.Hit> merged(List<Search.Hit> one, List<Search.Hit> other, int most) {
        Map<Position, Search.Hit> all = new TreeMap<>(Collections.reverseOrder());
        one.forEach(hit -> all.put(hit.position(), hit));
        other.forEach(hit -> all.put(hit.position(), hit));
        return all.values().stream().limit(most).toList();
    }

    /// One question to the database.
    ///
    /// @param open mailboxes to keep to; none: all
    private final class Asked {
        private final Map<String, Object> parameters;
        private final Set<Long> open;
        private final int most;

        Asked(Map<String, Object> parameters, Set<Long> open, int most) {
            this.parameters = new HashMap<>(parameters);
            this.parameters.put("open", open.toArray(Long[]::new));
            this.open = open;
            this.most = most;
        }

        List<Search.Hit> find(String vector) {
            double messages = Math.max(0, messages());
            double having = Math.max(1, having(vector));
            double walk = most * messages / having;
            if (walk * DEARER < having) {
                List<Search.Hit> hits = new ArrayList<>();
                long steps = Math.clamp((long) (2 * walk), LEAST, MOST);
                parameters.put("walk", steps);
                String newest = open.isEmpty() ? LOOKED_THROUGH : MAILBOX_LOOKED_THROUGH;
                if (hits(newest, "", vector, hits) >= most) {
                    return hits;
                }
            }
            List<Search.Hit> hits = new ArrayList<>();
            hits(BY_INDEX, open.isEmpty() ? "" : IN_OPEN, vector, hits);
            return hits;
        }

        private int hits(String source, String also, String vector, List<Search.Hit> hits) {
            String sql = source + SELECT.replace("FILTERS", also + filters);
            database.jdbc()
                    .sql(written(sql, vector))
                    .params(parameters)
                    .query(
                            row -> {
                                hits.add(
                                        new Search.Hit(
                                                new Position(
                                                        Columns.instant(row, "occurred_at"),
                                                        row.getLong("id")),
                                                row.getBoolean("by_subject"),
                                                row.getBoolean("by_people")));
                            });
            return hits.size();
        }

        /// What the planner makes of the statistics of the words.
        private double having(String vector) {
            String plan =
                    database.jdbc()
                            .sql(written(ESTIMATE, vector))
                            .params(parameters)
                            .query(String.class)
                            .single();
            return JSON.readTree(plan).path(0).path("Plan").path("Plan Rows").asDouble(0);
        }

        private double messages() {
            return database.jdbc()
                    .sql("select reltuples from pg_class where oid = 'message'::regclass")
                    .query(Double.class)
                    .single();
        }

        private String written(String sql, String vector) {
            String query = "simple".equals(parameters.get("language")) ? SIMPLE : BENT;
            return sql.replace("VECTOR", vector).replace("QUERY", query);
        }
    }
}
