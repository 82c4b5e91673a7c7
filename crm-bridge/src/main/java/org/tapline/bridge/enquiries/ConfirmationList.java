package org.tapline.bridge.enquiries;

import java.time.Instant;
import java.util.List;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;

/// What became of confirmations, for the administrator.
public final class ConfirmationList {
    private final Database database;

    public ConfirmationList(Database database) {
        this.database = database;
    }

    /// One confirmation. To whom it goes is on the enquiry, for those who may see that.
    ///
    /// @param messageId id of the enquiry
    /// @param state `waiting`, `sending`, `sent`, `withheld`, `failed` or `uncertain`
    /// @param reason why it waits, was withheld or failed; may be empty
    public record Row(
            long id,
            long messageId,
            String rule,
            String state,
            String reason,
            int tries,
            Instant changedAt) {}

    /// The newest first.
    ///
    /// @param before only those with a lower id
    public List<Row> newest(long before, int limit) {
        return database.jdbc()
                .sql(
                        """
                        select id, message_id, rule, state, reason, tries, changed_at
                        from confirmation where id < :before order by id desc limit :limit
                        """)
                .param("before", before)
                .param("limit", limit)
                .query(
                        (row, number) ->
                                new Row(
                                        row.getLong("id"),
                                        row.getLong("message_id"),
                                        row.getString("rule"),
                                        row.getString("state"),
                                        row.getString("reason"),
                                        row.getInt("tries"),
                                        Columns.instant(row, "changed_at")))
                .list();
    }
}
