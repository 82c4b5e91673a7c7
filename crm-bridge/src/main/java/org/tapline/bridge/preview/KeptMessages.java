package org.tapline.bridge.preview;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.policy.Facts;
import org.tapline.bridge.policy.MailTrait;
import org.tapline.bridge.policy.Participant;
import org.tapline.bridge.policy.Rule;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads rows into [Kept].
final class KeptMessages {
    /// Newest first; people and sightings as JSON, so that a message is one row.
    static final String RECORDED =
            """
            select m.id, m.message_id, m.occurred_at as at, m.id::text as tie, d.mailbox_id,
                   b.user_id, b.login, m.subject, m.headers, m.kind, '[]'::jsonb as rules,
                   (select jsonb_agg(jsonb_build_object(
                               'role', p.role, 'name', p.name, 'address', p.address)
                               order by p.position)
                    from participant p where p.message_id = m.id) as people,
                   (select jsonb_agg(jsonb_build_object(
                               'sent', v.direction = 'outbound', 'folder', v.folder,
                               'labels', v.flags, 'handed_in',
                               v.way = 'bcc' or coalesce(v.wrapping @> '[{"kind":"lead"}]', false),
                               'placed', exists (
                                   select from message_link l
                                   where l.message_id = v.message_id and l.why = 'bcc')))
                    from delivery v
                    where v.message_id = m.id and v.mailbox_id = d.mailbox_id) as places
            from message m
            join decision d on d.message_key = m.message_key and d.outcome <> 'excluded'
            join mailbox b on b.id = d.mailbox_id
            where (m.occurred_at, m.id) < (:at, :tie::bigint)
              and not exists (select from set_aside s
                              where s.message_id = m.id and s.mailbox_id = d.mailbox_id)
              and (:mailbox::bigint is null or b.id = :mailbox::bigint)
              and (:user::bigint is null or b.user_id = :user::bigint)
            order by m.occurred_at desc, m.id desc limit :limit
            """;

    static final String EXCLUDED =
            """
            select null::bigint as id, d.message_id, d.decided_at as at, d.message_key as tie,
                   d.mailbox_id, b.user_id, b.login, '' as subject, '[]'::jsonb as headers,
                   '{}'::jsonb as kind, d.rules, d.addresses as people, '[]'::jsonb as places
            from decision d join mailbox b on b.id = d.mailbox_id
            where d.outcome = 'excluded' and (d.decided_at, d.message_key) < (:at, :tie)
              and (:mailbox::bigint is null or b.id = :mailbox::bigint)
              and (:user::bigint is null or b.user_id = :user::bigint)
            order by d.decided_at desc, d.message_key desc limit :limit
            """;

    private static final JsonMapper JSON = JsonMapper.shared();

    private KeptMessages() {}

    static Kept row(ResultSet row, int number) throws SQLException {
        JsonNode kind = JSON.readTree(row.getString("kind"));
        Set<String> excludedBy = excludedBy(JSON.readTree(row.getString("rules")));
        return new Kept(
                Columns.number(row, "id"),
                Optional.ofNullable(row.getString("message_id")),
                new Kept.Mailbox(
                        row.getLong("mailbox_id"),
                        Columns.number(row, "user_id"),
                        row.getString("login")),
                Columns.instant(row, "at"),
                row.getString("tie"),
                excludedBy,
                people(tree(row.getString("people"))),
                kind.isEmpty() ? traits(excludedBy) : traits(kind),
                row.getString("subject"),
                elements(tree(row.getString("headers")))
                        .map(
                                field ->
                                        new Facts.Header(
                                                field.path("name").asString(""),
                                                field.path("value").asString("")))
                        .toList(),
                elements(tree(row.getString("places"))).map(KeptMessages::place).toList());
    }

    private static JsonNode tree(String json) {
        return JSON.readTree(Optional.ofNullable(json).orElse("[]"));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return array.valueStream();
    }

    private static Set<String> excludedBy(JsonNode rules) {
        Set<String> names = new TreeSet<>();
        elements(rules)
                .filter(rule -> rule.path("outcome").asString("").equals("excluded"))
                .forEach(rule -> names.add(rule.path("rule").asString("")));
        return names;
    }

    private static List<Kept.Named> people(JsonNode people) {
        List<Kept.Named> named = new ArrayList<>();
        for (JsonNode person : people) {
            for (Participant.Role role : Participant.Role.values()) {
                if (role.label().equals(person.path("role").asString(""))) {
                    named.add(
                            new Kept.Named(
                                    role,
                                    person.path("name").asString(""),
                                    person.path("address").asString("")));
                }
            }
        }
        return named;
    }

    private static Kept.Seen place(JsonNode place) {
        Set<String> labels = new TreeSet<>();
        elements(place.path("labels")).forEach(label -> labels.add(label.asString("")));
        return new Kept.Seen(
                place.path("sent").asBoolean(false),
                place.path("folder").asString(""),
                labels,
                place.path("handed_in").asBoolean(false),
                place.path("placed").asBoolean(false));
    }

    /// As `MailKind` is stored.
    private static Set<MailTrait> traits(JsonNode kind) {
        Set<MailTrait> traits = EnumSet.noneOf(MailTrait.class);
        for (MailTrait trait : MailTrait.values()) {
            JsonNode mark =
                    switch (trait) {
                        case BOUNCE -> kind.path("bounce");
                        case AUTOMATIC_REPLY -> kind.path("automatic_reply");
                        case BULK -> kind.path("bulk");
                        case UNSUBSCRIBE_REQUEST -> kind.path("unsubscribe_request");
                        case ABUSE_REPORT -> kind.path("abuse_report");
                        case CALENDAR -> kind.path("calendar_method");
                    };
            boolean has =
                    mark.isBoolean()
                            ? mark.booleanValue()
                            : !mark.isMissingNode() && !mark.isNull();
            if (has) {
                traits.add(trait);
            }
        }
        return traits;
    }

    /// Of an excluded message only the rules tell what it was.
    private static Set<MailTrait> traits(Set<String> excludedBy) {
        Set<MailTrait> traits = EnumSet.noneOf(MailTrait.class);
        for (Rule rule : Rule.values()) {
            if (excludedBy.contains(rule.label())) {
                switch (rule) {
                    case BOUNCE -> traits.add(MailTrait.BOUNCE);
                    case AUTO_REPLY -> traits.add(MailTrait.AUTOMATIC_REPLY);
                    case BULK -> traits.add(MailTrait.BULK);
                    case UNSUBSCRIBE -> traits.add(MailTrait.UNSUBSCRIBE_REQUEST);
                    case REPORT -> traits.add(MailTrait.ABUSE_REPORT);
                    case CALENDAR -> traits.add(MailTrait.CALENDAR);
                    case MARK, SCOPE, DIRECTION, NEVER_LOG, INTERNAL, KNOWN_CONTACTS, BODY -> {}
                }
            }
        }
        return traits;
    }
}
