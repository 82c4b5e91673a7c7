package org.tapline.bridge.contacts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.identity.Domains;

/// Shows companies, and changes them by hand.
///
/// A company that was merged into another keeps its row, so that its domain is not made a company
/// again: whoever looks it up gets the other one.
public final class CompanyRegister {
    /// `company-12`, where a domain or a name could stand too.
    public static final String PREFIX = "company-";

    private static final String SELECT =
            """
            select y.id, y.name, y.created_at,
                   (select coalesce(array_agg(d.domain order by d.id), '{}') from company d
                    where d.domain is not null and y.id in (d.id, d.merged_into)) as domains,
                   (select count(*) from contact c
                    where c.company_id = y.id and c.deleted_at is null
                      and c.merged_into is null) as contacts
            from company y
            """;

    private final Database database;
    private final Audit audit;

    public CompanyRegister(Database database, Audit audit) {
        this.database = database;
        this.audit = audit;
    }

    /// Newest first.
    ///
    /// @param words piece of the name or of a domain; empty: all
    /// @param before id of the last one of the page before; [Long#MAX_VALUE] for the first page
    public List<Company> list(int limit, long before, String words) {
        return jdbc().sql(
                        SELECT
                                + """
                                where y.id < :before and y.merged_into is null
                                  and (:words = '' or strpos(lower(y.name), lower(:words)) > 0
                                       or exists (select from company d
                                                  where y.id in (d.id, d.merged_into)
                                                    and strpos(d.domain, lower(:words)) > 0))
                                order by y.id desc limit :limit
                                """)
                .param("before", before)
                .param("words", Columns.text(words.strip()))
                .param("limit", limit)
                .query(CompanyRegister::company)
                .list();
    }

    public Optional<Company> byId(long id) {
        return jdbc().sql(
                        SELECT
                                + """
                                where y.id = (select coalesce(merged_into, id) from company
                                              where id = :id)
                                """)
                .param("id", id)
                .query(CompanyRegister::company)
                .optional();
    }

    /// By `company-12`, `12`, a domain (of a part of it, too: `mail.kunde.test`), or a name.
    public Optional<Company> find(String which) {
        String text = which.strip();
        String digits = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
        if (!digits.isEmpty()
                && digits.length() <= 18
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return byId(Long.parseLong(digits));
        }
        return ofDomain(text).or(() -> ofName(text));
    }

    /// The company whose people have addresses under the domain.
    public Optional<Company> ofDomain(String domain) {
        String ascii = Domains.toAscii(domain);
        return jdbc()
                .sql("select id from company where domain in (:domain, :registrable)")
                .param("domain", Columns.key(ascii))
                .param("registrable", Columns.key(Domains.registrable(domain).orElse(ascii)))
                .query((row, number) -> row.getLong(1))
                .list()
                .stream()
                .findFirst()
                .flatMap(this::byId);
    }

    private Optional<Company> ofName(String name) {
        return jdbc().sql(
                        """
                        select id from company where lower(name) = lower(:name)
                        order by merged_into nulls first, id limit 1
                        """)
                .param("name", Columns.key(name))
                .query(Long.class)
                .optional()
                .flatMap(this::byId);
    }

    /// Gives it a name that no mail changes.
    ///
    /// @throws Refusal when another company has the name
    public Company rename(Company company, String name, String actor) {
        return database.transaction(
                () -> {
                    jdbc().sql("select pg_advisory_xact_lock(hashtextextended(lower(:name), 5))")
                            .param("name", Columns.key(name))
                            .query((row, number) -> true)
                            .single();
                    ofName(name)
                            .filter(other -> other.id() != company.id())
                            .ifPresent(
                                    other -> {
                                        throw new Refusal(
                                                "company %d has the name %s: merge them instead"
                                                        .formatted(other.id(), other.name()));
                                    });
                    jdbc().sql(
                                    """
                                    update company set name = :name, name_by_hand = true
                                    where id = :id
                                    """)
                            .param("name", Columns.text(name))
                            .param("id", company.id())
                            .update();
                    audit.change(
                            actor,
                            "company.rename",
                            PREFIX + company.id(),
                            Optional.of(company.name()),
                            Optional.of(name));
                    return byId(company.id()).orElseThrow();
                });
    }

    /// Makes one company of two: contacts, domains and what is linked go to the first.
    ///
    /// @throws Refusal when they are one
    public Company merge(Company into, Company from, String actor) {
        if (into.id() == from.id()) {
            throw new Refusal("company %d cannot be merged into itself".formatted(into.id()));
        }
        return database.transaction(
                () -> {
                    lock(into.id(), from.id());
                    run(
                            "update contact set company_id = :into where company_id = :from",
                            into,
                            from);
                    run(
                            """
                            update message_link l set company_id = :into
                            where company_id = :from
                              and not exists (select from message_link o
                                              where o.message_id = l.message_id
                                                and o.company_id = :into)
                            """,
                            into,
                            from);
                    run(
                            """
                            update company set merged_into = :into
                            where id = :from or merged_into = :from
                            """,
                            into,
                            from);
                    audit.change(
                            actor,
                            "company.merge",
                            PREFIX + into.id(),
                            Optional.of(PREFIX + from.id() + " " + from.name()),
                            Optional.of(PREFIX + into.id() + " " + into.name()));
                    return byId(into.id()).orElseThrow();
                });
    }

    private void lock(long one, long other) {
        int there =
                jdbc().sql(
                                """
                                select id from company
                                where id in (:one, :other) and merged_into is null
                                order by id for update
                                """)
                        .param("one", one)
                        .param("other", other)
                        .query((row, number) -> row.getLong(1))
                        .list()
                        .size();
        if (there < 2) {
            throw new Refusal("one of the companies was merged by somebody else just now");
        }
    }

    private void run(String sql, Company into, Company from) {
        jdbc().sql(sql).param("into", into.id()).param("from", from.id()).update();
    }

    private static Company company(ResultSet row, int number) throws SQLException {
        return new Company(
                row.getLong("id"),
                row.getString("name"),
                List.of(Columns.texts(row, "domains")),
                row.getLong("contacts"),
                Columns.instant(row, "created_at"));
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
