package org.tapline.bridge.timeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.privacy.Sight;
import org.tapline.bridge.sharing.Seeing;

/// Fills in entries for message ids, as far as a viewer sees them: one query for each kind of row,
/// whatever the number of ids. Every [Entry] is made here.
final class Entries {
    private final Database database;

    Entries(Database database) {
        this.database = database;
    }

    /// In the order of the ids; an id that is not there, or that the viewer does not see, is left
    /// out.
    ///
    /// @param seeing what the viewer sees of each
    List<Entry> of(List<Long> ids, Map<Long, Seeing> seeing) {
        Long[] array = ids.stream().filter(seeing::containsKey).toArray(Long[]::new);
        if (array.length == 0) {
            return List.of();
        }
        Map<Long, Map<String, List<Entry.Person>>> people = people(array);
        Map<Long, Seen> seen = seen(array, seeing);
        Map<Long, List<Entry.File>> files = files(array);
        return database.jdbc()
                .sql(
                        """
                        select m.id, m.message_id, m.thread_id, m.direction, m.occurred_at, m.subject
                        from message m join unnest(:ids) with ordinality as i(id, place)
                             on i.id = m.id
                        order by i.place
                        """)
                .param("ids", array)
                .query(
                        (row, number) -> {
                            long id = row.getLong("id");
                            var roles = people.getOrDefault(id, Map.of());
                            Seen ways = seen.getOrDefault(id, new Seen());
                            Seeing may = Objects.requireNonNull(seeing.get(id));
                            return new Entry(
                                    id,
                                    Optional.ofNullable(row.getString("message_id")),
                                    row.getLong("thread_id"),
                                    row.getString("direction"),
                                    Columns.instant(row, "occurred_at"),
                                    may.atLeast(Sight.SUBJECT) ? row.getString("subject") : null,
                                    roles.getOrDefault("from", List.of()),
                                    roles.getOrDefault("to", List.of()),
                                    roles.getOrDefault("cc", List.of()),
                                    may.blindCopies()
                                            ? roles.getOrDefault("bcc", List.of())
                                            : List.of(),
                                    List.copyOf(ways.ways()),
                                    List.copyOf(ways.mailboxes()),
                                    may.sight().label(),
                                    may.atLeast(Sight.EVERYTHING)
                                            ? files.getOrDefault(id, List.of())
                                            : List.of());
                        })
                .list();
    }

    private Map<Long, Map<String, List<Entry.Person>>> people(Long[] ids) {
        Map<Long, Map<String, List<Entry.Person>>> people = new HashMap<>();
        database.jdbc()
                .sql(
                        """
                        select p.message_id, p.role, p.name, p.address, o.contact_id
                        from participant p
                        left join lateral
                            (select contact_id from contact_address a
                             where coalesce(a.folded_key, a.address_key)
                                   = coalesce(p.folded_key, p.address_key)
                             order by is_primary desc, contact_id limit 1) as o on true
                        where p.message_id = any(:ids)
                        order by p.message_id, p.position
                        """)
                .param("ids", ids)
                .query(
                        row -> {
                            people.computeIfAbsent(row.getLong("message_id"), id -> new HashMap<>())
                                    .computeIfAbsent(
                                            row.getString("role"), role -> new ArrayList<>())
                                    .add(
                                            new Entry.Person(
                                                    row.getString("name"),
                                                    row.getString("address"),
                                                    Columns.number(row, "contact_id")));
                        });
        return people;
    }

    private record Seen(Set<String> ways, Set<String> mailboxes) {
        private Seen() {
            this(new LinkedHashSet<>(), new LinkedHashSet<>());
        }
    }

    private Map<Long, Seen> seen(Long[] ids, Map<Long, Seeing> seeing) {
        Map<Long, Seen> seen = new HashMap<>();
        database.jdbc()
                .sql(
                        """
                        select d.message_id, d.mailbox_id, d.way, b.login
                        from delivery d join mailbox b on b.id = d.mailbox_id
                        where d.message_id = any(:ids)
                        order by d.message_id, d.observed_at
                        """)
                .param("ids", ids)
                .query(
                        row -> {
                            long message = row.getLong("message_id");
                            Seeing may = Objects.requireNonNull(seeing.get(message));
                            if (may.mailboxes().contains(row.getLong("mailbox_id"))) {
                                Seen of = seen.computeIfAbsent(message, id -> new Seen());
                                of.ways().add(row.getString("way"));
                                of.mailboxes().add(row.getString("login"));
                            }
                        });
        return seen;
    }

    private Map<Long, List<Entry.File>> files(Long[] ids) {
        Map<Long, List<Entry.File>> files = new HashMap<>();
        database.jdbc()
                .sql(
                        """
                        select message_id, name, type, size from attachment
                        where message_id = any(:ids) order by message_id, position
                        """)
                .param("ids", ids)
                .query(
                        row -> {
                            files.computeIfAbsent(
                                            row.getLong("message_id"), id -> new ArrayList<>())
                                    .add(
                                            new Entry.File(
                                                    row.getString("name"),
                                                    row.getString("type"),
                                                    row.getLong("size")));
                        });
        return files;
    }
}
