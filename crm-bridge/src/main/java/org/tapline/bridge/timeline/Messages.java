package org.tapline.bridge.timeline;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.identity.MessageIds;
import org.tapline.bridge.privacy.Sight;
import org.tapline.bridge.privacy.Viewer;
import org.tapline.bridge.sharing.Seeing;
import org.tapline.bridge.sharing.Sights;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// One message in full, and what was decided of it.
public final class Messages {
    private static final JsonMapper JSON = JsonMapper.shared();

    /// Messages that are looked at when they share one Message-ID.
    private static final int SHARING_AN_ID = 50;

    private final Database database;
    private final Contacts contacts;
    private final Sights sights;
    private final Entries entries;
    private final Wrappings wrappings;

    public Messages(Database database, Contacts contacts, Sights sights) {
        this.database = database;
        this.contacts = contacts;
        this.sights = sights;
        this.entries = new Entries(database);
        this.wrappings = new Wrappings(database);
    }

    /// A message that the viewer sees.
    public record Found(long id, long thread, Seeing seeing) {}

    /// By our id, or by the Message-ID with or without angle brackets; of several that share a
    /// Message-ID the newest that the viewer sees.
    public Optional<Found> find(Viewer viewer, String idOrMessageId) {
        Map<Long, Long> threads = new LinkedHashMap<>();
        jdbc().sql(
                        """
                        select id, thread_id from message
                        where id = :id or message_id in (:messageId, :written)
                           or id in (select d.message_id from delivery d
                                     where d.carrier_id = :messageId)
                        order by id desc limit :most
                        """)
                .param("id", number(idOrMessageId), Types.BIGINT)
                .param("messageId", normal(idOrMessageId))
                .param("written", Columns.key(idOrMessageId))
                .param("most", SHARING_AN_ID)
                .query(
                        row -> {
                            threads.put(row.getLong("id"), row.getLong("thread_id"));
                        });
        Map<Long, Seeing> seeing = sights.of(viewer, threads.keySet());
        return threads.entrySet().stream()
                .filter(each -> seeing.containsKey(each.getKey()))
                .map(
                        each ->
                                new Found(
                                        each.getKey(),
                                        each.getValue(),
                                        Objects.requireNonNull(seeing.get(each.getKey()))))
                .findFirst();
    }

    /// With text and headers when the viewer sees everything, else without.
    public Optional<FullMessage> full(Found found) {
        Seeing seeing = found.seeing();
        Optional<Entry> entry =
                entries.of(List.of(found.id()), Map.of(found.id(), seeing)).stream().findFirst();
        if (!seeing.atLeast(Sight.EVERYTHING)) {
            return entry.map(
                    shown -> new FullMessage(shown, null, Optional.empty(), List.of(), List.of()));
        }
        return entry.flatMap(shown -> withText(shown, seeing));
    }

    private Optional<FullMessage> withText(Entry entry, Seeing seeing) {
        return jdbc().sql("select body_text, body_html, headers from message where id = :id")
                .param("id", entry.id())
                .query(
                        (row, number) ->
                                new FullMessage(
                                        entry,
                                        row.getString("body_text"),
                                        Optional.ofNullable(row.getString("body_html")),
                                        headers(row.getString("headers")).stream()
                                                .filter(field -> shown(field, seeing))
                                                .toList(),
                                        wrappings.of(entry.id(), seeing.open())))
                .optional();
    }

    /// The copy in the sender's folder may name the blind copies (RFC 5322 §3.6.3).
    private static boolean shown(FullMessage.Header field, Seeing seeing) {
        boolean blind =
                field.name().equalsIgnoreCase("Bcc") || field.name().equalsIgnoreCase("Resent-Bcc");
        return !blind || seeing.blindCopies();
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

    /// Hash of its octets, out of a mailbox whose copy the viewer may read in full: as they lie in
    /// the mailbox when they were seen there, else as they were submitted.
    public Optional<String> raw(Found found) {
        return jdbc().sql(
                        """
                        select raw_sha256 from delivery
                        where message_id = :id and raw_sha256 is not null
                          and mailbox_id = any(:open)
                        order by way in ('imap-fetch', 'follower') desc, observed_at limit 1
                        """)
                .param("id", found.id())
                .param("open", found.seeing().open().toArray(Long[]::new))
                .query(String.class)
                .optional();
    }

    /// What was decided of a message, by our id or by its Message-ID; where mailboxes differ, the
    /// decision that put it on the record. Who does not see everything of a message is told what
    /// each rule came to, and not in what words: they may quote the message.
    public Optional<Explanation> explain(Viewer viewer, String idOrMessageId) {
        List<Decided> decisions =
                jdbc().sql(
                                """
                                select d.message_id, m.id, b.login, d.outcome, d.reason,
                                       d.decided_at, d.rules, d.addresses, d.mailbox_id,
                                       d.wanted_at, s.at as set_aside_at
                                from decision d
                                join mailbox b on b.id = d.mailbox_id
                                left join message m on m.message_key = d.message_key
                                left join set_aside s on s.message_id = m.id
                                                     and s.mailbox_id = d.mailbox_id
                                where d.message_id = :messageId
                                   or d.message_key in
                                      (select message_key from message
                                       where id = :id
                                          or id in (select c.message_id from delivery c
                                                    where c.carrier_id = :messageId))
                                order by d.outcome = 'excluded' or s.at is not null,
                                         d.decided_at desc
                                limit :most
                                """)
                        .param("id", number(idOrMessageId), Types.BIGINT)
                        .param("messageId", normal(idOrMessageId))
                        .param("most", SHARING_AN_ID)
                        .query(
                                (row, number) ->
                                        new Decided(row.getLong("mailbox_id"), explanation(row)))
                        .list();
        Map<Long, Seeing> seeing =
                sights.of(
                        viewer,
                        decisions.stream().flatMap(each -> each.told().id().stream()).toList());
        Set<Long> excluded = sights.excluded(viewer);
        return decisions.stream()
                .flatMap(each -> told(each, seeing, excluded).stream())
                .findFirst();
    }

    private record Decided(long mailbox, Explanation told) {}

    private Optional<Explanation> told(
            Decided decided, Map<Long, Seeing> seeing, Set<Long> excluded) {
        Explanation told = decided.told();
        if (told.decision().equals("excluded")) {
            return Optional.of(told)
                    .filter(each -> excluded.contains(decided.mailbox()))
                    .map(each -> each.withoutId(seeing.keySet()));
        }
        return told.id()
                .map(seeing::get)
                .filter(may -> may.mailboxes().contains(decided.mailbox()))
                .map(
                        may -> {
                            Explanation whole = told.with(wrappings.rules(told.id().get(), may));
                            return may.open().contains(decided.mailbox())
                                    ? whole
                                    : whole.narrowed(may);
                        });
    }

    private Explanation explanation(ResultSet row) throws SQLException {
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
                        people(maps(row.getString("addresses"))))
                .marked(
                        Columns.instantOrNone(row, "set_aside_at"),
                        Columns.instantOrNone(row, "wanted_at"));
    }

    private List<Explanation.Person> people(List<Map<String, String>> addresses) {
        List<String> keys =
                addresses.stream()
                        .map(each -> Contacts.key(each.getOrDefault("address", "")))
                        .toList();
        Map<String, Contacts.Owner> owners = contacts.owners(keys);
        Set<String> undone = Set.copyOf(contacts.undone(keys));
        List<Explanation.Person> people = new ArrayList<>();
        for (Map<String, String> each : addresses) {
            String address = each.getOrDefault("address", "");
            String key = Contacts.key(address);
            Optional<Contacts.Owner> owner = Optional.ofNullable(owners.get(key));
            people.add(
                    new Explanation.Person(
                            address,
                            each.getOrDefault("role", ""),
                            owner.map(Contacts.Owner::contact),
                            now(each.getOrDefault("text", ""), owner, undone.contains(key))));
        }
        return people;
    }

    /// What the message meant for somebody, and what became of it since.
    private static String now(String then, Optional<Contacts.Owner> owner, boolean undone) {
        if (!then.startsWith("New contact")) {
            return then;
        }
        if (owner.isPresent()) {
            return owner.get().deleted() ? then + " Deleted since." : then;
        }
        return then + (undone ? " Somebody took that back since." : " Removed for good since.");
    }

    /// What was excluded, the newest first: the viewer's own, or everybody's for the administrator.
    public Page<ExcludedMessage> excluded(
            Viewer viewer, Optional<Long> mailbox, int limit, Position after) {
        List<Dated> rows =
                jdbc().sql(
                                """
                                (select d.message_id, d.decided_at, d.reason, d.addresses, b.login,
                                        d.id
                                 from decision d join mailbox b on b.id = d.mailbox_id
                                 where d.outcome = 'excluded' and (d.decided_at, d.id) < (:at, :id)
                                   and (:mailbox::bigint is null
                                        or d.mailbox_id = :mailbox::bigint)
                                   and d.mailbox_id = any(:seen)
                                 order by d.decided_at desc, d.id desc limit :limit)
                                union all
                                (select m.message_id, s.at, 'marked-private',
                                        (select coalesce(jsonb_agg(jsonb_build_object(
                                                    'address', p.address) order by p.position), '[]')
                                         from participant p where p.message_id = m.id),
                                        b.login, s.id
                                 from set_aside s
                                 join message m on m.id = s.message_id
                                 join mailbox b on b.id = s.mailbox_id
                                 where (s.at, s.id) < (:at, :id)
                                   and (:mailbox::bigint is null
                                        or s.mailbox_id = :mailbox::bigint)
                                   and s.mailbox_id = any(:seen)
                                 order by s.at desc, s.id desc limit :limit)
                                order by decided_at desc, id desc limit :limit
                                """)
                        .param("at", Columns.at(after.at()))
                        .param("id", after.id())
                        .param("mailbox", mailbox.orElse(null), Types.BIGINT)
                        .param("seen", sights.excluded(viewer).toArray(Long[]::new))
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
