package org.tapline.bridge.contacts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.identity.AddressFolding;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.identity.PersonNames;

/// Adds and finds contacts.
public final class Contacts {
    private final Database database;
    private final Companies companies;
    private final Supplier<AddressFolding> folding;
    private final FreshContacts fresh;

    public Contacts(Database database) {
        this(database, () -> AddressFolding.NONE);
    }

    /// @param folding how addresses are folded now
    public Contacts(Database database, Supplier<AddressFolding> folding) {
        this.database = database;
        this.companies = new Companies(database);
        this.folding = folding;
        this.fresh = new FreshContacts(database, companies, this::folded);
    }

    /// The form in which addresses are compared, as the policy wants it now.
    ///
    /// @param key by [#key]
    public String match(String key) {
        return folding.get().fold(key);
    }

    /// The column `folded_key`: null where folding changes nothing.
    public @Nullable String folded(String key) {
        String match = match(key);
        return match.equals(key) ? null : match;
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

        /// Where the name is from; one that the address alone would give is from there.
        String nameFrom() {
            if (name.equals(PersonNames.fromDisplay("", addresses.getFirst()))) {
                return "address";
            }
            return switch (origin) {
                case MANUAL -> "hand";
                case IMPORT -> "import";
                case SENT, RECEIVED, BCC, MEETING, LEAD -> "mail";
            };
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
                            requireFree(addresses);
                            return insert(contact, addresses);
                        });
        return byId(id).orElseThrow();
    }

    /// @param addresses as written, by key
    /// @throws AddressTaken when one of the addresses belongs to a contact
    void requireFree(Map<String, String> addresses) {
        owners(addresses.keySet())
                .forEach(
                        (key, owner) -> {
                            throw new AddressTaken(
                                    addresses.getOrDefault(key, key),
                                    owner.contact(),
                                    owner.name(),
                                    owner.deleted());
                        });
    }

    /// Adds those of the candidates whose addresses nobody has yet; takes part in the caller's
    /// transaction. A candidate has one address, and its company by its domain.
    ///
    /// @return what was made, by address key
    public Map<String, Owner> addMissing(List<NewContact> candidates) {
        Map<String, NewContact> wanted = new HashMap<>();
        Set<String> taken = new HashSet<>();
        for (NewContact candidate : candidates) {
            String key = key(candidate.addresses().getFirst());
            if (taken.add(match(key))) {
                wanted.put(key, candidate);
            }
        }
        if (wanted.isEmpty()) {
            return Map.of();
        }
        TreeSet<String> keys = new TreeSet<>(wanted.keySet());
        lock(keys);
        keys.removeAll(owners(keys).keySet());
        keys.removeAll(undone(keys));
        wanted.keySet().retainAll(keys);
        return fresh.insert(new TreeMap<>(wanted));
    }

    /// Those whose automatic creation somebody took back.
    public List<String> undone(Collection<String> keys) {
        return jdbc().sql("select address_key from creation_undone where address_key = any(:keys)")
                .param("keys", keys.toArray(String[]::new))
                .query((row, number) -> row.getString(1))
                .list();
    }

    /// Whose these addresses are; an address of nobody is not in the answer.
    ///
    /// @param keys by [#key]
    public Map<String, Owner> owners(Collection<String> keys) {
        Map<String, List<String>> asked = new HashMap<>();
        keys.forEach(key -> asked.computeIfAbsent(match(key), k -> new ArrayList<>()).add(key));
        Map<String, Owner> owners = new HashMap<>();
        jdbc().sql(
                        """
                        select distinct on (a.match)
                               a.match, c.id, c.name, c.deleted_at is not null as deleted
                        from (select coalesce(folded_key, address_key) as match, contact_id,
                                     is_primary
                              from contact_address
                              where coalesce(folded_key, address_key) = any(:keys)) as a
                        join contact c on c.id = a.contact_id
                        order by a.match, a.is_primary desc, c.id
                        """)
                .param("keys", asked.keySet().toArray(String[]::new))
                .query(
                        row -> {
                            Owner owner =
                                    new Owner(
                                            row.getLong("id"),
                                            row.getString("name"),
                                            row.getBoolean("deleted"));
                            asked.getOrDefault(row.getString("match"), List.of())
                                    .forEach(key -> owners.put(key, owner));
                        });
        return owners;
    }

    /// The addresses that are a contact's own, as [#match].
    public List<String> keysOf(long contact) {
        return jdbc().sql(
                        """
                        select distinct coalesce(a.folded_key, a.address_key)
                        from contact_address a
                        where a.contact_id = :contact and a.contact_id =
                              (select o.contact_id from contact_address o
                               where coalesce(o.folded_key, o.address_key)
                                     = coalesce(a.folded_key, a.address_key)
                               order by o.is_primary desc, o.contact_id limit 1)
                        """)
                .param("contact", contact)
                .query((row, number) -> row.getString(1))
                .list();
    }

    /// Which contacts a list shows.
    ///
    /// @param deleted tombstones, too
    /// @param company id
    /// @param words piece of the name or of an address; empty: all
    public record Filter(
            boolean deleted, Optional<Origin> origin, Optional<Long> company, String words) {}

    /// Contacts of a company that [#keysElsewhere] looks at.
    private static final int MOST_ELSEWHERE = 2_000;

    /// The addresses of a company's contacts that lie under none of its domains, as [#keysOf].
    public List<String> keysElsewhere(Company company) {
        return jdbc().sql(
                        """
                        select coalesce(a.folded_key, a.address_key)
                        from contact c join contact_address a on a.contact_id = c.id
                        where c.company_id = :company
                          and c.id =
                              (select o.contact_id from contact_address o
                               where coalesce(o.folded_key, o.address_key)
                                     = coalesce(a.folded_key, a.address_key)
                               order by o.is_primary desc, o.contact_id limit 1)
                          and not exists
                              (select from unnest(:domains::text[]) as d(domain)
                               where right(a.address_key, length(d.domain) + 1)
                                     in ('@' || d.domain, '.' || d.domain))
                        order by c.id desc limit :most
                        """)
                .param("company", company.id())
                .param("domains", company.domains().toArray(String[]::new))
                .param("most", MOST_ELSEWHERE)
                .query((row, number) -> row.getString(1))
                .list();
    }

    /// The keys of all its addresses, also of those that are another contact's first.
    public List<String> keysHeld(long contact) {
        return jdbc().sql("select address_key from contact_address where contact_id = :contact")
                .param("contact", contact)
                .query((row, number) -> row.getString(1))
                .list();
    }

    /// Newest first.
    ///
    /// @param before id of the last one of the page before; [Long#MAX_VALUE] for the first page
    public List<Contact> list(int limit, long before, Filter filter) {
        return jdbc().sql(
                        ContactRow.SELECT
                                + """
                                where c.id < :before and c.merged_into is null
                                  and (c.deleted_at is null or :deleted)
                                  and (:origin = '' or c.origin = :origin)
                                  and (:company::bigint is null
                                       or c.company_id = :company::bigint)
                                  and (:words = '' or strpos(lower(c.name), lower(:words)) > 0
                                       or exists (select from contact_address w
                                                  where w.contact_id = c.id
                                                    and strpos(lower(w.address), lower(:words))
                                                        > 0))
                                order by c.id desc limit :limit
                                """)
                .param("before", before)
                .param("deleted", filter.deleted())
                .param("origin", filter.origin().map(Origin::label).orElse(""))
                .param("company", filter.company().orElse(null), java.sql.Types.BIGINT)
                .param("words", Columns.text(filter.words().strip()))
                .param("limit", limit)
                .query(ContactRow::contact)
                .list();
    }

    /// Those that are not deleted, oldest first.
    ///
    /// @param after id of the last one that was read; 0 for the beginning
    public List<Contact> from(long after, int most) {
        return jdbc().sql(
                        ContactRow.SELECT
                                + """
                                where c.id > :after and c.merged_into is null
                                  and c.deleted_at is null
                                order by c.id limit :most
                                """)
                .param("after", after)
                .param("most", most)
                .query(ContactRow::contact)
                .list();
    }

    public Optional<Contact> byId(long id) {
        return jdbc().sql(ContactRow.SELECT + "where c.id = contact_now(:id)")
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

    static Map<String, String> byKey(List<String> addresses) {
        Map<String, String> byKey = new LinkedHashMap<>();
        addresses.forEach(address -> byKey.putIfAbsent(key(address), address));
        return byKey;
    }

    /// Takes part in the caller's transaction, which holds the [#lock].
    long insert(NewContact contact, Map<String, String> addresses) {
        Optional<Long> company =
                contact.company()
                        .map(companies::named)
                        .or(() -> contact.companyDomain().map(companies::ofDomain));
        long id =
                jdbc().sql(
                                """
                                insert into contact
                                    (name, name_from, company_id, company_by_hand, origin)
                                values (:name, :nameFrom, :company, :companyByHand, :origin)
                                returning id
                                """)
                        .param("name", Columns.text(contact.name()))
                        .param("company", company.orElse(null), java.sql.Types.BIGINT)
                        .param("nameFrom", contact.nameFrom())
                        .param("companyByHand", contact.company().isPresent())
                        .param("origin", contact.origin().label())
                        .query(Long.class)
                        .single();
        boolean primary = true;
        for (Map.Entry<String, String> address : new ArrayList<>(addresses.entrySet())) {
            jdbc().sql(
                            """
                            insert into contact_address
                                (contact_id, address_key, folded_key, address, is_primary)
                            values (:contact, :key, :folded, :address, :primary)
                            """)
                    .param("contact", id)
                    .param("key", address.getKey())
                    .param("folded", folded(address.getKey()), java.sql.Types.VARCHAR)
                    .param("address", Columns.text(address.getValue()))
                    .param("primary", primary)
                    .update();
            primary = false;
        }
        return id;
    }

    /// Two transactions that want the same addresses go one after the other.
    void lock(Collection<String> keys) {
        jdbc().sql(
                        """
                        select pg_advisory_xact_lock(wanted.hash)
                        from (select distinct hashtextextended(k.key, 2) as hash
                              from unnest(:keys::text[]) as k(key) order by hash) as wanted
                        """)
                .param("keys", keys.stream().map(this::match).toArray(String[]::new))
                .query((row, number) -> true)
                .list();
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
