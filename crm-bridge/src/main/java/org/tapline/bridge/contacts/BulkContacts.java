package org.tapline.bridge.contacts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;

/// Files some hundred contacts out of a file in a handful of statements. Takes part in the caller's
/// transaction.
///
/// An entry whose addresses nobody has becomes a contact. One that has an address of a contact adds
/// to it: addresses, a company where it has none, a name where the present one is from mail. What
/// somebody chose by hand stays.
public final class BulkContacts {
    private final Database database;
    private final Contacts contacts;
    private final Companies companies;

    public BulkContacts(Database database, Contacts contacts) {
        this.database = database;
        this.contacts = contacts;
        this.companies = new Companies(database);
    }

    /// Somebody to file.
    ///
    /// @param number told apart by it in a dry run; positive
    /// @param name empty when there is none
    /// @param company name or domain
    /// @param companyDomain domain of a company for a new contact without one
    /// @param fallbackName for a new contact without a name
    public record Entry(
            long number,
            String name,
            Optional<String> company,
            Optional<String> companyDomain,
            List<String> addresses,
            String fallbackName) {
        public Entry {
            addresses = List.copyOf(addresses);
        }
    }

    /// What came of an entry.
    public sealed interface Result {
        /// It is a contact now.
        record Created() implements Result {}

        /// Something of it was new for the contact that is there.
        record Merged() implements Result {}

        /// Everything was known.
        record Unchanged() implements Result {}

        /// Nothing was done.
        record Refused(String reason) implements Result {}
    }

    /// @param results in the order of the entries
    /// @param fresh addresses that have an owner now and had none, by [Contacts#match], with the
    ///     number of the entry
    public record Outcome(List<Result> results, Map<String, Long> fresh) {
        public Outcome {
            results = List.copyOf(results);
        }
    }

    /// A contact that has an address of an entry.
    ///
    /// @param id negative for one that a dry run would have made
    private record Known(long id, String name, String nameFrom, boolean company, boolean deleted) {}

    private record Made(long id, Entry entry) {}

    private record Held(long contact, String address, boolean primary) {}

    private record Renamed(long contact, String name) {}

    private record Joined(long contact, String company) {}

    private static final class Plan {
        private final Map<String, Known> owners = new HashMap<>();
        private final Map<String, Long> fresh = new LinkedHashMap<>();
        private final List<Made> made = new ArrayList<>();
        private final List<Held> held = new ArrayList<>();
        private final List<Renamed> renamed = new ArrayList<>();
        private final List<Joined> joined = new ArrayList<>();
    }

    /// @param dryRun says what would come of it, and changes nothing
    /// @param before in a dry run the addresses of earlier entries, by [Contacts#match]
    public Outcome file(List<Entry> entries, boolean dryRun, Map<String, Long> before) {
        Set<String> keys = new TreeSet<>();
        entries.forEach(entry -> keys.addAll(Contacts.byKey(entry.addresses()).keySet()));
        if (!dryRun) {
            contacts.lock(keys);
        }
        Plan plan = new Plan();
        known(keys, plan);
        before.forEach(
                (match, number) ->
                        plan.owners.putIfAbsent(
                                match, new Known(-number, "", "hand", true, false)));
        List<Long> ids = dryRun ? List.of() : ids(entries.size());
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            results.add(plan(entry, dryRun ? -entry.number() : ids.get(i), plan));
        }
        if (!dryRun) {
            write(plan);
        }
        return new Outcome(results, plan.fresh);
    }

    private Result plan(Entry entry, long freshId, Plan plan) {
        Map<String, String> byMatch = new LinkedHashMap<>();
        entry.addresses()
                .forEach(
                        address ->
                                byMatch.putIfAbsent(
                                        contacts.match(Contacts.key(address)), address));
        Set<Known> owners = new LinkedHashSet<>();
        byMatch.keySet()
                .forEach(
                        match ->
                                Optional.ofNullable(plan.owners.get(match)).ifPresent(owners::add));
        if (owners.size() > 1) {
            return new Result.Refused(
                    "its addresses belong to several contacts (%s): merge them first"
                            .formatted(ids(owners)));
        }
        if (owners.isEmpty()) {
            return create(entry, freshId, byMatch, plan);
        }
        Known owner = owners.iterator().next();
        if (owner.deleted()) {
            return new Result.Refused(
                    "contact %d, who has the address, is deleted: restore it first"
                            .formatted(owner.id()));
        }
        return merge(entry, owner, byMatch, plan);
    }

    private static String ids(Set<Known> owners) {
        return String.join(
                ", ",
                owners.stream()
                        .map(
                                each ->
                                        each.id() > 0
                                                ? Long.toString(each.id())
                                                : "line " + -each.id())
                        .toList());
    }

    private static Result create(Entry entry, long id, Map<String, String> byMatch, Plan plan) {
        String name = entry.name().isEmpty() ? entry.fallbackName() : entry.name();
        Known known =
                new Known(
                        id,
                        name,
                        entry.name().isEmpty() ? "address" : "import",
                        entry.company().or(entry::companyDomain).isPresent(),
                        false);
        plan.made.add(new Made(id, entry));
        boolean primary = true;
        for (Map.Entry<String, String> address : byMatch.entrySet()) {
            plan.owners.put(address.getKey(), known);
            plan.fresh.put(address.getKey(), entry.number());
            plan.held.add(new Held(id, address.getValue(), primary));
            primary = false;
        }
        return new Result.Created();
    }

    private static Result merge(Entry entry, Known owner, Map<String, String> byMatch, Plan plan) {
        boolean changed = false;
        for (Map.Entry<String, String> address : byMatch.entrySet()) {
            if (!plan.owners.containsKey(address.getKey())) {
                plan.owners.put(address.getKey(), owner);
                plan.fresh.put(address.getKey(), entry.number());
                plan.held.add(new Held(owner.id(), address.getValue(), false));
                changed = true;
            }
        }
        Known now = owner;
        boolean chosen = owner.nameFrom().equals("hand") || owner.nameFrom().equals("import");
        if (!entry.name().isEmpty() && !chosen && !entry.name().equals(owner.name())) {
            plan.renamed.add(new Renamed(owner.id(), entry.name()));
            now = new Known(now.id(), entry.name(), "import", now.company(), false);
            changed = true;
        }
        if (entry.company().isPresent() && !owner.company()) {
            plan.joined.add(new Joined(owner.id(), entry.company().get()));
            now = new Known(now.id(), now.name(), now.nameFrom(), true, false);
            changed = true;
        }
        if (!now.equals(owner)) {
            Known after = now;
            plan.owners.replaceAll((match, each) -> each.equals(owner) ? after : each);
        }
        return changed ? new Result.Merged() : new Result.Unchanged();
    }

    private void known(Set<String> keys, Plan plan) {
        Map<String, Contacts.Owner> owners = contacts.owners(keys);
        Map<Long, Known> byId = new HashMap<>();
        jdbc().sql(
                        """
                        select id, name, name_from, deleted_at is not null as deleted,
                               company_id is not null or company_by_hand as company
                        from contact where id = any(:ids)
                        """)
                .param(
                        "ids",
                        owners.values().stream()
                                .map(Contacts.Owner::contact)
                                .distinct()
                                .toArray(Long[]::new))
                .query(
                        row -> {
                            byId.put(
                                    row.getLong("id"),
                                    new Known(
                                            row.getLong("id"),
                                            row.getString("name"),
                                            row.getString("name_from"),
                                            row.getBoolean("company"),
                                            row.getBoolean("deleted")));
                        });
        owners.forEach(
                (key, owner) -> {
                    Known known = byId.get(owner.contact());
                    if (known != null) {
                        plan.owners.put(contacts.match(key), known);
                    }
                });
    }

    private List<Long> ids(int count) {
        return jdbc().sql(
                        """
                        select nextval(pg_get_serial_sequence('contact', 'id'))
                        from generate_series(1, :count)
                        """)
                .param("count", count)
                .query((row, number) -> row.getLong(1))
                .list();
    }

    private void write(Plan plan) {
        Set<String> names = new TreeSet<>();
        Set<String> domains = new TreeSet<>();
        plan.made.forEach(
                made -> {
                    made.entry().company().ifPresent(names::add);
                    if (made.entry().company().isEmpty()) {
                        made.entry().companyDomain().ifPresent(domains::add);
                    }
                });
        plan.joined.forEach(joined -> names.add(joined.company()));
        Map<String, Long> byName = companies.named(names);
        Map<String, Long> byDomain = companies.ofDomains(new TreeSet<>(domains));
        contacts(plan, byName, byDomain);
        addresses(plan);
        changes(plan, byName);
    }

    private void contacts(Plan plan, Map<String, Long> byName, Map<String, Long> byDomain) {
        jdbc().sql(
                        """
                        insert into contact
                            (id, name, name_from, company_id, company_by_hand, origin)
                        overriding system value
                        select c.*, 'import'
                        from unnest(:ids::bigint[], :names::text[], :namesFrom::text[],
                                    :companies::bigint[], :byHand::boolean[]) as c
                        """)
                .param("ids", plan.made.stream().map(Made::id).toArray(Long[]::new))
                .param(
                        "names",
                        plan.made.stream()
                                .map(Made::entry)
                                .map(
                                        each ->
                                                each.name().isEmpty()
                                                        ? each.fallbackName()
                                                        : each.name())
                                .map(Columns::text)
                                .toArray(String[]::new))
                .param(
                        "namesFrom",
                        plan.made.stream()
                                .map(each -> each.entry().name().isEmpty() ? "address" : "import")
                                .toArray(String[]::new))
                .param(
                        "companies",
                        plan.made.stream()
                                .map(each -> company(each.entry(), byName, byDomain))
                                .toArray(Long[]::new))
                .param(
                        "byHand",
                        plan.made.stream()
                                .map(each -> each.entry().company().isPresent())
                                .toArray(Boolean[]::new))
                .update();
    }

    private static @Nullable Long company(
            Entry entry, Map<String, Long> byName, Map<String, Long> byDomain) {
        return entry.company()
                .map(byName::get)
                .or(() -> entry.companyDomain().map(byDomain::get))
                .orElse(null);
    }

    private void addresses(Plan plan) {
        List<String> keys = plan.held.stream().map(each -> Contacts.key(each.address())).toList();
        jdbc().sql(
                        """
                        insert into contact_address
                            (contact_id, address_key, folded_key, address, is_primary)
                        select * from unnest(:ids::bigint[], :keys::text[], :folded::text[],
                                             :addresses::text[], :primary::boolean[])
                        on conflict do nothing
                        """)
                .param("ids", plan.held.stream().map(Held::contact).toArray(Long[]::new))
                .param("keys", keys.toArray(String[]::new))
                .param("folded", keys.stream().map(contacts::folded).toArray(String[]::new))
                .param(
                        "addresses",
                        plan.held.stream()
                                .map(Held::address)
                                .map(Columns::text)
                                .toArray(String[]::new))
                .param("primary", plan.held.stream().map(Held::primary).toArray(Boolean[]::new))
                .update();
    }

    private void changes(Plan plan, Map<String, Long> byName) {
        jdbc().sql(
                        """
                        update contact c set name = n.name, name_from = 'import'
                        from unnest(:ids::bigint[], :names::text[]) as n(id, name)
                        where c.id = n.id and c.name_from not in ('hand', 'import')
                        """)
                .param("ids", plan.renamed.stream().map(Renamed::contact).toArray(Long[]::new))
                .param(
                        "names",
                        plan.renamed.stream()
                                .map(Renamed::name)
                                .map(Columns::text)
                                .toArray(String[]::new))
                .update();
        jdbc().sql(
                        """
                        update contact c set company_id = n.company, company_by_hand = true
                        from unnest(:ids::bigint[], :companies::bigint[]) as n(id, company)
                        where c.id = n.id and c.company_id is null and not c.company_by_hand
                        """)
                .param("ids", plan.joined.stream().map(Joined::contact).toArray(Long[]::new))
                .param(
                        "companies",
                        plan.joined.stream()
                                .map(each -> Objects.requireNonNull(byName.get(each.company())))
                                .toArray(Long[]::new))
                .update();
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
