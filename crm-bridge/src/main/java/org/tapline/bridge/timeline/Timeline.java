package org.tapline.bridge.timeline;

import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.tapline.bridge.contacts.Company;
import org.tapline.bridge.contacts.Contact;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.deals.Deal;
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

    /// All addresses of a contact, and what is linked to it.
    public Page<Entry> ofContact(Viewer viewer, Contact contact, int limit, Position after) {
        return page(
                viewer,
                union(OF_ADDRESSES, linked("contact_id")),
                Map.of(
                        "keys",
                        contacts.keysOf(contact.id()).toArray(String[]::new),
                        "target",
                        contact.id()),
                limit,
                after,
                Timeline::namedTo);
    }

    /// Addresses, whether or not they belong to a contact.
    ///
    /// @param keys by [Contacts#key]
    public Page<Entry> ofAddresses(Viewer viewer, List<String> keys, int limit, Position after) {
        return page(
                viewer,
                union(OF_ADDRESSES),
                Map.of("keys", keys.stream().map(contacts::match).toArray(String[]::new)),
                limit,
                after,
                Timeline::namedTo);
    }

    /// All addresses under a registrable domain, whether or not it is a company's.
    public Page<Entry> ofDomain(Viewer viewer, String domain, int limit, Position after) {
        String key = Domains.registrable(domain).orElse(Domains.toAscii(domain));
        return page(
                viewer,
                union(OF_DOMAINS),
                Map.of("domains", new String[] {Columns.key(key)}),
                limit,
                after,
                Timeline::namedTo);
    }

    /// Everybody of a company: all addresses under its domains, those of its contacts elsewhere,
    /// and what is linked to it.
    public Page<Entry> ofCompany(Viewer viewer, Company company, int limit, Position after) {
        String[] domains = company.domains().stream().map(Columns::key).toArray(String[]::new);
        return page(
                viewer,
                union(OF_DOMAINS, OF_ADDRESSES, linked("company_id")),
                Map.of(
                        "domains",
                        domains,
                        "keys",
                        contacts.keysElsewhere(company).toArray(String[]::new),
                        "target",
                        company.id()),
                limit,
                after,
                Timeline::namedTo);
    }

    /// What the contacts of a deal wrote and got while it was open, and what is linked to it.
    public Page<Entry> ofDeal(Viewer viewer, Deal deal, int limit, Position after) {
        String[] keys =
                deal.contacts().stream()
                        .flatMap(each -> contacts.keysOf(each.id()).stream())
                        .distinct()
                        .toArray(String[]::new);
        return page(
                viewer,
                union(OF_ADDRESSES_WHILE_OPEN, linked("deal_id")),
                Map.of("keys", keys, "target", deal.id()),
                limit,
                after,
                Timeline::namedTo);
    }

    private static final String OF_ADDRESSES =
            """
            select p.occurred_at, p.message_id as id, p.blind
            from unnest(:keys::text[]) as k(match)
            cross join lateral
                (select occurred_at, message_id, bool_and(role = 'bcc') as blind
                 from participant
                 where coalesce(folded_key, address_key) = k.match and linked
                   and (occurred_at, message_id) < (:at, :id)
                 group by occurred_at, message_id
                 order by occurred_at desc, message_id desc limit :limit) as p
            """;

    private static final String OF_ADDRESSES_WHILE_OPEN =
            """
            select p.occurred_at, p.message_id as id, p.blind
            from deal_period o, unnest(:keys::text[]) as k(match)
            cross join lateral
                (select occurred_at, message_id, bool_and(role = 'bcc') as blind
                 from participant
                 where coalesce(folded_key, address_key) = k.match and linked
                   and (occurred_at, message_id) < (:at, :id)
                   and occurred_at >= o.opened_at
                   and occurred_at < coalesce(o.closed_at, 'infinity')
                 group by occurred_at, message_id
                 order by occurred_at desc, message_id desc limit :limit) as p
            where o.deal_id = :target
            """;

    private static final String OF_DOMAINS =
            """
            select p.occurred_at, p.message_id as id, p.blind
            from unnest(:domains::text[]) as k(domain)
            cross join lateral
                (select occurred_at, message_id, bool_and(role = 'bcc') as blind
                 from participant
                 where domain = k.domain and linked
                   and (occurred_at, message_id) < (:at, :id)
                 group by occurred_at, message_id
                 order by occurred_at desc, message_id desc limit :limit) as p
            """;

    /// Single messages, then whole threads.
    ///
    /// @param column of the table of links, one of three
    private static String linked(String column) {
        return """
               (select l.occurred_at, l.message_id as id, false as blind
                from message_link l
                where l.%1$s = :target and (l.occurred_at, l.message_id) < (:at, :id)
                order by l.occurred_at desc, l.message_id desc limit :limit)
               union all
               (select m.occurred_at, m.id, false as blind
                from message_link l
                join message a on a.id = l.message_id
                join message m on m.thread_id = a.thread_id
                where l.%1$s = :target and l.whole_thread
                  and (m.occurred_at, m.id) < (:at, :id)
                order by m.occurred_at desc, m.id desc limit :limit)
               """
                .formatted(column);
    }

    /// A message found in several ways is there once, and reached through blind copies only when it
    /// is so in all of them.
    private static String union(String... ways) {
        return "select occurred_at, id, bool_and(blind) as blind from ("
                + String.join("union all\n", ways)
                + """
                ) as found
                group by occurred_at, id
                order by occurred_at desc, id desc limit :limit
                """;
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
                Map.of(),
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
                where mailbox_id = :mailbox and (occurred_at, message_id) < (:at, :id)
                group by occurred_at, message_id
                order by occurred_at desc, message_id desc limit :limit
                """,
                Map.of("mailbox", mailbox),
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
            Map<String, ?> what,
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
                                .params(what)
                                .params(
                                        Map.of(
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
