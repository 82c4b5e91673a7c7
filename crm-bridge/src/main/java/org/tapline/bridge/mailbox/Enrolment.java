package org.tapline.bridge.mailbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;

/// Which mailboxes and users the administrator has taken out of what is observed. Proxies ask for
/// [#disabled]; intake leaves out what they observed before they knew.
public final class Enrolment {

    /// Another bridge's change is seen after this time at the latest (DESIGN: five seconds, of
    /// which the proxy's own question takes two).
    static final Duration FRESH = Duration.ofSeconds(1);

    private final Database database;
    private final Audit audit;
    private final Clock clock;
    private volatile @Nullable Snapshot snapshot;

    public Enrolment(Database database, Audit audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /// A mailbox that is not observed.
    ///
    /// @param upstream absent: whatever the upstream
    public record Disabled(String login, Optional<String> upstream) {}

    /// What can be disabled; each is a row of its own table.
    private enum Kind {
        USER("app_user"),
        MAILBOX("mailbox");

        private final String table;

        Kind(String table) {
            this.table = table;
        }
    }

    private record Snapshot(Map<Long, Instant> users, Map<Long, Instant> mailboxes, long takenAt) {
        boolean fresh() {
            return System.nanoTime() - takenAt < FRESH.toNanos();
        }
    }

    /// Since when a mailbox is not observed.
    ///
    /// @param user whose it is
    public Optional<Instant> since(long mailbox, Optional<Long> user) {
        Snapshot now = current();
        return Stream.concat(
                        Stream.ofNullable(now.mailboxes().get(mailbox)),
                        user.stream().flatMap(id -> Stream.ofNullable(now.users().get(id))))
                .min(Instant::compareTo);
    }

    /// All of them, for the proxies: each address of a user who is disabled is a login name.
    public List<Disabled> disabled() {
        return database.jdbc()
                .sql(
                        """
                        select login, upstream from mailbox where disabled_at is not null
                        union
                        select lower(a.address), null
                        from user_address a join app_user u on u.id = a.user_id
                        where u.disabled_at is not null
                        order by 1, 2
                        """)
                .query(
                        (row, number) ->
                                new Disabled(
                                        row.getString("login"),
                                        Optional.ofNullable(row.getString("upstream"))))
                .list();
    }

    /// Takes a mailbox out, or puts it back; nothing where that is so already.
    public void mailbox(Mailboxes.Mailbox mailbox, boolean observed, String actor) {
        change(Kind.MAILBOX, mailbox.id(), mailbox.login(), observed, actor);
    }

    /// Takes all mailboxes of a user out, or puts them back; nothing where that is so already.
    public void user(User user, boolean observed, String actor) {
        change(Kind.USER, user.id(), user.address(), observed, actor);
    }

    private void change(Kind kind, long id, String name, boolean observed, String actor) {
        database.transaction(
                () -> {
                    int rows =
                            database.jdbc()
                                    .sql(
                                            """
                                            update %s set disabled_at = :at
                                            where id = :id
                                              and (disabled_at is null) = (:at::text is not null)
                                            """
                                                    .formatted(kind.table))
                                    .param(
                                            "at",
                                            observed ? null : Columns.at(clock.instant()),
                                            java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                                    .param("id", id)
                                    .update();
                    if (rows > 0) {
                        audit.change(
                                actor,
                                "enrolment.set",
                                (kind == Kind.USER ? "user " : "mailbox ") + name,
                                Optional.of(observed ? "disabled" : "observed"),
                                Optional.of(observed ? "observed" : "disabled"));
                    }
                    return true;
                });
        snapshot = null;
    }

    private Snapshot current() {
        Snapshot known = snapshot;
        if (known == null || !known.fresh()) {
            long takenAt = System.nanoTime();
            known = new Snapshot(times(Kind.USER), times(Kind.MAILBOX), takenAt);
            snapshot = known;
        }
        return known;
    }

    private Map<Long, Instant> times(Kind kind) {
        Map<Long, Instant> times = new HashMap<>();
        database.jdbc()
                .sql(
                        "select id, disabled_at from %s where disabled_at is not null"
                                .formatted(kind.table))
                .query(
                        row -> {
                            times.put(row.getLong("id"), Columns.instant(row, "disabled_at"));
                        });
        return times;
    }
}
