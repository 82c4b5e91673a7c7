package org.tapline.bridge.contacts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tapline.bridge.database.Columns;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A contact as a row.
final class ContactRow {

    static final String SELECT =
            """
            select c.id, c.name, c.origin, c.created_at, c.deleted_at, y.name as company,
                   a.addresses, a.bounces
            from contact c
            left join company y on y.id = c.company_id
            cross join lateral
                (select coalesce(array_agg(t.address order by t.is_primary desc, t.address), '{}')
                            as addresses,
                        coalesce(jsonb_agg(jsonb_build_object(
                                'address', t.address,
                                'since', to_char(b.hard_since at time zone 'UTC',
                                                 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                                'status', b.status, 'bounce', b.hard_message, 'soft', b.soft))
                            filter (where b.address_key is not null), '[]') as bounces
                 from contact_address t
                 left join address_bounce b on b.address_key = t.address_key
                 where t.contact_id = c.id) as a
            """;

    private static final JsonMapper JSON = JsonMapper.shared();

    private ContactRow() {}

    static Contact contact(ResultSet row, int number) throws SQLException {
        Map<String, JsonNode> bounces = new HashMap<>();
        for (JsonNode each : JSON.readTree(row.getString("bounces"))) {
            bounces.put(each.path("address").asString(), each);
        }
        List<Contact.Email> emails = new ArrayList<>();
        for (String address : Columns.texts(row, "addresses")) {
            // the order puts the primary address first, and every contact has one
            boolean primary = emails.isEmpty();
            JsonNode bounce = bounces.get(address);
            emails.add(
                    bounce == null
                            ? new Contact.Email(address, primary)
                            : new Contact.Email(
                                    address,
                                    primary,
                                    bouncing(bounce),
                                    bounce.path("soft").asLong(0)));
        }
        return new Contact(
                row.getLong("id"),
                row.getString("name"),
                emails,
                Optional.ofNullable(row.getString("company")),
                row.getString("origin"),
                Columns.instant(row, "created_at"),
                Columns.instantOrNone(row, "deleted_at"));
    }

    private static Optional<Contact.Bouncing> bouncing(JsonNode bounce) {
        return bounce.path("since")
                .asStringOpt()
                .map(
                        since ->
                                new Contact.Bouncing(
                                        Instant.parse(since),
                                        bounce.path("status").asString(""),
                                        bounce.path("bounce").isNumber()
                                                ? Optional.of(bounce.path("bounce").asLong())
                                                : Optional.empty()));
    }
}
