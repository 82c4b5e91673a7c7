package org.tapline.bridge.contacts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;

/// Makes one contact of two, and two of one.
///
/// The contact that was merged keeps its row, without addresses: who asks for its id gets the other
/// one, and what the merge moved is written down, so that it can be undone.
public final class ContactMerges {
    private final Database database;
    private final Contacts contacts;
    private final ContactChanges changes;
    private final Audit audit;

    public ContactMerges(
            Database database, Contacts contacts, ContactChanges changes, Audit audit) {
        this.database = database;
        this.contacts = contacts;
        this.changes = changes;
        this.audit = audit;
    }

    /// Addresses, deals, what is linked and private marks of the second go to the first. The first
    /// keeps its name and its primary address, and its company if it has one.
    ///
    /// @throws Refusal when they are one, or one is deleted
    public Contact merge(Contact into, Contact from, String actor) {
        if (into.id() == from.id()) {
            throw new Refusal("contact %d cannot be merged into itself".formatted(into.id()));
        }
        return database.transaction(
                () -> {
                    List<String> keys = contacts.keysHeld(from.id());
                    contacts.lock(keys);
                    requireLiving(into.id(), from.id());
                    move(into.id(), from.id());
                    changes.rematch(into.id(), keys);
                    jdbc().sql(
                                    """
                                    insert into private_mark (kind, target, user_id)
                                    select kind, :into::bigint::text, user_id from private_mark
                                    where kind = 'contact' and target = :from::bigint::text
                                    on conflict do nothing
                                    """)
                            .param("into", into.id())
                            .param("from", from.id())
                            .update();
                    note(actor, "contact.merge", into.id(), from.id());
                    return contacts.byId(into.id()).orElseThrow();
                });
    }

    private void requireLiving(long... ids) {
        for (long id : ids) {
            boolean living =
                    jdbc().sql(
                                    """
                                    select deleted_at is null and merged_into is null
                                    from contact where id = :id for update
                                    """)
                            .param("id", id)
                            .query(Boolean.class)
                            .optional()
                            .orElse(false);
            if (!living) {
                throw new Refusal(
                        "contact %d is deleted or merged: restore or split it first".formatted(id));
            }
        }
    }

    /// In one statement each part sees the rows as they were before; so the parts that must see
    /// each other are statements of their own.
    private void move(long into, long from) {
        Map<String, Object> both = Map.of("into", into, "from", from);
        jdbc().sql(
                        """
                        with addresses as (
                            select coalesce(jsonb_agg(jsonb_build_object(
                                       'key', a.address_key, 'address', a.address,
                                       'primary', a.is_primary, 'given', not exists
                                           (select from contact_address o
                                            where o.contact_id = :into
                                              and o.address_key = a.address_key))), '[]') as moved
                            from contact_address a where a.contact_id = :from),
                        deals as (
                            update deal_contact d set contact_id = :into
                            where contact_id = :from
                              and not exists (select from deal_contact o
                                              where o.deal_id = d.deal_id and o.contact_id = :into)
                            returning d.deal_id),
                        links as (
                            update message_link l set contact_id = :into
                            where contact_id = :from
                              and not exists (select from message_link o
                                              where o.message_id = l.message_id
                                                and o.contact_id = :into)
                            returning l.id)
                        insert into contact_merge
                            (loser_id, winner_id, addresses, deals, links, took_company)
                        select :from, :into, (select moved from addresses),
                               array(select deal_id from deals), array(select id from links),
                               (select i.company_id is null and f.company_id is not null
                                from contact i, contact f where i.id = :into and f.id = :from)
                        """)
                .params(both)
                .update();
        jdbc().sql(
                        """
                        insert into contact_address
                            (contact_id, address_key, folded_key, address, is_primary)
                        select :into, a.address_key, a.folded_key, a.address, false
                        from contact_address a where a.contact_id = :from
                        on conflict (contact_id, address_key) do nothing
                        """)
                .params(both)
                .update();
        jdbc().sql("delete from contact_address where contact_id = :from").params(both).update();
        jdbc().sql(
                        """
                        update contact i set company_id = f.company_id
                        from contact f
                        where i.id = :into and f.id = :from and i.company_id is null
                        """)
                .params(both)
                .update();
        jdbc().sql("update contact set merged_into = :into where id = :from").params(both).update();
    }

    /// Takes a merge back: the newest one, or that of a contact.
    ///
    /// @param merged id of the contact that was merged into it
    /// @return the contact that lives again; empty when nothing (or not this one) was merged
    /// @throws Refusal when an address of it is the only one left, or another contact's primary one
    public Optional<Contact> undo(Contact contact, Optional<Long> merged, String actor) {
        return database.transaction(
                () -> {
                    Optional<Long> loser = newest(contact.id(), merged);
                    loser.ifPresent(
                            from -> {
                                takeApart(contact.id(), from);
                                note(actor, "contact.split", contact.id(), from);
                            });
                    return loser.flatMap(contacts::byId);
                });
    }

    private Optional<Long> newest(long winner, Optional<Long> merged) {
        return jdbc().sql(
                        """
                        select loser_id from contact_merge
                        where winner_id = :winner
                          and (:merged::bigint is null or loser_id = :merged::bigint)
                        order by merged_at desc, loser_id desc limit 1 for update
                        """)
                .param("winner", winner)
                .param("merged", merged.orElse(null), java.sql.Types.BIGINT)
                .query(Long.class)
                .optional();
    }

    private record Held(String key, String address, boolean primary, boolean given) {}

    private void takeApart(long into, long from) {
        List<Held> addresses =
                jdbc().sql(
                                """
                                select a.* from contact_merge m,
                                       jsonb_to_recordset(m.addresses)
                                           as a(key text, address text, "primary" boolean,
                                                given boolean)
                                where m.loser_id = :from order by a."primary" desc, a.key
                                """)
                        .param("from", from)
                        .query(
                                (row, number) ->
                                        new Held(
                                                row.getString("key"),
                                                row.getString("address"),
                                                row.getBoolean("primary"),
                                                row.getBoolean("given")))
                        .list();
        contacts.lock(addresses.stream().map(Held::key).toList());
        for (Held address : addresses) {
            boolean there =
                    address.given()
                            ? changes.takeOff(into, address.key())
                            : contacts.keysHeld(into).contains(address.key());
            if (there) {
                insert(from, address);
            }
        }
        changes.promote(from);
        if (contacts.keysHeld(from).isEmpty()) {
            throw new Refusal(
                    "contact %d has none of the addresses of contact %d any more"
                            .formatted(into, from));
        }
        changes.rematch(from, addresses.stream().map(Held::key).toList());
        restore(Map.of("into", into, "from", from));
    }

    private void insert(long contact, Held address) {
        jdbc().sql(
                        """
                        insert into contact_address
                            (contact_id, address_key, folded_key, address, is_primary)
                        values (:contact, :key, :folded, :address,
                                :primary and not exists (select from contact_address
                                                         where address_key = :key and is_primary))
                        """)
                .param("contact", contact)
                .param("key", address.key())
                .param("folded", contacts.folded(address.key()), java.sql.Types.VARCHAR)
                .param("address", address.address())
                .param("primary", address.primary())
                .update();
    }

    private void restore(Map<String, Object> both) {
        for (String sql :
                List.of(
                        """
                        update deal_contact d set contact_id = :from
                        from contact_merge m
                        where m.loser_id = :from and d.contact_id = :into and d.deal_id = any(m.deals)
                        """,
                        """
                        update message_link l set contact_id = :from
                        from contact_merge m
                        where m.loser_id = :from and l.contact_id = :into and l.id = any(m.links)
                        """,
                        """
                        update contact i set company_id = null
                        from contact_merge m, contact f
                        where m.loser_id = :from and m.took_company and i.id = :into
                          and f.id = :from and i.company_id = f.company_id
                          and not i.company_by_hand
                        """,
                        "update contact set merged_into = null where id = :from",
                        "delete from contact_merge where loser_id = :from")) {
            jdbc().sql(sql).params(both).update();
        }
    }

    /// Moves an address off into a contact of its own.
    ///
    /// @param fresh the new contact, with this one address
    /// @return empty when the contact does not have the address
    /// @throws Refusal when it is the only one
    /// @throws AddressTaken when it is a third contact's, too
    public Optional<Contact> split(Contact contact, Contacts.NewContact fresh, String actor) {
        Map<String, String> address = Contacts.byKey(fresh.addresses());
        String key = address.keySet().iterator().next();
        return database.transaction(
                () -> {
                    contacts.lock(address.keySet());
                    if (!changes.takeOff(contact.id(), key)) {
                        return Optional.<Contact>empty();
                    }
                    contacts.requireFree(address);
                    long id = contacts.insert(fresh, address);
                    changes.rematch(id, List.of(key));
                    note(actor, "contact.split", contact.id(), id);
                    return contacts.byId(id);
                });
    }

    private void note(String actor, String action, long contact, long other) {
        audit.change(
                actor,
                action,
                "contact " + contact,
                Optional.empty(),
                Optional.of(Columns.text("contact " + other)));
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
