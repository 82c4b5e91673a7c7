package org.tapline.bridge.timeline;

import java.util.List;
import java.util.Optional;
import org.tapline.bridge.contacts.Contact;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.identity.Domains;

/// The messages of somebody, newest first.
///
/// Each query finds one page of ids in an index that holds them in order, so that its cost does
/// not grow with the timeline; [Entries] then fills in the page.
public final class Timeline {
    private final Database database;
    private final Contacts contacts;
    private final Entries entries;

    public Timeline(Database database, Contacts contacts) {
        this.database = database;
        this.contacts = contacts;
        this.entries = new Entries(database);
    }

    /// All addresses of a contact.
    public Page<Entry> ofContact(Contact contact, int limit, Position after) {
        return ofAddresses(contacts.keysOf(contact.id()), limit, after);
    }

    /// Addresses, whether or not they belong to a contact.
    ///
    /// @param keys by [Contacts#key]
    public Page<Entry> ofAddresses(List<String> keys, int limit, Position after) {
        return page(
                """
                select p.occurred_at, p.message_id as id
                from unnest(:keys::text[]) as k(address_key)
                cross join lateral
                    (select occurred_at, message_id from participant
                     where address_key = k.address_key and linked
                       and (occurred_at, message_id) < (:at, :id)
                     group by occurred_at, message_id
                     order by occurred_at desc, message_id desc limit :limit) as p
                group by p.occurred_at, p.message_id
                order by p.occurred_at desc, p.message_id desc limit :limit
                """,
                keys.toArray(String[]::new),
                limit,
                after);
    }

    /// Everybody of a company: all addresses under its registrable domain.
    public Page<Entry> ofDomain(String domain, int limit, Position after) {
        String key = Domains.registrable(domain).orElse(Domains.toAscii(domain));
        return page(
                """
                select occurred_at, message_id as id from participant
                where domain = :keys and linked and (occurred_at, message_id) < (:at, :id)
                group by occurred_at, message_id
                order by occurred_at desc, message_id desc limit :limit
                """,
                Columns.key(key),
                limit,
                after);
    }

    /// Every message.
    public Page<Entry> all(int limit, Position after) {
        return page(
                """
                select occurred_at, id from message
                where (occurred_at, id) < (:at, :id)
                order by occurred_at desc, id desc limit :limit
                """,
                "",
                limit,
                after);
    }

    /// Every message that a mailbox holds.
    public Page<Entry> ofMailbox(long mailbox, int limit, Position after) {
        return page(
                """
                select occurred_at, id from message
                where (occurred_at, id) < (:at, :id)
                  and exists (select from delivery d
                              where d.message_id = message.id and d.mailbox_id = :keys)
                order by occurred_at desc, id desc limit :limit
                """,
                mailbox,
                limit,
                after);
    }

    /// One message.
    public Optional<Entry> one(long id) {
        return entries.of(List.of(id)).stream().findFirst();
    }

    private Page<Entry> page(String sql, Object keys, int limit, Position after) {
        List<Position> positions =
                database.jdbc()
                        .sql(sql)
                        .param("keys", keys)
                        .param("at", Columns.at(after.at()))
                        .param("id", after.id())
                        .param("limit", limit + 1)
                        .query(
                                (row, number) ->
                                        new Position(
                                                Columns.instant(row, "occurred_at"),
                                                row.getLong("id")))
                        .list();
        boolean more = positions.size() > limit;
        List<Position> shown = more ? positions.subList(0, limit) : positions;
        return new Page<>(
                entries.of(shown.stream().map(Position::id).toList()),
                more ? Optional.of(shown.getLast().cursor()) : Optional.empty());
    }
}
