package org.tapline.bridge.timeline;

import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.tapline.bridge.contacts.Contact;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.identity.Domains;
import org.tapline.bridge.privacy.Viewer;
import org.tapline.bridge.sharing.Seeing;
import org.tapline.bridge.sharing.Sights;

/// The messages of somebody, newest first, as far as a viewer sees them.
///
/// Each query finds one piece of ids in an index that holds them in order, so that its cost does
/// not grow with the timeline; [VisiblePages] leaves out what the viewer does not see and fills in
/// the rest.
public final class Timeline {
    private final Database database;
    private final Contacts contacts;
    private final VisiblePages pages;

    public Timeline(Database database, Contacts contacts, Sights sights) {
        this.database = database;
        this.contacts = contacts;
        this.pages = new VisiblePages(sights, new Entries(database));
    }

    /// All addresses of a contact.
    public Page<Entry> ofContact(Viewer viewer, Contact contact, int limit, Position after) {
        return ofAddresses(viewer, contacts.keysOf(contact.id()), limit, after);
    }

    /// Addresses, whether or not they belong to a contact.
    ///
    /// @param keys by [Contacts#key]
    public Page<Entry> ofAddresses(Viewer viewer, List<String> keys, int limit, Position after) {
        return page(
                viewer,
                """
                select p.occurred_at, p.message_id as id, bool_and(p.blind) as blind
                from unnest(:keys::text[]) as k(address_key)
                cross join lateral
                    (select occurred_at, message_id, bool_and(role = 'bcc') as blind
                     from participant
                     where address_key = k.address_key and linked
                       and (occurred_at, message_id) < (:at, :id)
                     group by occurred_at, message_id
                     order by occurred_at desc, message_id desc limit :limit) as p
                group by p.occurred_at, p.message_id
                order by p.occurred_at desc, p.message_id desc limit :limit
                """,
                keys.toArray(String[]::new),
                limit,
                after,
                Timeline::namedTo);
    }

    /// Everybody of a company: all addresses under its registrable domain.
    public Page<Entry> ofDomain(Viewer viewer, String domain, int limit, Position after) {
        String key = Domains.registrable(domain).orElse(Domains.toAscii(domain));
        return page(
                viewer,
                """
                select occurred_at, message_id as id, bool_and(role = 'bcc') as blind
                from participant
                where domain = :keys and linked and (occurred_at, message_id) < (:at, :id)
                group by occurred_at, message_id
                order by occurred_at desc, message_id desc limit :limit
                """,
                Columns.key(key),
                limit,
                after,
                Timeline::namedTo);
    }

    /// Every message.
    public Page<Entry> all(Viewer viewer, int limit, Position after) {
        return page(
                viewer,
                """
                select occurred_at, id, false as blind from message
                where (occurred_at, id) < (:at, :id)
                order by occurred_at desc, id desc limit :limit
                """,
                "",
                limit,
                after,
                (candidate, seeing) -> true);
    }

    /// Every message that a mailbox holds, as far as the viewer may know that this one does.
    public Page<Entry> ofMailbox(Viewer viewer, long mailbox, int limit, Position after) {
        return page(
                viewer,
                """
                select occurred_at, message_id as id, false as blind from delivery
                where mailbox_id = :keys and (occurred_at, message_id) < (:at, :id)
                group by occurred_at, message_id
                order by occurred_at desc, message_id desc limit :limit
                """,
                mailbox,
                limit,
                after,
                (candidate, seeing) -> seeing.mailboxes().contains(mailbox));
    }

    /// That somebody got a blind copy is not told by the timeline it stands on either.
    private static boolean namedTo(Candidate candidate, Seeing seeing) {
        return !candidate.blind() || seeing.blindCopies();
    }

    private Page<Entry> page(
            Viewer viewer,
            String sql,
            Object keys,
            int limit,
            Position after,
            BiPredicate<Candidate, Seeing> shown) {
        return pages.page(
                viewer,
                limit,
                after,
                (from, most) ->
                        database.jdbc()
                                .sql(sql)
                                .params(
                                        Map.of(
                                                "keys",
                                                keys,
                                                "at",
                                                Columns.at(from.at()),
                                                "id",
                                                from.id(),
                                                "limit",
                                                most))
                                .query(
                                        (row, number) ->
                                                new Candidate(
                                                        new Position(
                                                                Columns.instant(row, "occurred_at"),
                                                                row.getLong("id")),
                                                        row.getBoolean("blind")))
                                .list(),
                shown);
    }

    /// A message that may belong on the page.
    ///
    /// @param blind whether it is reached through blind copies only
    private record Candidate(Position position, boolean blind) implements VisiblePages.Placed {}
}
