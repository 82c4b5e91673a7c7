package org.tapline.bridge.contacts;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;

/// Inserts many contacts with one address each, in a handful of statements. Takes part in the
/// caller's transaction, which has locked the addresses.
final class FreshContacts {
    private final Database database;
    private final Companies companies;
    private final Function<String, @Nullable String> folded;

    /// @param folded the column `folded_key` of an address key
    FreshContacts(
            Database database, Companies companies, Function<String, @Nullable String> folded) {
        this.database = database;
        this.companies = companies;
        this.folded = folded;
    }

    /// @param wanted by address key; nobody has any of the addresses
    /// @return what was made, by address key
    Map<String, Contacts.Owner> insert(SortedMap<String, Contacts.NewContact> wanted) {
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
                            insert into contact (id, name, name_from, company_id, origin)
                            overriding system value
                            select c.* from unnest(:ids::bigint[], :names::text[],
                                                   :namesFrom::text[], :companies::bigint[],
                                                   :origins::text[]) as c)
                        insert into contact_address
                            (contact_id, address_key, folded_key, address, is_primary)
                        select a.*, true
                        from unnest(:ids::bigint[], :keys::text[], :folded::text[],
                                    :addresses::text[]) as a
                        """)
                .param("ids", ids.toArray(Long[]::new))
                .param("names", each(wanted, Contacts.NewContact::name))
                .param("namesFrom", each(wanted, Contacts.NewContact::nameFrom))
                .param(
                        "companies",
                        wanted.values().stream()
                                .map(each -> each.companyDomain().map(byDomain::get).orElse(null))
                                .toArray(Long[]::new))
                .param("origins", each(wanted, contact -> contact.origin().label()))
                .param("keys", wanted.keySet().toArray(String[]::new))
                .param("folded", wanted.keySet().stream().map(folded).toArray(String[]::new))
                .param("addresses", each(wanted, contact -> contact.addresses().getFirst()))
                .update();
        Map<String, Contacts.Owner> made = new LinkedHashMap<>();
        Iterator<Long> id = ids.iterator();
        wanted.forEach(
                (key, contact) ->
                        made.put(key, new Contacts.Owner(id.next(), contact.name(), false)));
        return made;
    }

    private static String[] each(
            SortedMap<String, Contacts.NewContact> contacts,
            Function<Contacts.NewContact, String> text) {
        return contacts.values().stream().map(text).map(Columns::text).toArray(String[]::new);
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
