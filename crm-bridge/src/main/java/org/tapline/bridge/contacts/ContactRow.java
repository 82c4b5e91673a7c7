package org.tapline.bridge.contacts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tapline.bridge.database.Columns;

/// A contact as a row.
final class ContactRow {

    static final String SELECT =
            """
            select c.id, c.name, c.origin, c.created_at, c.deleted_at, y.name as company,
                   a.addresses
            from contact c
            left join company y on y.id = c.company_id
            cross join lateral
                (select coalesce(array_agg(address order by is_primary desc, address), '{}')
                        as addresses
                 from contact_address where contact_id = c.id) as a
            """;

    private ContactRow() {}

    static Contact contact(ResultSet row, int number) throws SQLException {
        List<Contact.Email> emails = new ArrayList<>();
        for (String address : Columns.texts(row, "addresses")) {
            // the order puts the primary address first, and every contact has one
            emails.add(new Contact.Email(address, emails.isEmpty()));
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
}
