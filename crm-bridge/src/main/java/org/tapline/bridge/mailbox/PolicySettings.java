package org.tapline.bridge.mailbox;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.policy.Level;
import org.tapline.bridge.policy.Policies;

/// What the administrator set, at three levels, and what holds for a mailbox in effect.
public final class PolicySettings {

    /// Another bridge's change is seen after this time at the latest (issue 5: five seconds).
    static final Duration FRESH = Duration.ofSeconds(1);

    private final Database database;
    private final Audit audit;

    /// Changes made through this object: what was read before one is not kept after it.
    private final AtomicLong changes = new AtomicLong();

    private volatile @Nullable Snapshot snapshot;

    public PolicySettings(Database database) {
        this.database = database;
        this.audit = new Audit(database);
    }

    /// Whom a setting is for.
    ///
    /// @param level organisation, user or mailbox
    /// @param id of the user or mailbox; 0 for the organisation
    public record Scope(Level level, long id) {
        public static final Scope ORGANISATION = new Scope(Level.ORGANISATION, 0);

        private String column() {
            return level == Level.ORGANISATION ? "" : Long.toString(id);
        }
    }

    private record Row(String level, String scope, String key, String value) {
        boolean replacedBy(Row other) {
            return level.equals(other.level) && scope.equals(other.scope) && key.equals(other.key);
        }
    }

    private record Snapshot(List<Row> rows, long takenAt, Map<String, Policies> resolved) {
        boolean fresh() {
            return System.nanoTime() - takenAt < FRESH.toNanos();
        }
    }

    /// What holds for a mailbox of a user; without either: for the organisation.
    public Policies effective(Optional<Long> user, Optional<Long> mailbox) {
        Snapshot current = current();
        if (current.rows().isEmpty()) {
            return Policies.defaults();
        }
        return current.resolved()
                .computeIfAbsent(
                        user + " " + mailbox, name -> resolve(current.rows(), user, mailbox));
    }

    /// What would hold if a value were set, or taken back.
    ///
    /// @param value in the form that [Policies#check] gave; absent: taken back
    public Policies rehearsed(
            Optional<Long> user,
            Optional<Long> mailbox,
            Scope scope,
            String key,
            Optional<String> value) {
        Row changed = new Row(scope.level().label(), scope.column(), key, value.orElse(""));
        List<Row> rows =
                Stream.concat(
                                current().rows().stream().filter(row -> !row.replacedBy(changed)),
                                value.stream().map(each -> changed))
                        .toList();
        return resolve(rows, user, mailbox);
    }

    /// Sets a value.
    ///
    /// @param value in the form that [Policies#check] gave
    public void set(Scope scope, String key, String value, String actor) {
        change(scope, key, Optional.of(value), actor);
    }

    /// Takes a value back, so that the more general level holds again.
    public void unset(Scope scope, String key, String actor) {
        change(scope, key, Optional.empty(), actor);
    }

    private void change(Scope scope, String key, Optional<String> value, String actor) {
        database.transaction(
                () -> {
                    Optional<String> before = stored(scope, key);
                    if (value.isPresent()) {
                        write(scope, key, value.get());
                    } else {
                        remove(scope, key);
                    }
                    if (!before.equals(value)) {
                        String whose = (scope.level().label() + " " + scope.column()).strip();
                        audit.change(actor, "policy.set", whose + " " + key, before, value);
                    }
                    return true;
                });
        changes.incrementAndGet();
        snapshot = null;
    }

    private Optional<String> stored(Scope scope, String key) {
        return database.jdbc()
                .sql(
                        """
                        select value from policy_setting
                        where level = :level and scope = :scope and key = :key for update
                        """)
                .param("level", scope.level().label())
                .param("scope", scope.column())
                .param("key", key)
                .query(String.class)
                .optional();
    }

    private void write(Scope scope, String key, String value) {
        database.jdbc()
                .sql(
                        """
                        insert into policy_setting (level, scope, key, value)
                        values (:level, :scope, :key, :value)
                        on conflict (level, scope, key)
                        do update set value = excluded.value, changed_at = now()
                        """)
                .param("level", scope.level().label())
                .param("scope", scope.column())
                .param("key", key)
                .param("value", Columns.text(value))
                .update();
    }

    private void remove(Scope scope, String key) {
        database.jdbc()
                .sql(
                        """
                        delete from policy_setting
                        where level = :level and scope = :scope and key = :key
                        """)
                .param("level", scope.level().label())
                .param("scope", scope.column())
                .param("key", key)
                .update();
    }

    private Snapshot current() {
        Snapshot known = snapshot;
        if (known == null || !known.fresh()) {
            long takenAt = System.nanoTime();
            long before = changes.get();
            List<Row> rows =
                    database.jdbc()
                            .sql("select level, scope, key, value from policy_setting")
                            .query(
                                    (row, number) ->
                                            new Row(
                                                    row.getString("level"),
                                                    row.getString("scope"),
                                                    row.getString("key"),
                                                    row.getString("value")))
                            .list();
            known = new Snapshot(rows, takenAt, new ConcurrentHashMap<>());
            if (changes.get() == before) {
                snapshot = known;
            }
        }
        return known;
    }

    private static Policies resolve(List<Row> rows, Optional<Long> user, Optional<Long> mailbox) {
        Map<Level, Map<String, String>> stored = new EnumMap<>(Level.class);
        for (Row row : rows) {
            for (Level level : Level.values()) {
                if (row.level().equals(level.label()) && concerns(level, row, user, mailbox)) {
                    stored.computeIfAbsent(level, each -> new HashMap<>())
                            .put(row.key(), row.value());
                }
            }
        }
        return Policies.of(stored);
    }

    private static boolean concerns(
            Level level, Row row, Optional<Long> user, Optional<Long> mailbox) {
        return switch (level) {
            case DEFAULT -> false;
            case ORGANISATION -> true;
            case USER -> user.map(Object::toString).filter(row.scope()::equals).isPresent();
            case MAILBOX -> mailbox.map(Object::toString).filter(row.scope()::equals).isPresent();
        };
    }
}
