package org.tapline.bridge.person;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tapline.bridge.database.Database;

/// Looks through every column of every table for a person who was erased, so that an erasure says
/// of itself what it did not reach.
final class Leftovers {
    private final Database database;

    Leftovers(Database database) {
        this.database = database;
    }

    private record Column(String table, String column, boolean octets) {
        String text() {
            String quoted = "t.\"" + column + '"';
            return octets ? "encode(" + quoted + ", 'escape')" : quoted + "::text";
        }
    }

    /// Columns that still name an address, as `table.column`, with how many rows.
    void find(Redaction redaction, Tally tally) {
        for (Column each : columns()) {
            long rows =
                    database
                            .jdbc()
                            .sql(
                                    """
                                    select l.text from (select %2$s as text from "%1$s" t) as l
                                    where exists (select from unnest(:traces::text[]) as s(trace)
                                                  where strpos(lower(l.text), s.trace) > 0)
                                    """
                                            .formatted(each.table(), each.text()))
                            .param(
                                    "traces",
                                    redaction.traces().stream()
                                            .map(trace -> trace.toLowerCase(Locale.ROOT))
                                            .toArray(String[]::new))
                            .query((row, number) -> row.getString(1))
                            .list()
                            .stream()
                            .filter(redaction::mentioned)
                            .count();
            tally.kept(each.table() + "." + each.column(), rows, why(each));
        }
    }

    private static String why(Column column) {
        return switch (column.table()) {
            case "policy_setting" ->
                    "a policy names the address: it stays, so that their mail stays out";
            case "legal_hold" -> "legal hold";
            case "lead_rule" ->
                    "a lead rule names the address: it stays, and so does what it finds";
            case "contact_import_chunk" -> "a file that is being imported";
            case "message", "participant", "delivery", "decision" ->
                    "of messages under legal hold, or filed since";
            default -> "not reached";
        };
    }

    /// Our own tables, but that of erasures, which forgets the person itself, and contents, which
    /// the sweep removes by their hash.
    private List<Column> columns() {
        return new ArrayList<>(
                database.jdbc()
                        .sql(
                                """
                                select c.table_name, c.column_name,
                                       c.data_type = 'bytea' as octets
                                from information_schema.columns c
                                join information_schema.tables t using (table_schema, table_name)
                                where c.table_schema = current_schema()
                                  and t.table_type = 'BASE TABLE'
                                  and (c.data_type in ('text', 'character varying', 'jsonb', 'json',
                                                       'ARRAY')
                                       or c.udt_name = 'tsvector'
                                       or (c.data_type = 'bytea' and c.table_name <> 'blob'))
                                  and c.table_name not in ('erasure', 'flyway_schema_history')
                                order by 1, 2
                                """)
                        .query(
                                (row, number) ->
                                        new Column(
                                                row.getString(1),
                                                row.getString(2),
                                                row.getBoolean(3)))
                        .list());
    }
}
