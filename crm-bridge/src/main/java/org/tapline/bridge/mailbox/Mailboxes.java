package org.tapline.bridge.mailbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.journal.MailboxName;

/// The accounts on real mail servers whose mail is observed.
public final class Mailboxes {
    /// Upstream of the mailbox that takes journal reports, which is nobody's.
    public static final String JOURNAL = "journal";

    private final Database database;
    private final Users users;

    /// Names never change their id; as many entries as there are mailboxes.
    private final Map<MailboxName, Known> known = new ConcurrentHashMap<>();

    public Mailboxes(Database database, Users users) {
        this.database = database;
        this.users = users;
    }

    /// What intake needs of a mailbox.
    ///
    /// @param user the user it belongs to; absent for a bare login name
    /// @param firstObservedAt when it was seen first
    public record Known(long id, Optional<Long> user, Instant firstObservedAt) {}

    /// One row for the administrator.
    ///
    /// @param user primary address of the owner
    /// @param disabled whether it, or its user, is taken out of what is observed
    public record Mailbox(
            long id,
            String login,
            String upstream,
            Optional<Long> userId,
            Optional<String> user,
            Optional<Instant> lastObservedAt,
            boolean disabled) {}

    /// Finds a mailbox; enters it, with its user, when it is seen for the first time. Runs its own
    /// transaction: call it outside of one.
    ///
    /// @param at when it was observed
    public Known enter(MailboxName name, Instant at) {
        Known found = known.get(name);
        return found != null ? found : known.computeIfAbsent(name, each -> enterNow(each, at));
    }

    /// The mailbox of a user: of several the one that was observed last; one under the user's
    /// primary address and the default upstream when none was observed yet.
    public Known ofUser(long user, Instant at) {
        MailboxName name =
                database.jdbc()
                        .sql(
                                """
                                select login, upstream from mailbox where user_id = :user
                                order by last_observed_at desc nulls last, id limit 1
                                """)
                        .param("user", user)
                        .query(
                                (row, number) ->
                                        new MailboxName(
                                                row.getString("login"), row.getString("upstream")))
                        .optional()
                        .orElseGet(
                                () ->
                                        new MailboxName(
                                                users.byId(user).orElseThrow().address(),
                                                "default"));
        return enter(name, at);
    }

    private Known enterNow(MailboxName name, Instant at) {
        String login = Columns.key(name.user());
        Optional<Long> user =
                name.user().contains("@") && !name.upstream().equals(JOURNAL)
                        ? Optional.of(users.ensure(name.user()))
                        : Optional.empty();
        return database.jdbc()
                .sql(
                        """
                        insert into mailbox (login, upstream, user_id, first_observed_at)
                        values (:login, :upstream, :user, :at)
                        on conflict (login, upstream) do update set
                            user_id = coalesce(mailbox.user_id, excluded.user_id),
                            first_observed_at =
                                coalesce(mailbox.first_observed_at, excluded.first_observed_at)
                        returning id, first_observed_at
                        """)
                .param("login", login)
                .param("upstream", Columns.key(name.upstream()))
                .param("user", user.orElse(null), java.sql.Types.BIGINT)
                .param("at", Columns.at(at))
                .query(
                        (row, number) ->
                                new Known(
                                        row.getLong("id"),
                                        user,
                                        Columns.instant(row, "first_observed_at")))
                .single();
    }

    /// Notes when mailboxes were last observed, by id; takes part in the caller's transaction.
    public void observed(Map<Long, Instant> times) {
        SortedMap<Long, Instant> sorted = new TreeMap<>(times);
        database.jdbc()
                .sql(
                        """
                        update mailbox m set last_observed_at = o.at
                        from unnest(:mailboxes::bigint[], :times::timestamptz[]) as o(id, at)
                        where m.id = o.id
                          and (m.last_observed_at is null or m.last_observed_at < o.at)
                        """)
                .param("mailboxes", sorted.keySet().toArray(Long[]::new))
                .param(
                        "times",
                        sorted.values().stream().map(Instant::toString).toArray(String[]::new))
                .update();
    }

    public List<Mailbox> list() {
        return database.jdbc()
                .sql(SELECT + " order by m.login, m.upstream")
                .query(Mailboxes::row)
                .list();
    }

    /// By login or by id.
    public Optional<Mailbox> find(String name) {
        return database.jdbc()
                .sql(
                        SELECT
                                + """
                                 where m.login = lower(:name) or m.id::text = :name
                                order by m.id limit 1
                                """)
                .param("name", name)
                .query(Mailboxes::row)
                .optional();
    }

    private static final String SELECT =
            """
            select m.id, m.login, m.upstream, m.user_id, a.address as user, m.last_observed_at,
                   coalesce(m.disabled_at, u.disabled_at) is not null as disabled
            from mailbox m
            left join app_user u on u.id = m.user_id
            left join user_address a on a.user_id = m.user_id and a.is_primary
            """;

    private static Mailbox row(ResultSet row, int number) throws SQLException {
        return new Mailbox(
                row.getLong("id"),
                row.getString("login"),
                row.getString("upstream"),
                Columns.number(row, "user_id"),
                Optional.ofNullable(row.getString("user")),
                Columns.instantOrNone(row, "last_observed_at"),
                row.getBoolean("disabled"));
    }
}
