package org.tapline.bridge.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The audit log.
public final class Audit {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Database database;

    public Audit(Database database) {
        this.database = database;
    }

    /// One line of the log.
    ///
    /// @param actor whose token it was, and in whose name it was used
    /// @param action `policy.set`, `mark.set`, `message.read` ...
    /// @param subject what it was done to
    /// @param before what held, for changes
    /// @param after what holds, for changes; what was shown, for reads
    public record Line(
            long id,
            Instant at,
            String actor,
            String action,
            String subject,
            Optional<JsonNode> before,
            Optional<JsonNode> after) {}

    /// Notes a change.
    ///
    /// @param before what held; absent: nothing did
    /// @param after what holds now; absent: nothing does
    public void change(
            String actor,
            String action,
            String subject,
            Optional<String> before,
            Optional<String> after) {
        note(actor, action, subject, before.map(Audit::json), after.map(Audit::json));
    }

    /// Notes that full mail was read.
    ///
    /// @param messages ids of what was shown in full
    public void read(String actor, String action, String subject, List<Long> messages) {
        note(actor, action, subject, Optional.empty(), Optional.of(json(messages)));
    }

    /// The newest lines first.
    ///
    /// @param before id of the last line of the page before; [Long#MAX_VALUE] for the first page
    public List<Line> list(int limit, long before) {
        return database.jdbc()
                .sql(
                        """
                        select id, at, actor, action, subject, before, after from audit
                        where id < :before order by id desc limit :limit
                        """)
                .param("before", before)
                .param("limit", limit)
                .query(Audit::line)
                .list();
    }

    private void note(
            String actor,
            String action,
            String subject,
            Optional<String> before,
            Optional<String> after) {
        database.jdbc()
                .sql(
                        """
                        insert into audit (actor, action, subject, before, after)
                        values (:actor, :action, :subject, :before::jsonb, :after::jsonb)
                        """)
                .param("actor", Columns.text(actor))
                .param("action", action)
                .param("subject", Columns.text(subject))
                .param("before", before.orElse(null), Types.VARCHAR)
                .param("after", after.orElse(null), Types.VARCHAR)
                .update();
    }

    /// jsonb refuses NUL, which the value of a policy never needs.
    private static String json(Object value) {
        return Columns.text(JSON.writeValueAsString(value).replace("\\u0000", "\\uFFFD"));
    }

    private static Line line(ResultSet row, int number) throws SQLException {
        return new Line(
                row.getLong("id"),
                Columns.instant(row, "at"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                Optional.ofNullable(row.getString("before")).map(JSON::readTree),
                Optional.ofNullable(row.getString("after")).map(JSON::readTree));
    }
}
