package org.tapline.bridge.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.threads.ThreadKey;
import org.tapline.bridge.threads.Threading;

/// Puts messages into their conversations. Takes part in the caller's transaction.
///
/// Every id that a message has or refers to is a row, whether or not the message of that id was
/// ever seen: so a reply that comes before its original waits for it, and a late message that
/// refers to two conversations joins them. The rows are locked in the order of the keys before the
/// messages are looked for, so that two messages of one conversation, and two sightings of one
/// message, go one after the other.
final class Threads {
    private final Database database;

    Threads(Database database) {
        this.database = database;
    }

    /// A message that waits for its thread; its keys are locked.
    ///
    /// @param fresh number of a thread that nobody uses yet
    /// @param found threads under its keys
    record Waiting(long fresh, Instant at, List<Threading.Found> found) {}

    /// A thread that a message already has.
    record Current(long thread, Instant startedAt) {}

    private record Row(String key, long threadId) {}

    /// Locks what is known of the keys of all messages of a transaction, in one order, so that two
    /// transactions that file several groups of messages each do not wait for each other.
    void lockKnown(Collection<ThreadKey> keys) {
        jdbc().sql("select from thread_key where key = any(:keys) order by key for update")
                .param(
                        "keys",
                        keys.stream()
                                .map(key -> Columns.key(key.text()))
                                .sorted()
                                .toArray(String[]::new))
                .query((row, number) -> true)
                .list();
    }

    /// Locks the keys of several messages, none of which has a key of another.
    ///
    /// @param keys of each message; may be empty
    /// @param at when each message was written
    List<Waiting> lock(List<? extends Collection<ThreadKey>> keys, List<Instant> at) {
        List<Long> fresh =
                jdbc().sql("select nextval('thread_id') from generate_series(1, :count)")
                        .param("count", keys.size())
                        .query((row, number) -> row.getLong(1))
                        .list();
        SortedMap<String, ThreadKey.Kind> kinds = new TreeMap<>();
        Map<String, Integer> owners = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            for (ThreadKey key : keys.get(i)) {
                String column = Columns.key(key.text());
                kinds.put(column, key.kind());
                owners.put(column, i);
            }
        }
        List<List<Threading.Found>> found = new ArrayList<>();
        keys.forEach(each -> found.add(new ArrayList<>()));
        List<Row> rows = kinds.isEmpty() ? List.of() : lock(kinds, owners, fresh);
        Map<Long, Instant> startedAt = lockThreads(rows, fresh);
        for (Row row : rows) {
            ThreadKey.Kind kind = kinds.getOrDefault(row.key(), ThreadKey.Kind.ID);
            Instant start = startedAt.get(row.threadId());
            if (start != null) {
                found.get(owners.getOrDefault(row.key(), 0))
                        .add(new Threading.Found(row.threadId(), start, kind));
            }
        }
        List<Waiting> waiting = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            waiting.add(new Waiting(fresh.get(i), at.get(i), List.copyOf(found.get(i))));
        }
        return waiting;
    }

    /// Enters the keys that nobody knows under the fresh threads, and locks them all.
    private List<Row> lock(
            SortedMap<String, ThreadKey.Kind> kinds,
            Map<String, Integer> owners,
            List<Long> fresh) {
        String[] keys = kinds.keySet().toArray(String[]::new);
        jdbc().sql(
                        """
                        insert into thread_key (key, kind, thread_id)
                        select k.key, k.kind, k.thread
                        from unnest(:keys::text[], :kinds::text[], :threads::bigint[])
                             as k(key, kind, thread)
                        on conflict (key) do nothing
                        """)
                .param("keys", keys)
                .param(
                        "kinds",
                        kinds.values().stream().map(ThreadKey.Kind::label).toArray(String[]::new))
                .param(
                        "threads",
                        kinds.keySet().stream()
                                .map(key -> fresh.get(owners.getOrDefault(key, 0)))
                                .toArray(Long[]::new))
                .update();
        return jdbc().sql(
                        """
                        select key, thread_id from thread_key where key = any(:keys)
                        order by key for update
                        """)
                .param("keys", keys)
                .query((row, number) -> new Row(row.getString("key"), row.getLong("thread_id")))
                .list();
    }

    /// Locks the threads found, so that nobody takes one up while a message joins it: without this
    /// the keys that the message brings would be left behind with a thread that is gone.
    ///
    /// @return when each began
    private Map<Long, Instant> lockThreads(List<Row> rows, List<Long> fresh) {
        Map<Long, Instant> startedAt = new HashMap<>();
        Long[] found =
                rows.stream()
                        .map(Row::threadId)
                        .filter(thread -> !fresh.contains(thread))
                        .distinct()
                        .toArray(Long[]::new);
        if (found.length > 0) {
            jdbc().sql(
                            """
                            select id, started_at from thread where id = any(:threads)
                            order by id for update
                            """)
                    .param("threads", found)
                    .query(
                            row -> {
                                startedAt.put(
                                        row.getLong("id"), Columns.instant(row, "started_at"));
                            });
        }
        return startedAt;
    }

    /// Decides for each message, in order.
    ///
    /// @param current the thread of each message that is known already
    /// @return the thread of each
    List<Long> place(List<Waiting> messages, List<Optional<Current>> current) {
        Placement placement = new Placement();
        List<Long> threads = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            threads.add(placement.place(messages.get(i), current.get(i)));
        }
        start(placement.started());
        moveKeys(placement.moved());
        if (!placement.merged().isEmpty()) {
            moveMessages(placement.merged());
        }
        backdate(placement.joined());
        return threads.stream().map(placement::now).toList();
    }

    private void start(Map<Long, Instant> threads) {
        if (!threads.isEmpty()) {
            jdbc().sql(
                            """
                            insert into thread (id, started_at)
                            select t.* from unnest(:threads::bigint[], :times::timestamptz[]) as t
                            """)
                    .param("threads", threads.keySet().toArray(Long[]::new))
                    .param("times", times(threads))
                    .update();
        }
    }

    private void moveKeys(Map<Long, Long> moved) {
        if (!moved.isEmpty()) {
            jdbc().sql(
                            """
                            update thread_key k set thread_id = m.winner
                            from unnest(:losers::bigint[], :winners::bigint[]) as m(loser, winner)
                            where k.thread_id = m.loser
                            """)
                    .param("losers", moved.keySet().toArray(Long[]::new))
                    .param("winners", moved.values().toArray(Long[]::new))
                    .update();
        }
    }

    /// The keys first: a transaction that adds to one of the threads holds one of them, and its
    /// message is there when the messages are changed.
    private void moveMessages(Map<Long, Long> merged) {
        Long[] losers = merged.keySet().toArray(Long[]::new);
        keepPrivate(merged);
        jdbc().sql(
                        """
                        update message k set thread_id = m.winner
                        from unnest(:losers::bigint[], :winners::bigint[]) as m(loser, winner)
                        where k.thread_id = m.loser
                        """)
                .param("losers", losers)
                .param("winners", merged.values().toArray(Long[]::new))
                .update();
        jdbc().sql("delete from thread where id = any(:losers)").param("losers", losers).update();
    }

    /// What was private in one of them stays private in the one that they become.
    private void keepPrivate(Map<Long, Long> merged) {
        jdbc().sql(
                        """
                        insert into private_mark (kind, target, user_id)
                        select distinct 'thread', m.winner::text, p.user_id
                        from unnest(:losers::bigint[], :winners::bigint[]) as m(loser, winner)
                        join private_mark p on p.kind = 'thread' and p.target = m.loser::text
                        on conflict do nothing
                        """)
                .param("losers", merged.keySet().toArray(Long[]::new))
                .param("winners", merged.values().toArray(Long[]::new))
                .update();
    }

    private void backdate(Map<Long, Instant> joined) {
        if (!joined.isEmpty()) {
            jdbc().sql(
                            """
                            update thread t set started_at = j.at
                            from unnest(:threads::bigint[], :times::timestamptz[]) as j(id, at)
                            where t.id = j.id and t.started_at > j.at
                            """)
                    .param("threads", joined.keySet().toArray(Long[]::new))
                    .param("times", times(joined))
                    .update();
        }
    }

    private static String[] times(Map<Long, Instant> threads) {
        return threads.values().stream().map(Instant::toString).toArray(String[]::new);
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
