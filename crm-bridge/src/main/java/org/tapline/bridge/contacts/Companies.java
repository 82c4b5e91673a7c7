package org.tapline.bridge.contacts;

import java.util.HashMap;
import java.util.Map;
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
                .sql("select id from company where domain = :domain")
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
                                                returning id
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
                .sql("select id, domain from company where domain = any(:domains)")
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
                        select id from company
                        where domain = lower(:name) or lower(name) = lower(:name)
                        order by id limit 1
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
                                                returning id
                                                """)
                                        .param("name", name)
                                        .query(Long.class)
                                        .single());
    }
}
