package org.tapline.bridge.contacts;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;

/// Companies, by registrable domain or by name.
final class Companies {
    private final Database database;

    Companies(Database database) {
        this.database = database;
    }

    /// The company of a domain; made, with the domain as its name, when there is none.
    long ofDomain(String domain) {
        String key = Columns.key(domain);
        return database.jdbc()
                .sql("select coalesce(merged_into, id) from company where domain = :domain")
                .param("domain", key)
                .query(Long.class)
                .optional()
                .orElseGet(
                        () ->
                                database.jdbc()
                                        .sql(
                                                """
                                                insert into company (domain, name)
                                                values (:domain, :domain)
                                                on conflict (domain)
                                                do update set domain = excluded.domain
                                                returning coalesce(merged_into, id)
                                                """)
                                        .param("domain", key)
                                        .query(Long.class)
                                        .single());
    }

    /// The companies of domains; made where there are none.
    Map<String, Long> ofDomains(SortedSet<String> domains) {
        Map<String, String> byColumn = new TreeMap<>();
        domains.forEach(domain -> byColumn.put(Columns.key(domain), domain));
        Map<String, Long> known = known(byColumn);
        if (known.size() < byColumn.size()) {
            database.jdbc()
                    .sql(
                            """
                            insert into company (domain, name)
                            select d.domain, d.domain from unnest(:domains::text[]) as d(domain)
                            order by d.domain
                            on conflict (domain) do nothing
                            """)
                    .param("domains", byColumn.keySet().toArray(String[]::new))
                    .update();
            known = known(byColumn);
        }
        return known;
    }

    private Map<String, Long> known(Map<String, String> byColumn) {
        Map<String, Long> known = new HashMap<>();
        if (byColumn.isEmpty()) {
            return known;
        }
        database.jdbc()
                .sql(
                        """
                        select coalesce(merged_into, id) as id, domain from company
                        where domain = any(:domains)
                        """)
                .param("domains", byColumn.keySet().toArray(String[]::new))
                .query(
                        row -> {
                            String column = row.getString("domain");
                            known.put(byColumn.getOrDefault(column, column), row.getLong("id"));
                        });
        return known;
    }

    /// The company that has the name or the domain; made when there is none.
    long named(String nameOrDomain) {
        String name = Columns.key(nameOrDomain.strip());
        return database.jdbc()
                .sql(
                        """
                        select coalesce(merged_into, id) from company
                        where domain = lower(:name) or lower(name) = lower(:name)
                        order by merged_into nulls first, id limit 1
                        """)
                .param("name", name)
                .query(Long.class)
                .optional()
                .orElseGet(
                        () ->
                                database.jdbc()
                                        .sql(
                                                """
                                                insert into company (name) values (:name)
                                                on conflict (lower(name)) where domain is null
                                                do update set name = company.name
                                                returning coalesce(merged_into, id)
                                                """)
                                        .param("name", name)
                                        .query(Long.class)
                                        .single());
    }

    /// The companies that have the names or domains; made where there are none.
    Map<String, Long> named(Set<String> namesOrDomains) {
        Map<String, Long> known = byName(namesOrDomains);
        if (known.size() < namesOrDomains.size()) {
            database.jdbc()
                    .sql(
                            """
                            insert into company (name)
                            select n.name from unnest(:names::text[]) as n(name) order by lower(n.name)
                            on conflict (lower(name)) where domain is null do nothing
                            """)
                    .param(
                            "names",
                            namesOrDomains.stream()
                                    .filter(name -> !known.containsKey(name))
                                    .map(Columns::key)
                                    .toArray(String[]::new))
                    .update();
            return byName(namesOrDomains);
        }
        return known;
    }

    private Map<String, Long> byName(Set<String> names) {
        Map<String, Long> known = new HashMap<>();
        database.jdbc()
                .sql(
                        """
                        select n.name, y.id
                        from unnest(:names::text[]) as n(name)
                        cross join lateral
                            (select coalesce(merged_into, id) as id from company
                             where domain = lower(n.name) or lower(name) = lower(n.name)
                             order by merged_into nulls first, company.id limit 1) as y
                        """)
                .param("names", names.stream().map(Columns::key).toArray(String[]::new))
                .query(
                        row -> {
                            known.put(row.getString("name"), row.getLong("id"));
                        });
        return known;
    }
}
