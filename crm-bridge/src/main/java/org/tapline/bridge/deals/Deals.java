package org.tapline.bridge.deals;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;

/// The deals.
public final class Deals {
    /// `deal-12`, as in addresses and on the command line.
    public static final String PREFIX = "deal-";

    private static final String SELECT =
            """
            select d.id, d.name, d.created_at, p.since, p.closed_at, p.open,
                   c.ids as contact_ids, c.names as contact_names
            from deal d
            cross join lateral
                (select nullif(min(opened_at), '-infinity') as since,
                        bool_or(closed_at is null) as open,
                        case when bool_and(closed_at is not null) then max(closed_at) end
                            as closed_at
                 from deal_period where deal_id = d.id) as p
            cross join lateral
                (select coalesce(array_agg(o.id order by l.added_at, o.id), '{}') as ids,
                        coalesce(array_agg(o.name order by l.added_at, o.id), '{}') as names
                 from deal_contact l join contact o on o.id = l.contact_id
                 where l.deal_id = d.id and o.merged_into is null) as c
            """;

    private final Database database;
    private final Audit audit;

    public Deals(Database database, Audit audit) {
        this.database = database;
        this.audit = audit;
    }

    /// Creates an open deal.
    ///
    /// @param contacts ids of contacts that are there
    /// @param since its contacts' mail counts from here; absent: from the first one
    public Deal create(
            String name, Collection<Long> contacts, Optional<Instant> since, String actor) {
        long id =
                database.transaction(
                        () -> {
                            long fresh =
                                    jdbc().sql(
                                                    "insert into deal (name) values (:name) returning id")
                                            .param("name", Columns.text(name))
                                            .query(Long.class)
                                            .single();
                            jdbc().sql(
                                            """
                                            insert into deal_period (deal_id, opened_at)
                                            values (:deal, coalesce(:since::timestamptz, '-infinity'))
                                            """)
                                    .param("deal", fresh)
                                    .param(
                                            "since",
                                            Columns.at(since),
                                            Types.TIMESTAMP_WITH_TIMEZONE)
                                    .update();
                            contacts.forEach(contact -> insertContact(fresh, contact));
                            note(actor, "deal.create", fresh, Optional.empty(), Optional.of(name));
                            return fresh;
                        });
        return byId(id).orElseThrow();
    }

    /// Closes an open deal or reopens a closed one; nothing when it is so already.
    public Deal open(Deal deal, boolean open, String actor) {
        database.transaction(
                () -> {
                    lock(deal.id());
                    int changed =
                            jdbc().sql(
                                            open
                                                    ? """
                                                    insert into deal_period (deal_id, opened_at)
                                                    select :deal, now()
                                                    where not exists
                                                        (select from deal_period
                                                         where deal_id = :deal
                                                           and closed_at is null)
                                                    """
                                                    : """
                                                    update deal_period
                                                    set closed_at = greatest(now(), opened_at)
                                                    where deal_id = :deal and closed_at is null
                                                    """)
                                    .param("deal", deal.id())
                                    .update();
                    if (changed == 1) {
                        note(
                                actor,
                                open ? "deal.reopen" : "deal.close",
                                deal.id(),
                                Optional.of(open ? "closed" : "open"),
                                Optional.of(open ? "open" : "closed"));
                    }
                    return true;
                });
        return byId(deal.id()).orElseThrow();
    }

    /// Gives it another name.
    public Deal rename(Deal deal, String name, String actor) {
        database.transaction(
                () -> {
                    jdbc().sql("update deal set name = :name where id = :deal")
                            .param("name", Columns.text(name))
                            .param("deal", deal.id())
                            .update();
                    note(
                            actor,
                            "deal.rename",
                            deal.id(),
                            Optional.of(deal.name()),
                            Optional.of(name));
                    return true;
                });
        return byId(deal.id()).orElseThrow();
    }

    /// Makes a contact one of the deal's.
    public Deal addContact(Deal deal, long contact, String actor) {
        database.transaction(
                () -> {
                    if (insertContact(deal.id(), contact) == 1) {
                        note(
                                actor,
                                "deal.add-contact",
                                deal.id(),
                                Optional.empty(),
                                Optional.of("contact " + contact));
                    }
                    return true;
                });
        return byId(deal.id()).orElseThrow();
    }

    /// Takes a contact off the deal.
    ///
    /// @return empty when it was not one of the deal's
    public Optional<Deal> removeContact(Deal deal, long contact, String actor) {
        boolean there =
                database.transaction(
                        () -> {
                            int gone =
                                    jdbc().sql(
                                                    """
                                                    delete from deal_contact
                                                    where deal_id = :deal and contact_id = :contact
                                                    """)
                                            .param("deal", deal.id())
                                            .param("contact", contact)
                                            .update();
                            if (gone == 1) {
                                note(
                                        actor,
                                        "deal.remove-contact",
                                        deal.id(),
                                        Optional.of("contact " + contact),
                                        Optional.empty());
                            }
                            return gone == 1;
                        });
        return there ? byId(deal.id()) : Optional.empty();
    }

    public Optional<Deal> byId(long id) {
        return jdbc().sql(SELECT + "where d.id = :id")
                .param("id", id)
                .query(Deals::deal)
                .optional();
    }

    /// By `12` or `deal-12`.
    public Optional<Deal> find(String id) {
        return number(id).flatMap(this::byId);
    }

    /// The number in `12` or `deal-12`.
    public static Optional<Long> number(String id) {
        String digits = id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : id;
        boolean number =
                !digits.isEmpty()
                        && digits.length() <= 18
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Optional.of(Long.valueOf(digits)) : Optional.empty();
    }

    /// Newest first.
    ///
    /// @param contact only deals of this contact
    /// @param state only `open` or `closed` ones
    /// @param before id of the last one of the page before; [Long#MAX_VALUE] for the first page
    public List<Deal> list(int limit, long before, Optional<Long> contact, Optional<State> state) {
        return jdbc().sql(
                        SELECT
                                + """
                                where d.id < :before
                                  and (:contact::bigint is null or exists
                                       (select from deal_contact x
                                        where x.deal_id = d.id and x.contact_id = :contact::bigint))
                                  and (:open::boolean is null or p.open = :open::boolean)
                                order by d.id desc limit :limit
                                """)
                .param("before", before)
                .param("contact", contact.orElse(null), Types.BIGINT)
                .param("open", state.map(State.OPEN::equals).orElse(null), Types.BOOLEAN)
                .param("limit", limit)
                .query(Deals::deal)
                .list();
    }

    /// What a deal can be.
    public enum State {
        OPEN,
        CLOSED
    }

    private int insertContact(long deal, long contact) {
        return jdbc().sql(
                        """
                        insert into deal_contact (deal_id, contact_id) values (:deal, :contact)
                        on conflict do nothing
                        """)
                .param("deal", deal)
                .param("contact", contact)
                .update();
    }

    /// Two who close and reopen at the same time do it one after the other.
    private void lock(long deal) {
        jdbc().sql("select id from deal where id = :deal for update")
                .param("deal", deal)
                .query(Long.class)
                .optional();
    }

    private void note(
            String actor,
            String action,
            long deal,
            Optional<String> before,
            Optional<String> after) {
        audit.change(actor, action, PREFIX + deal, before, after);
    }

    private static Deal deal(ResultSet row, int number) throws SQLException {
        Long[] ids = (Long[]) row.getArray("contact_ids").getArray();
        String[] names = Columns.texts(row, "contact_names");
        List<Deal.Party> contacts = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            contacts.add(new Deal.Party(ids[i], names[i]));
        }
        return new Deal(
                row.getLong("id"),
                row.getString("name"),
                row.getBoolean("open") ? "open" : "closed",
                contacts,
                Columns.instantOrNone(row, "since"),
                Columns.instant(row, "created_at"),
                Columns.instantOrNone(row, "closed_at"));
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
