package org.tapline.bridge.holds;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;

/// The legal holds.
public final class Holds {
    private final Database database;
    private final Audit audit;

    public Holds(Database database) {
        this.database = database;
        this.audit = new Audit(database);
    }

    /// Puts a hold; one that is there keeps who set it and when, and gets the new reason.
    public Hold put(Hold.On on, String target, String reason, String actor) {
        return database.transaction(
                () -> {
                    Optional<Hold> before = find(on, target);
                    Hold hold =
                            database.jdbc()
                                    .sql(
                                            """
                                            insert into legal_hold as h
                                                (kind, target, reason, set_by)
                                            values (:kind, :target, :reason, :by)
                                            on conflict (kind, target)
                                                do update set reason = excluded.reason
                                            returning kind, target, reason, set_by, set_at
                                            """)
                                    .param("kind", on.label())
                                    .param("target", Columns.key(target))
                                    .param("reason", Columns.text(reason))
                                    .param("by", Columns.text(actor))
                                    .query(Holds::hold)
                                    .single();
                    audit.change(
                            actor,
                            "hold.set",
                            on.label() + " " + target,
                            before.map(Hold::reason),
                            Optional.of(reason));
                    return hold;
                });
    }

    /// Lifts a hold.
    ///
    /// @return empty when there was none
    public Optional<Hold> lift(Hold.On on, String target, String actor) {
        return database.transaction(
                () -> {
                    Optional<Hold> gone =
                            database.jdbc()
                                    .sql(
                                            """
                                            delete from legal_hold
                                            where kind = :kind and target = :target
                                            returning kind, target, reason, set_by, set_at
                                            """)
                                    .param("kind", on.label())
                                    .param("target", Columns.key(target))
                                    .query(Holds::hold)
                                    .optional();
                    gone.ifPresent(
                            hold ->
                                    audit.change(
                                            actor,
                                            "hold.lift",
                                            on.label() + " " + target,
                                            Optional.of(hold.reason()),
                                            Optional.empty()));
                    return gone;
                });
    }

    /// Every hold, the oldest first.
    public List<Hold> list() {
        return database.jdbc()
                .sql("select kind, target, reason, set_by, set_at from legal_hold order by id")
                .query(Holds::hold)
                .list();
    }

    /// The reason why a person must not be erased, if one of the holds is on one of these.
    ///
    /// @param contacts ids
    /// @param keys of addresses
    public Optional<String> reason(Collection<Long> contacts, Collection<String> keys) {
        return database.jdbc()
                .sql(
                        """
                        select h.reason from legal_hold h
                        where (h.kind = 'contact' and h.target = any(:contacts::text[]))
                           or (h.kind = 'address' and h.target = any(:keys))
                           or (h.kind = 'domain' and exists (
                                   select from unnest(:keys::text[]) as k(key)
                                   where '.' || split_part(k.key, '@', 2) like '%.' || h.target))
                        order by h.id limit 1
                        """)
                .param("contacts", contacts.toArray(Long[]::new))
                .param("keys", keys.toArray(String[]::new))
                .query(String.class)
                .optional();
    }

    private Optional<Hold> find(Hold.On on, String target) {
        return database.jdbc()
                .sql(
                        """
                        select kind, target, reason, set_by, set_at from legal_hold
                        where kind = :kind and target = :target
                        """)
                .param("kind", on.label())
                .param("target", Columns.key(target))
                .query(Holds::hold)
                .optional();
    }

    private static Hold hold(ResultSet row, int number) throws SQLException {
        String kind = row.getString("kind");
        return new Hold(
                Hold.On.named(kind)
                        .orElseThrow(() -> new IllegalStateException("no kind of hold: " + kind)),
                row.getString("target"),
                row.getString("reason"),
                row.getString("set_by"),
                Columns.instant(row, "set_at"));
    }
}
