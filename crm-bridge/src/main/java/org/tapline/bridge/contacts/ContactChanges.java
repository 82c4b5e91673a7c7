package org.tapline.bridge.contacts;

import java.sql.Types;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.history.Rematch;

/// Changes of contacts that somebody makes by hand, each with its line in the audit log. The log
/// gets no names and addresses: it outlives the people in it.
public final class ContactChanges {
    /// In the audit log, and of jobs.
    public static final String SUBJECT = "contact ";

    private final Database database;
    private final Contacts contacts;
    private final Companies companies;
    private final Rematch rematch;
    private final Audit audit;

    public ContactChanges(Database database, Contacts contacts, Rematch rematch, Audit audit) {
        this.database = database;
        this.rematch = rematch;
        this.contacts = contacts;
        this.companies = new Companies(database);
        this.audit = audit;
    }

    /// Adds a contact.
    ///
    /// @throws AddressTaken when one of the addresses belongs to a contact
    public Contact add(Contacts.NewContact contact, String actor) {
        return database.transaction(
                () -> {
                    Map<String, String> addresses = Contacts.byKey(contact.addresses());
                    contacts.lock(addresses.keySet());
                    contacts.requireFree(addresses);
                    long id = contacts.insert(contact, addresses);
                    wantedAgain(addresses);
                    rematch(id, addresses.keySet());
                    note(actor, "contact.add", id);
                    return read(id);
                });
    }

    /// Gives it a name that no mail changes.
    public Contact rename(Contact contact, String name, String actor) {
        return database.transaction(
                () -> {
                    jdbc().sql(
                                    """
                                    update contact set name = :name, name_from = 'hand'
                                    where id = :id
                                    """)
                            .param("name", Columns.text(name))
                            .param("id", contact.id())
                            .update();
                    note(actor, "contact.rename", contact.id());
                    return read(contact.id());
                });
    }

    /// Puts it into a company, or into none; no mail changes that.
    ///
    /// @param company name or domain
    public Contact company(Contact contact, Optional<String> company, String actor) {
        return database.transaction(
                () -> {
                    jdbc().sql(
                                    """
                                    update contact set company_id = :company, company_by_hand = true
                                    where id = :id
                                    """)
                            .param(
                                    "company",
                                    company.map(companies::named).orElse(null),
                                    Types.BIGINT)
                            .param("id", contact.id())
                            .update();
                    note(actor, "contact.company", contact.id());
                    return read(contact.id());
                });
    }

    /// What somebody wants an address to be.
    ///
    /// @param primary the contact's primary address from now on
    /// @param shared also when it is another contact's: whose primary it is has its mail, else the
    ///     older contact
    /// @param companyDomain domain of a company for a contact that has none
    public record Address(
            String address, boolean primary, boolean shared, Optional<String> companyDomain) {}

    /// Gives a contact a further address, or makes one of its addresses the primary one.
    ///
    /// @throws AddressTaken when it is somebody else's and not to be shared, or as primary one
    public Contact address(Contact contact, Address wanted, String actor) {
        String key = Contacts.key(wanted.address());
        return database.transaction(
                () -> {
                    contacts.lock(List.of(key));
                    requireAllowed(contact, wanted, key);
                    if (wanted.primary()) {
                        primary(contact.id(), Optional.empty());
                    }
                    jdbc().sql(
                                    """
                                    insert into contact_address
                                        (contact_id, address_key, folded_key, address, is_primary)
                                    values (:contact, :key, :folded, :address, :primary)
                                    on conflict (contact_id, address_key)
                                    do update set is_primary =
                                        contact_address.is_primary or excluded.is_primary
                                    """)
                            .param("contact", contact.id())
                            .param("key", key)
                            .param("folded", contacts.folded(key), Types.VARCHAR)
                            .param("address", Columns.text(wanted.address()))
                            .param("primary", wanted.primary())
                            .update();
                    wantedAgain(Map.of(key, wanted.address()));
                    wanted.companyDomain().ifPresent(domain -> companyIfNone(contact, domain));
                    rematch(contact.id(), List.of(key));
                    note(actor, "contact.address", contact.id());
                    return read(contact.id());
                });
    }

    /// Takes an address off; when it was the primary one, the first of the others becomes it.
    ///
    /// @return empty when the contact does not have the address
    /// @throws Refusal when it is the only one
    public Optional<Contact> withoutAddress(Contact contact, String address, String actor) {
        return database.transaction(
                () -> {
                    String key = Contacts.key(address);
                    if (!takeOff(contact.id(), key)) {
                        return Optional.<Contact>empty();
                    }
                    rematch(contact.id(), List.of(key));
                    note(actor, "contact.remove-address", contact.id());
                    return Optional.of(read(contact.id()));
                });
    }

    /// Makes a tombstone of it, or takes that back.
    public Contact deleted(Contact contact, boolean deleted, String actor) {
        return database.transaction(
                () -> {
                    Contact after = contacts.deleted(contact, deleted);
                    note(actor, deleted ? "contact.delete" : "contact.restore", contact.id());
                    return after;
                });
    }

    /// Removes it for good, with everything that was merged into it. Its mail stays and belongs to
    /// whoever else has the addresses; after this they may become a contact anew.
    ///
    /// @throws Refusal while its mail is marked private: without the contact the mark would be gone
    public void purge(Contact contact, String actor) {
        database.transaction(
                () -> {
                    List<String> keys = contacts.keysHeld(contact.id());
                    contacts.lock(keys);
                    erase(contact);
                    rematch(contact.id(), keys);
                    note(actor, "contact.purge", contact.id());
                    return true;
                });
    }

    /// Takes the automatic creation of a contact back: it is gone, its company, too, if it was made
    /// for it, and mail does not create it again.
    ///
    /// @throws Refusal when somebody entered or changed it by hand, or its mail is marked private
    public void undoCreation(Contact contact, String actor) {
        database.transaction(
                () -> {
                    contacts.lock(contacts.keysHeld(contact.id()));
                    requireAutomatic(contact);
                    jdbc().sql(
                                    """
                                    insert into creation_undone (address_key)
                                    select address_key from contact_address
                                    where contact_id = :id
                                    on conflict do nothing
                                    """)
                            .param("id", contact.id())
                            .update();
                    Optional<Long> company =
                            jdbc().sql("select company_id from contact where id = :id")
                                    .param("id", contact.id())
                                    .query((row, number) -> Columns.number(row, "company_id"))
                                    .single();
                    erase(contact);
                    company.ifPresent(this::removeIfUnused);
                    note(actor, "contact.undo-creation", contact.id());
                    return true;
                });
    }

    /// Has the stored mail of addresses looked for; in the transaction that changes whose they are.
    void rematch(long contact, Collection<String> keys) {
        rematch.enter(SUBJECT + contact, keys.stream().map(contacts::match).toList());
    }

    private void requireAutomatic(Contact contact) {
        boolean automatic =
                jdbc().sql(
                                """
                                select c.origin not in ('manual', 'import')
                                   and c.name_from <> 'hand' and not c.company_by_hand
                                   and not exists (select from contact_merge
                                                   where winner_id = c.id)
                                from contact c where c.id = :id for update
                                """)
                        .param("id", contact.id())
                        .query(Boolean.class)
                        .optional()
                        .orElse(false);
        if (!automatic) {
            throw new Refusal(
                    "contact %d was entered or changed by hand: delete or purge it instead"
                            .formatted(contact.id()));
        }
    }

    private void requireAllowed(Contact contact, Address wanted, String key) {
        Contacts.Owner owner = contacts.owners(List.of(key)).get(key);
        if (owner == null || owner.contact() == contact.id()) {
            return;
        }
        boolean primaryElsewhere =
                jdbc().sql(
                                """
                                select exists (select from contact_address
                                               where address_key = :key and is_primary)
                                """)
                        .param("key", key)
                        .query(Boolean.class)
                        .single();
        if (!wanted.shared() || (wanted.primary() && primaryElsewhere)) {
            throw new AddressTaken(
                    wanted.address(), owner.contact(), owner.name(), owner.deleted());
        }
    }

    /// @return false when the contact does not have it
    boolean takeOff(long contact, String key) {
        contacts.lock(List.of(key));
        List<String> held = contacts.keysHeld(contact);
        if (!held.contains(key)) {
            return false;
        }
        if (held.size() == 1) {
            throw new Refusal(
                    "contact %d has no other address: delete or purge it instead"
                            .formatted(contact));
        }
        jdbc().sql("delete from contact_address where contact_id = :id and address_key = :key")
                .param("id", contact)
                .param("key", key)
                .update();
        promote(contact);
        return true;
    }

    /// The first of its addresses that is nobody's primary one becomes the primary one if none is.
    void promote(long contact) {
        jdbc().sql(
                        """
                        update contact_address set is_primary = true
                        where contact_id = :id
                          and not exists (select from contact_address
                                          where contact_id = :id and is_primary)
                          and address_key = (select min(a.address_key) from contact_address a
                                             where a.contact_id = :id
                                               and not exists
                                                   (select from contact_address o
                                                    where o.address_key = a.address_key
                                                      and o.is_primary))
                        """)
                .param("id", contact)
                .update();
    }

    private void primary(long contact, Optional<String> key) {
        jdbc().sql(
                        """
                        update contact_address
                        set is_primary = address_key is not distinct from :key
                        where contact_id = :id and is_primary
                        """)
                .param("id", contact)
                .param("key", key.orElse(null), Types.VARCHAR)
                .update();
    }

    private void companyIfNone(Contact contact, String domain) {
        jdbc().sql(
                        """
                        update contact set company_id = :company
                        where id = :id and company_id is null and not company_by_hand
                        """)
                .param("company", companies.ofDomain(domain))
                .param("id", contact.id())
                .update();
    }

    private void erase(Contact contact) {
        Long[] all =
                jdbc().sql(
                                """
                                with recursive merged (id) as (
                                    select :id::bigint
                                    union
                                    select c.id from contact c join merged on c.merged_into = merged.id)
                                select id from merged
                                """)
                        .param("id", contact.id())
                        .query((row, number) -> row.getLong(1))
                        .list()
                        .toArray(Long[]::new);
        boolean marked =
                jdbc().sql(
                                """
                                select exists (select from private_mark
                                               where kind = 'contact' and target = any(:ids::text[]))
                                """)
                        .param("ids", all)
                        .query(Boolean.class)
                        .single();
        if (marked) {
            throw new Refusal(
                    "mail with contact %d is marked private: take the mark off first, or delete it"
                            .formatted(contact.id()));
        }
        jdbc().sql(
                        """
                        update bcc_address set valid_until = now()
                        where scope = 'contact' and owner = any(:ids::text[])
                          and valid_until is null
                        """)
                .param("ids", all)
                .update();
        jdbc().sql("delete from contact where id = any(:ids)").param("ids", all).update();
    }

    private void removeIfUnused(long company) {
        jdbc().sql(
                        """
                        delete from company y
                        where y.id = :id and y.domain = y.name and not y.name_by_hand
                          and not exists (select from contact where company_id = y.id)
                          and not exists (select from company where merged_into = y.id)
                          and not exists (select from message_link where company_id = y.id)
                        """)
                .param("id", company)
                .update();
    }

    /// Who is entered by hand may be created by mail again.
    private void wantedAgain(Map<String, String> addresses) {
        jdbc().sql("delete from creation_undone where address_key = any(:keys)")
                .param("keys", addresses.keySet().toArray(String[]::new))
                .update();
    }

    private Contact read(long id) {
        return contacts.byId(id).orElseThrow();
    }

    private void note(String actor, String action, long contact) {
        audit.change(actor, action, SUBJECT + contact, Optional.empty(), Optional.empty());
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
