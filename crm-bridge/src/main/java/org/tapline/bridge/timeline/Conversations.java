package org.tapline.bridge.timeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.policy.Choice;
import org.tapline.bridge.privacy.Viewer;
import org.tapline.bridge.sharing.Sights;

/// The messages of one thread, whichever mailboxes they were seen in, as far as a viewer sees them.
public final class Conversations {
    private final Database database;
    private final Messages messages;
    private final VisiblePages pages;

    public Conversations(Database database, Messages messages, Sights sights) {
        this.database = database;
        this.messages = messages;
        this.pages = new VisiblePages(sights, new Entries(database));
    }

    /// The thread of a message that the viewer sees, or the thread of this number.
    ///
    /// @param idOrMessageId id of a thread, or the Message-ID of one of its messages
    public Optional<Long> find(Viewer viewer, String idOrMessageId) {
        return idOrMessageId.matches("\\d{1,18}")
                ? Optional.of(Long.valueOf(idOrMessageId))
                : messages.find(viewer, idOrMessageId).map(Messages.Found::thread);
    }

    /// A piece of it; empty when the viewer sees nothing of it, or there is none.
    ///
    /// @param after where the page begins; absent: at the beginning
    public Page<Entry> page(
            Viewer viewer, long thread, Choice.Order order, int limit, Optional<Position> after) {
        return pages.page(
                viewer,
                limit,
                after.orElse(begin(order)),
                (from, most) -> part(thread, order, from, most),
                (message, seeing) -> true);
    }

    private static Position begin(Choice.Order order) {
        return switch (order) {
            case NEWEST_FIRST -> Position.NEWEST;
            case OLDEST_FIRST -> Position.OLDEST;
        };
    }

    private List<InThread> part(long thread, Choice.Order order, Position from, int most) {
        String sql =
                switch (order) {
                    case NEWEST_FIRST ->
                            """
                            select occurred_at, id from message
                            where thread_id = :thread and (occurred_at, id) < (:at, :id)
                            order by occurred_at desc, id desc limit :limit
                            """;
                    case OLDEST_FIRST ->
                            """
                            select occurred_at, id from message
                            where thread_id = :thread and (occurred_at, id) > (:at, :id)
                            order by occurred_at, id limit :limit
                            """;
                };
        return database.jdbc()
                .sql(sql)
                .params(
                        Map.of(
                                "thread",
                                thread,
                                "at",
                                Columns.at(from.at()),
                                "id",
                                from.id(),
                                "limit",
                                most))
                .query(
                        (row, number) ->
                                new InThread(
                                        new Position(
                                                Columns.instant(row, "occurred_at"),
                                                row.getLong("id"))))
                .list();
    }

    private record InThread(Position position) implements VisiblePages.Placed {}
}
