package org.tapline.bridge.timeline;

import java.util.List;
import java.util.Map;
import org.tapline.bridge.database.Database;
import tools.jackson.databind.json.JsonMapper;

/// What the statistics of the database say before a search: nothing is counted. Takes part in the
/// caller's transaction.
final class WordEstimates {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Database database;

    WordEstimates(Database database) {
        this.database = database;
    }

    /// How many rows a query yields, as the planner has it; one at least.
    double rows(String query, Map<String, ?> parameters) {
        String plan =
                database.jdbc()
                        .sql("explain (format json) " + query)
                        .params(parameters)
                        .query(String.class)
                        .single();
        double rows = JSON.readTree(plan).path(0).path("Plan").path("Plan Rows").asDouble(1);
        return Math.max(1, rows);
    }

    Ages ages() {
        return database.jdbc()
                .sql(
                        """
                        select c.reltuples,
                               array(select floor(extract(epoch from bound))::bigint
                                     from unnest(s.histogram_bounds::text::timestamptz[]) as bound)
                               as bounds
                        from pg_class c
                        join pg_namespace n on n.oid = c.relnamespace
                        join pg_stats s on s.schemaname = n.nspname and s.tablename = c.relname
                        where c.oid = 'message_words'::regclass and s.attname = 'occurred_at'
                        """)
                .query(
                        (row, number) ->
                                new Ages(
                                        row.getDouble("reltuples"),
                                        List.of((Long[]) row.getArray("bounds").getArray())))
                .optional()
                .orElse(Ages.UNKNOWN);
    }
}
