package org.tapline.bridge.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;

/// One search for words, and how the database is asked. Takes part in the caller's transaction.
///
/// Statements are written with names that stand for text: `VECTOR`, what of the words is looked at;
/// `QUERY`, what is looked for; `TIME` and `SINCE`, the time that the index of words and that other
/// rows are asked for.
final class WordQuestion {
    /// The statistics are not exact, and words are not spread evenly.
    static final double AMPLE = 1.5;

    /// The time that is asked for after one that held too few is at least and at most so many times
    /// as long.
    private static final double LEAST_FURTHER = 2;

    private static final double MOST_FURTHER = 4;

    /// Up to so many messages are counted in their index (1 ms), which knows bursts and holidays;
    /// beyond, the statistics do.
    private static final int COUNTED = 5_000;

    /// Words match as they are written, and as the language bends them.
    private static final String SIMPLE = "websearch_to_tsquery('simple', :words)";

    private static final String BENT =
            "(websearch_to_tsquery(:language::regconfig, :words) || " + SIMPLE + ")";

    private static final String AND_SINCE = "and occurred_at >= :begin";

    private static final String SPANS =
            "and message_spans(occurred_at) && :spans::bigint[] " + AND_SINCE;

    private static final String LEVELS =
            """
            select h.occurred_at, h.id,
                   ts_filter(x.words, '{a,b}') @@ QUERY as by_subject,
                   ts_filter(x.words, '{b}') @@ QUERY as by_people
            from (select m.occurred_at, m.id from m where true FILTERS) as h
            join message_words x on x.message_id = h.id
            order by h.occurred_at desc, h.id desc
            """;

    private final Database database;
    private final WordEstimates estimates;
    private final String filters;
    private final Map<String, Object> parameters;
    private final int most;
    private final Ages ages;
    private final Instant to;
    private final Optional<Instant> since;

    /// @param filters what else must hold of `m`, the order, and `limit :limit`
    /// @param parameters of the filters, with `words`, `language`, `at`, `id` and `limit`
    /// @param to no message that is wanted is newer
    /// @param since none is older
    WordQuestion(
            Database database,
            String filters,
            Map<String, Object> parameters,
            int most,
            Instant to,
            Optional<Instant> since) {
        this.database = database;
        this.estimates = new WordEstimates(database);
        this.filters = filters;
        this.parameters = parameters;
        this.most = most;
        this.ages = estimates.ages();
        this.to = to;
        this.since = since;
    }

    int most() {
        return most;
    }

    /// How many messages there are, by the statistics.
    double messages() {
        return Math.max(1, ages.messages());
    }

    /// How many messages have the words, by the statistics.
    double having(String vector) {
        return rows("select from message_words where VECTOR @@ QUERY", vector, Map.of());
    }

    /// How many rows a query yields, by the statistics.
    double rows(String query, String vector, Map<String, ?> more) {
        return estimates.rows(written(query, vector), with(more));
    }

    /// @param query yields one number
    long count(String query, Map<String, ?> more) {
        return database.jdbc().sql(query).params(with(more)).query(Long.class).single();
    }

    /// Hits of a time that holds enough of them, or of all times.
    ///
    /// @param source makes `m` and names `TIME`, and perhaps `SINCE`
    /// @param share which part of all messages are hits, by the statistics
    List<Search.Hit> byIndex(String source, String vector, double share, Map<String, ?> more) {
        double wanted = AMPLE * most / share;
        while (true) {
            Optional<Instant> from = back(wanted).map(this::notBeforeSince);
            Optional<Long[]> spans = from.flatMap(begin -> Spans.covering(begin, to));
            Map<String, Object> time = new HashMap<>(more);
            spans.ifPresent(
                    keys -> {
                        time.put("spans", keys);
                        time.put("begin", Columns.at(from.orElseThrow()));
                    });
            boolean bounded = spans.isPresent();
            String timed =
                    source.replace("TIME", bounded ? SPANS : "")
                            .replace("SINCE", bounded ? AND_SINCE : "");
            List<Search.Hit> hits = hits(timed, vector, time);
            if (spans.isEmpty() || hits.size() >= most || from.equals(since)) {
                return hits;
            }
            wanted *= Math.clamp(AMPLE * most / (hits.size() + 1), LEAST_FURTHER, MOST_FURTHER);
        }
    }

    /// The newest messages are counted, those before are as dense as the statistics have it.
    ///
    /// @return empty when all times may be asked for as well
    private Optional<Instant> back(double wanted) {
        if (ages.back(to, wanted).isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> counted = counted((long) Math.min(wanted, COUNTED));
        return wanted <= COUNTED
                ? counted
                : counted.flatMap(from -> ages.back(from, wanted - COUNTED));
    }

    private Optional<Instant> counted(long messages) {
        return database.jdbc()
                .sql(
                        """
                        select occurred_at from message where occurred_at <= :to
                        order by occurred_at desc, id desc offset :messages limit 1
                        """)
                .param("to", Columns.at(to))
                .param("messages", messages)
                .query((row, number) -> Columns.instant(row, "occurred_at"))
                .optional();
    }

    private Instant notBeforeSince(Instant from) {
        return since.filter(from::isBefore).orElse(from);
    }

    /// @param source makes `m`
    List<Search.Hit> hits(String source, String vector, Map<String, ?> more) {
        List<Search.Hit> hits = new ArrayList<>();
        database.jdbc()
                .sql(written(source + LEVELS.replace("FILTERS", filters), vector))
                .params(with(more))
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
        return hits;
    }

    private Map<String, Object> with(Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.putAll(more);
        return all;
    }

    private String written(String sql, String vector) {
        String query = "simple".equals(parameters.get("language")) ? SIMPLE : BENT;
        return sql.replace("VECTOR", vector).replace("QUERY", query);
    }
}
