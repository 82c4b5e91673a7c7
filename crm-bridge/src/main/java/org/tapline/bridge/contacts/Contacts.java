package org.tapline.bridge.contacts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.identity.AddressKey;

/// Adds and finds contacts.
public final class Contacts {
    private final Database database;
    private final Companies companies;

    public Contacts(Database database) {
        this.database = database;
        this.companies = new Companies(database);
    }

    /// A contact to be added.
    ///
    /// @param addresses as written; the first becomes the primary one
    /// @param company name or domain of a company
    /// @param companyDomain registrable domain to take the company from when none is named
    public record NewContact(
            String name,
            List<String> addresses,
            Optional<String> company,
            Optional<String> companyDomain,
            Origin origin) {
        public NewContact {
            addresses = List.copyOf(addresses);
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException("a contact needs an address");
            }
        }
    }

    /// Whose an address is.
    ///
    /// @param deleted whether the contact is a tombstone
    public record Owner(long contact, String name, boolean deleted) {}

    /// Adds a contact by hand.
    ///
    /// @throws AddressTaken when one of the addresses belongs to a contact
    public Contact add(NewContact contact) {
        long id =
                database.transaction(
                        () -> {
                            Map<String, String> addresses = byKey(contact.addresses());
                            lock(addresses.keySet());
                            owners(addresses.keySet())
                                    .forEach(
                                            (key, owner) -> {
                                                throw new AddressTaken(
                                                        addresses.getOrDefault(key, key),
                                                        owner.contact(),
                                                        owner.name(),
                                                        owner.deleted());
                                            });
                            return insert(contact, addresses);
                        });
        return byId(id).orElseThrow();
    }

    /// Adds those of the candidates whose addresses nobody has yet; takes part in the caller's
    /// transaction. A candidate has one address, and its company by its domain.
    ///
    /// @return what was made, by address key
    public Map<String, Owner> addMissing(List<NewContact> candidates) {
        Map<String, NewContact> wanted = new HashMap<>();
        candidates.forEach(
                candidate -> wanted.putIfAbsent(key(candidate.addresses().getFirst()), candidate));
        if (wanted.isEmpty()) {
            return Map.of();
        }
        TreeSet<String> keys = new TreeSet<>(wanted.keySet());
        lock(keys);
        keys.removeAll(owners(keys).keySet());
        wanted.keySet().retainAll(keys);
        return insertAll(new TreeMap<>(wanted));
    }

    private Map<String, Owner> insertAll(SortedMap<String, NewContact> wanted) {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        List<Long> ids =
                jdbc().sql(
                                """
                                select nextval(pg_get_serial_sequence('contact', 'id'))
                                from generate_series(1, :count)
                                """)
                        .param("count", wanted.size())
                        .query((row, number) -> row.getLong(1))
                        .list();
        Map<String, Long> byDomain =
                companies.ofDomains(
                        wanted.values().stream()
                                .flatMap(each -> each.companyDomain().stream())
                                .collect(Collectors.toCollection(TreeSet::new)));
        jdbc().sql(
                        """
                        with made as (
                            insert into contact (id, name, company_id, origin)
                            overriding system value
                            select c.* from unnest(:ids::bigint[], :names::text[],
                                                   :companies::bigint[], :origins::text[]) as c)
                        insert into contact_address (contact_id, address_key, address, is_primary)
                        select a.*, true
                        from unnest(:ids::bigint[], :keys::text[], :addresses::text[]) as a
                        """)
                .param("ids", ids.toArray(Long[]::new))
                .param("names", each(wanted, NewContact::name))
                .param(
                        "companies",
                        wanted.values().stream()
                                .map(each -> each.companyDomain().map(byDomain::get).orElse(null))
                                .toArray(Long[]::new))
                .param("origins", each(wanted, contact -> contact.origin().label()))
                .param("keys", wanted.keySet().toArray(String[]::new))
                .param("addresses", each(wanted, contact -> contact.addresses().getFirst()))
                .update();
        Map<String, Owner> made = new LinkedHashMap<>();
        Iterator<Long> id = ids.iterator();
        wanted.forEach(
                (key, contact) -> made.put(key, new Owner(id.next(), contact.name(), false)));
        return made;
    }

    private static String[] each(
            SortedMap<String, NewContact> contacts, Function<NewContact, String> text) {
        return contacts.values().stream().map(text).map(Columns::text).toArray(String[]::new);
    }

    /// Whose these addresses are; an address of nobody is not in the answer.
    ///
    /// @param keys by [#key]
    public Map<String, Owner> owners(Collection<String> keys) {
        Map<String, Owner> owners = new HashMap<>();
        jdbc().sql(
                        """
                        select o.address_key, c.id, c.name, c.deleted_at is not null as deleted
                        from address_owner o join contact c on c.id = o.contact_id
                        where o.address_key = any(:keys)
                        """)
                .param("keys", keys.toArray(String[]::new))
                .query(
                        row -> {
                            owners.put(
                                    row.getString("address_key"),
                                    new Owner(
                                            row.getLong("id"),
                                            row.getString("name"),
                                            row.getBoolean("deleted")));
                        });
        return owners;
    }

    /// The addresses that are a contact's own, in the form of the participants' column.
    public List<String> keysOf(long contact) {
        return jdbc().sql(
                        """
                        select address_key from address_owner
                        where address_key in
                              (select address_key from contact_address where contact_id = :contact)
                          and contact_id = :contact
                        """)
                .param("contact", contact)
                .query((row, number) -> row.getString("address_key"))
                .list();
    }

    /// Newest first.
    ///
    /// @param before id of the last one of the page before; [Long#MAX_VALUE] for the first page
    public List<Contact> list(int limit, long before, boolean deleted) {
        return jdbc().sql(
                        ContactRow.SELECT
                                + """
                                where c.id < :before and (c.deleted_at is null or :deleted)
                                order by c.id desc limit :limit
                                """)
                .param("before", before)
                .param("deleted", deleted)
                .param("limit", limit)
                .query(ContactRow::contact)
                .list();
    }

    public Optional<Contact> byId(long id) {
        return jdbc().sql(ContactRow.SELECT + "where c.id = :id")
                .param("id", id)
                .query(ContactRow::contact)
                .optional();
    }

    /// By id or by any address.
    public Optional<Contact> find(String idOrAddress) {
        if (idOrAddress.contains("@")) {
            String key = key(idOrAddress);
            return Optional.ofNullable(owners(List.of(key)).get(key))
                    .flatMap(owner -> byId(owner.contact()));
        }
        if (!idOrAddress.isEmpty()
                && idOrAddress.length() <= 18
                && idOrAddress.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return byId(Long.parseLong(idOrAddress));
        }
        return Optional.empty();
    }

    /// Makes a tombstone of it, or takes that back.
    public Contact deleted(Contact contact, boolean deleted) {
        jdbc().sql(
                        """
                        update contact
                        set deleted_at = case when :deleted then coalesce(deleted_at, now()) end
                        where id = :id
                        """)
                .param("deleted", deleted)
                .param("id", contact.id())
                .update();
        return byId(contact.id()).orElseThrow();
    }

    /// The column form of an address.
    public static String key(String address) {
        return Columns.key(AddressKey.of(address).value());
    }

    private static Map<String, String> byKey(List<String> addresses) {
        Map<String, String> byKey = new LinkedHashMap<>();
        addresses.forEach(address -> byKey.putIfAbsent(key(address), address));
        return byKey;
    }

    private long insert(NewContact contact, Map<String, String> addresses) {
        Optional<Long> company =
                contact.company()
                        .map(companies::named)
                        .or(() -> contact.companyDomain().map(companies::ofDomain));
        long id =
                jdbc().sql(
                                """
                                insert into contact (name, company_id, origin)
                                values (:name, :company, :origin) returning id
                                """)
                        .param("name", Columns.text(contact.name()))
                        .param("company", company.orElse(null), java.sql.Types.BIGINT)
                        .param("origin", contact.origin().label())
                        .query(Long.class)
                        .single();
        boolean primary = true;
        for (Map.Entry<String, String> address : new ArrayList<>(addresses.entrySet())) {
            jdbc().sql(
                            """
                            insert into contact_address (contact_id, address_key, address, is_primary)
                            values (:contact, :key, :address, :primary)
                            """)
                    .param("contact", id)
                    .param("key", address.getKey())
                    .param("address", Columns.text(address.getValue()))
                    .param("primary", primary)
                    .update();
            primary = false;
        }
        return id;
    }

    /// Two transactions that want the same addresses go one after the other.
    private void lock(Collection<String> keys) {
        jdbc().sql(
                        """
                        select pg_advisory_xact_lock(wanted.hash)
                        from (select distinct hashtextextended(k.key, 2) as hash
                              from unnest(:keys::text[]) as k(key) order by hash) as wanted
                        """)
                .param("keys", keys.toArray(String[]::new))
                .query((row, number) -> true)
                .list();
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
