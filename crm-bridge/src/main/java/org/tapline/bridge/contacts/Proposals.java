package org.tapline.bridge.contacts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;

/// Further addresses of contacts, as mail suggests them: somebody replies from an address that
/// nobody has, within a conversation in which one contact alone takes part (FEATURES D4).
public final class Proposals {
    private final Database database;
    private final Contacts contacts;

    public Proposals(Database database, Contacts contacts) {
        this.database = database;
        this.contacts = contacts;
    }

    /// A reply from an address that is nobody's.
    ///
    /// @param key by [Contacts#key]
    /// @param name as the message says it
    public record Reply(long message, String key, String address, String name) {}

    /// An address that may be a contact's.
    ///
    /// @param contactName of the contact
    /// @param name that stood before the address
    /// @param messageId our id of the reply
    public record Proposal(
            long id,
            long contactId,
            String contactName,
            String address,
            String name,
            long messageId,
            Instant proposedAt) {}

    /// Proposes what of the replies can be proposed; takes part in the caller's transaction.
    ///
    /// @param add gives the contact the address at once instead
    public void consider(List<Reply> replies, boolean add) {
        if (replies.isEmpty()) {
            return;
        }
        contacts.lock(replies.stream().map(Reply::key).toList());
        List<Long> proposed = propose(replies);
        if (add && !proposed.isEmpty()) {
            add(proposed);
        }
    }

    /// Messages of a conversation that are looked at.
    private static final int NEWEST_OF_THREAD = 200;

    private List<Long> propose(List<Reply> replies) {
        return jdbc().sql(
                        """
                        insert into contact_proposal (contact_id, address_key, address, name, message_id)
                        select distinct on (n.key) c.contact_id, n.key, n.address, n.name, n.message
                        from unnest(:messages::bigint[], :keys::text[], :matches::text[],
                                    :addresses::text[], :names::text[])
                             as n(message, key, match, address, name)
                        join message m on m.id = n.message
                        cross join lateral
                            (select min(o.contact_id) as contact_id,
                                    count(distinct o.contact_id) as contacts
                             from (select id from message
                                   where thread_id = m.thread_id and id <> m.id
                                   order by occurred_at desc limit :newest) as t
                             join participant q on q.message_id = t.id and q.linked
                             cross join lateral
                                 (select a.contact_id from contact_address a
                                  where coalesce(a.folded_key, a.address_key)
                                        = coalesce(q.folded_key, q.address_key)
                                  order by a.is_primary desc, a.contact_id limit 1) as o) as c
                        join contact k on k.id = c.contact_id and k.deleted_at is null
                        where c.contacts = 1
                          and not exists (select from contact_address a
                                          where coalesce(a.folded_key, a.address_key) = n.match)
                        order by n.key, n.message
                        on conflict (address_key) do nothing
                        returning id
                        """)
                .param("messages", replies.stream().map(Reply::message).toArray(Long[]::new))
                .param("keys", replies.stream().map(Reply::key).toArray(String[]::new))
                .param(
                        "matches",
                        replies.stream()
                                .map(each -> contacts.match(each.key()))
                                .toArray(String[]::new))
                .param(
                        "addresses",
                        replies.stream()
                                .map(each -> Columns.text(each.address()))
                                .toArray(String[]::new))
                .param(
                        "names",
                        replies.stream()
                                .map(each -> Columns.text(each.name()))
                                .toArray(String[]::new))
                .param("newest", NEWEST_OF_THREAD)
                .query((row, number) -> row.getLong(1))
                .list();
    }

    private void add(List<Long> proposals) {
        for (Long id : proposals) {
            Proposal proposal = byId(id).orElseThrow();
            String key = Contacts.key(proposal.address());
            jdbc().sql(
                            """
                            insert into contact_address
                                (contact_id, address_key, folded_key, address, is_primary)
                            values (:contact, :key, :folded, :address, false)
                            on conflict do nothing
                            """)
                    .param("contact", proposal.contactId())
                    .param("key", key)
                    .param("folded", contacts.folded(key), java.sql.Types.VARCHAR)
                    .param("address", proposal.address())
                    .update();
            remove(id);
        }
    }

    /// Those nobody has answered, the newest first.
    ///
    /// @param before id of the last one of the page before; [Long#MAX_VALUE] for the first page
    public List<Proposal> list(int limit, long before) {
        return jdbc().sql(
                        SELECT
                                + """
                                where p.state = 'open' and p.id < :before
                                order by p.id desc limit :limit
                                """)
                .param("before", before)
                .param("limit", limit)
                .query(Proposals::proposal)
                .list();
    }

    public Optional<Proposal> byId(long id) {
        return jdbc().sql(SELECT + "where p.state = 'open' and p.id = :id")
                .param("id", id)
                .query(Proposals::proposal)
                .optional();
    }

    /// Gives the contact the address.
    ///
    /// @throws AddressTaken when it is another contact's by now
    public Contact accept(Proposal proposal, ContactChanges changes, String actor) {
        return database.transaction(
                () -> {
                    Contact contact = contacts.byId(proposal.contactId()).orElseThrow();
                    remove(proposal.id());
                    return changes.address(
                            contact,
                            new ContactChanges.Address(
                                    proposal.address(), false, false, Optional.empty()),
                            actor);
                });
    }

    /// Notes that it is not the contact's; it is not proposed again.
    public void refuse(Proposal proposal, Audit audit, String actor) {
        database.transaction(
                () -> {
                    jdbc().sql("update contact_proposal set state = 'refused' where id = :id")
                            .param("id", proposal.id())
                            .update();
                    audit.change(
                            actor,
                            "contact.refuse-proposal",
                            ContactChanges.SUBJECT + proposal.contactId(),
                            Optional.empty(),
                            Optional.empty());
                    return true;
                });
    }

    private void remove(long id) {
        jdbc().sql("delete from contact_proposal where id = :id").param("id", id).update();
    }

    private static final String SELECT =
            """
            select p.id, c.id as contact_id, c.name as contact_name, p.address, p.name,
                   p.message_id, p.proposed_at
            from contact_proposal p join contact c on c.id = contact_now(p.contact_id)
            """;

    private static Proposal proposal(ResultSet row, int number) throws SQLException {
        return new Proposal(
                row.getLong("id"),
                row.getLong("contact_id"),
                row.getString("contact_name"),
                row.getString("address"),
                row.getString("name"),
                row.getLong("message_id"),
                Columns.instant(row, "proposed_at"));
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
