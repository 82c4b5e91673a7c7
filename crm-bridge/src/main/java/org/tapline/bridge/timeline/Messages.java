package org.tapline.bridge.timeline;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.identity.MessageIds;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// One message in full, and what was decided of it.
public final class Messages {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Database database;
    private final Contacts contacts;
    private final Entries entries;

    public Messages(Database database, Contacts contacts) {
        this.database = database;
        this.contacts = contacts;
        this.entries = new Entries(database);
    }

    /// By our id, or by the Message-ID with or without angle brackets; of several that share a
    /// Message-ID the newest.
    public Optional<Long> find(String idOrMessageId) {
        return jdbc().sql(
                        """
                        select id from message
                        where id = :id or message_id in (:messageId, :written)
                        order by id desc limit 1
                        """)
                .param("id", number(idOrMessageId), Types.BIGINT)
                .param("messageId", normal(idOrMessageId))
                .param("written", Columns.key(idOrMessageId))
                .query(Long.class)
                .optional();
    }

    public Optional<FullMessage> full(long id) {
        Optional<Entry> entry = entries.of(List.of(id)).stream().findFirst();
        return entry.flatMap(
                found ->
                        jdbc().sql(
                                        """
                                        select body_text, body_html, headers from message
                                        where id = :id
                                        """)
                                .param("id", id)
                                .query(
                                        (row, number) ->
                                                new FullMessage(
                                                        found,
                                                        row.getString("body_text"),
                                                        Optional.ofNullable(
                                                                row.getString("body_html")),
                                                        headers(row.getString("headers"))))
                                .optional());
    }

    private static List<FullMessage.Header> headers(String json) {
        return JSON.readValue(json, new TypeReference<List<Map<String, String>>>() {}).stream()
                .map(
                        field ->
                                new FullMessage.Header(
                                        field.getOrDefault("name", ""),
                                        field.getOrDefault("value", "")))
                .toList();
    }

    /// Hash of its octets: as they lie in a mailbox when they were seen there, else as they were
    /// submitted.
    public Optional<String> raw(long id) {
        return jdbc().sql(
                        """
                        select raw_sha256 from delivery
                        where message_id = :id and raw_sha256 is not null
                        order by way in ('imap-fetch', 'follower') desc, observed_at limit 1
                        """)
                .param("id", id)
                .query(String.class)
                .optional();
    }

    /// What was decided of a message, by our id or by its Message-ID; where mailboxes differ, the
    /// decision that put it on the record.
    public Optional<Explanation> explain(String idOrMessageId) {
        return jdbc().sql(
                        """
                        select d.message_id, m.id, b.login, d.outcome, d.reason, d.decided_at,
                               d.rules, d.addresses
                        from decision d
                        join mailbox b on b.id = d.mailbox_id
                        left join message m on m.message_key = d.message_key
                        where d.message_id = :messageId
                           or d.message_key = (select message_key from message where id = :id)
                        order by d.outcome = 'excluded', d.decided_at desc limit 1
                        """)
                .param("id", number(idOrMessageId), Types.BIGINT)
                .param("messageId", normal(idOrMessageId))
                .query(this::explanation)
                .optional();
    }

    private Explanation explanation(ResultSet row, int number) throws SQLException {
        List<Explanation.RuleOutcome> rules = new ArrayList<>();
        for (Map<String, String> rule : maps(row.getString("rules"))) {
            rules.add(
                    new Explanation.RuleOutcome(
                            rule.getOrDefault("rule", ""),
                            rule.getOrDefault("outcome", ""),
                            rule.getOrDefault("text", "")));
        }
        return new Explanation(
                Optional.ofNullable(row.getString("message_id")),
                Columns.number(row, "id"),
                row.getString("login"),
                row.getString("outcome"),
                row.getString("reason"),
                Columns.instant(row, "decided_at"),
                rules,
                people(maps(row.getString("addresses"))));
    }

    private List<Explanation.Person> people(List<Map<String, String>> addresses) {
        Map<String, Contacts.Owner> owners =
                contacts.owners(
                        addresses.stream()
                                .map(each -> Contacts.key(each.getOrDefault("address", "")))
                                .toList());
        List<Explanation.Person> people = new ArrayList<>();
        for (Map<String, String> each : addresses) {
            String address = each.getOrDefault("address", "");
            people.add(
                    new Explanation.Person(
                            address,
                            each.getOrDefault("role", ""),
                            Optional.ofNullable(owners.get(Contacts.key(address)))
                                    .map(Contacts.Owner::contact),
                            each.getOrDefault("text", "")));
        }
        return people;
    }

    /// What was excluded, the newest first.
    public Page<ExcludedMessage> excluded(Optional<Long> mailbox, int limit, Position after) {
        List<Dated> rows =
                jdbc().sql(
                                """
                                select d.message_id, d.decided_at, d.reason, d.addresses, b.login,
                                       d.id
                                from decision d join mailbox b on b.id = d.mailbox_id
                                where d.outcome = 'excluded' and (d.decided_at, d.id) < (:at, :id)
                                  and (:mailbox::bigint is null or d.mailbox_id = :mailbox::bigint)
                                order by d.decided_at desc, d.id desc limit :limit
                                """)
                        .param("at", Columns.at(after.at()))
                        .param("id", after.id())
                        .param("mailbox", mailbox.orElse(null), Types.BIGINT)
                        .param("limit", limit + 1)
                        .query(Messages::excludedRow)
                        .list();
        List<Dated> shown = rows.size() > limit ? rows.subList(0, limit) : rows;
        return new Page<>(
                shown.stream().map(Dated::message).toList(),
                rows.size() > limit
                        ? Optional.of(shown.getLast().position().cursor())
                        : Optional.empty());
    }

    private record Dated(ExcludedMessage message, Position position) {}

    private static Dated excludedRow(ResultSet row, int number) throws SQLException {
        return new Dated(
                new ExcludedMessage(
                        Optional.ofNullable(row.getString("message_id")),
                        Columns.instant(row, "decided_at"),
                        row.getString("reason"),
                        maps(row.getString("addresses")).stream()
                                .map(each -> each.getOrDefault("address", ""))
                                .distinct()
                                .toList(),
                        List.of(row.getString("login"))),
                new Position(Columns.instant(row, "decided_at"), row.getLong("id")));
    }

    private static List<Map<String, String>> maps(String json) {
        return JSON.readValue(json, new TypeReference<List<Map<String, String>>>() {});
    }

    private static String normal(String messageId) {
        return Columns.key(MessageIds.normalise(messageId).orElse(messageId));
    }

    private static @Nullable Long number(String text) {
        boolean digits = text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && !text.isEmpty() ? Long.valueOf(text) : null;
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
