package org.tapline.bridge.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.threads.ThreadDecision;
import org.tapline.bridge.threads.ThreadKey;
import org.tapline.bridge.threads.Threading;

/// Puts a message into its conversation. Takes part in the caller's transaction.
///
/// Every id that a message has or refers to is a row, whether or not the message of that id was
/// ever seen: so a reply that comes before its original waits for it, and a late message that
/// refers to two conversations joins them. The rows are locked in the order of the keys, so that
/// two messages of one conversation are threaded one after the other.
final class Threads {
    private final Database database;

    Threads(Database database) {
        this.database = database;
    }

    /// @param startedAt absent while the thread is only a number of this transaction's
    private record Row(String key, long threadId, Optional<Instant> startedAt) {}

    /// The thread of a new message.
    ///
    /// @param keys names of the conversation; may be empty
    /// @param at when the message was written
    long threadOf(Collection<ThreadKey> keys, Instant at) {
        return decide(keys, at, List.of());
    }

    /// The thread of a message that is in one, after it was seen under further names.
    long threadOf(Collection<ThreadKey> keys, Instant at, long current) {
        Instant startedAt =
                jdbc().sql("select started_at from thread where id = :thread for update")
                        .param("thread", current)
                        .query((row, number) -> Columns.instant(row, "started_at"))
                        .single();
        return decide(
                keys, at, List.of(new Threading.Found(current, startedAt, ThreadKey.Kind.ID)));
    }

    private long decide(Collection<ThreadKey> keys, Instant at, List<Threading.Found> current) {
        Map<String, ThreadKey.Kind> kinds = new TreeMap<>();
        keys.forEach(key -> kinds.put(Columns.key(key.text()), key.kind()));
        long fresh = jdbc().sql("select nextval('thread_id')").query(Long.class).single();
        List<Threading.Found> found = new ArrayList<>(current);
        for (Row row : kinds.isEmpty() ? List.<Row>of() : lock(kinds, fresh)) {
            ThreadKey.Kind kind = kinds.getOrDefault(row.key(), ThreadKey.Kind.ID);
            row.startedAt()
                    .ifPresent(
                            startedAt ->
                                    found.add(
                                            new Threading.Found(row.threadId(), startedAt, kind)));
        }
        return switch (Threading.decide(found)) {
            case ThreadDecision.Start start -> {
                start(fresh, at);
                yield fresh;
            }
            case ThreadDecision.Join join -> {
                move(List.of(fresh), join.thread());
                backdate(join.thread(), at);
                yield join.thread();
            }
            case ThreadDecision.Merge merge -> {
                List<Long> losers = new ArrayList<>(merge.losers());
                losers.add(fresh);
                move(losers, merge.winner());
                backdate(merge.winner(), at);
                yield merge.winner();
            }
        };
    }

    private void start(long thread, Instant at) {
        jdbc().sql("insert into thread (id, started_at) values (:thread, :at)")
                .param("thread", thread)
                .param("at", Columns.at(at))
                .update();
    }

    /// Enters the keys that nobody knows under the fresh thread, and locks them all.
    private List<Row> lock(Map<String, ThreadKey.Kind> kinds, long fresh) {
        String[] keys = kinds.keySet().toArray(String[]::new);
        jdbc().sql(
                        """
                        insert into thread_key (key, kind, thread_id)
                        select k.key, k.kind, :thread
                        from unnest(:keys::text[], :kinds::text[]) as k(key, kind)
                        on conflict (key) do nothing
                        """)
                .param("thread", fresh)
                .param("keys", keys)
                .param(
                        "kinds",
                        kinds.values().stream().map(ThreadKey.Kind::label).toArray(String[]::new))
                .update();
        return jdbc().sql(
                        """
                        select k.key, k.thread_id, t.started_at
                        from thread_key k left join thread t on t.id = k.thread_id
                        where k.key = any(:keys)
                        order by k.key for update of k
                        """)
                .param("keys", keys)
                .query(
                        (row, number) ->
                                new Row(
                                        row.getString("key"),
                                        row.getLong("thread_id"),
                                        Columns.instantOrNone(row, "started_at")))
                .list();
    }

    /// The keys first: a transaction that adds to one of the threads holds one of them, and its
    /// message is there when the messages are changed.
    private void move(List<Long> threads, long into) {
        Long[] from = threads.toArray(Long[]::new);
        jdbc().sql("update thread_key set thread_id = :into where thread_id = any(:from)")
                .param("into", into)
                .param("from", from)
                .update();
        jdbc().sql("update message set thread_id = :into where thread_id = any(:from)")
                .param("into", into)
                .param("from", from)
                .update();
        jdbc().sql("delete from thread where id = any(:from)").param("from", from).update();
    }

    private void backdate(long thread, Instant at) {
        jdbc().sql("update thread set started_at = :at where id = :thread and started_at > :at")
                .param("at", Columns.at(at))
                .param("thread", thread)
                .update();
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
