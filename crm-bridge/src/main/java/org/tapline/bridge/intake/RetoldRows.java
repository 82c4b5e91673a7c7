package org.tapline.bridge.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.identity.MessageIds;
import org.tapline.bridge.unpacking.Resemblance;

/// Finds a message that a forward tells of among those that were seen themselves, and the other way
/// round, whichever comes first. Takes part in the caller's transaction.
final class RetoldRows {
    /// Messages of one author that are looked at, the newest in question.
    private static final int LOOKED_AT = 500;

    private final Database database;

    RetoldRows(Database database) {
        this.database = database;
    }

    /// A stored message that may be the same.
    ///
    /// @param ids its own id, or the ids that a forward names
    private record Candidate(long id, Resemblance resemblance, Set<String> ids) {
        /// The id alone would do, were it not that a forward carries ids of the whole
        /// conversation: the author and the subject must agree. Then the time need not: a forward
        /// names it without its zone.
        boolean is(Resemblance other, Set<String> otherIds) {
            boolean named = ids.stream().anyMatch(otherIds::contains);
            return named ? resemblance.mark().equals(other.mark()) : resemblance.of(other);
        }
    }

    /// Those of the messages that are known, by the row they are.
    ///
    /// @param messages that are not known under any key
    Map<Arrival, Long> find(List<Arrival> messages) {
        Map<Arrival, Long> found = new HashMap<>();
        List<Arrival> themselves = new ArrayList<>();
        for (Arrival message : messages) {
            if (message.unpacked().forward().isPresent()) {
                seen(message).ifPresent(id -> found.put(message, id));
            }
            if (!message.unpacked().retold()) {
                themselves.add(message);
            }
        }
        if (!themselves.isEmpty()) {
            told(themselves).forEach(found::putIfAbsent);
        }
        return found;
    }

    /// The row of the message that a forward holds or tells of.
    private Optional<Long> seen(Arrival forward) {
        Resemblance wanted = forward.resemblance();
        Set<String> ids = ids(forward);
        Instant at = wanted.at().orElse(Instant.EPOCH);
        return jdbc()
                .sql(
                        """
                        select m.id, p.address, m.subject, m.occurred_at, m.body_text,
                               coalesce(m.message_id, '') as message_id
                        from participant p join message m on m.id = p.message_id
                        where p.address_key = :author and p.linked and p.role in ('from', 'author')
                          and (p.occurred_at between :from and :to or not :dated
                               or m.message_id = any(:ids))
                        order by p.occurred_at desc, p.message_id desc limit :most
                        """)
                .param("author", Contacts.key(wanted.author()))
                .param("dated", wanted.at().isPresent())
                .param("from", Columns.at(at.minus(Resemblance.apart())))
                .param("to", Columns.at(at.plus(Resemblance.apart())))
                .param("ids", ids.toArray(String[]::new))
                .param("most", LOOKED_AT)
                .query(
                        (row, number) ->
                                new Candidate(
                                        row.getLong("id"),
                                        new Resemblance(
                                                row.getString("address"),
                                                row.getString("subject"),
                                                Optional.of(Columns.instant(row, "occurred_at")),
                                                row.getString("body_text")),
                                        Set.of(row.getString("message_id"))))
                .list()
                .stream()
                .filter(each -> each.is(wanted, ids))
                .map(Candidate::id)
                .findFirst();
    }

    /// The rows of messages that were known from a forward only.
    private Map<Arrival, Long> told(List<Arrival> messages) {
        Map<String, List<Candidate>> byMark = new HashMap<>();
        jdbc().sql(
                        """
                        select t.message_id, t.mark, t.author, t.written_at, t.referred, m.subject,
                               m.body_text
                        from retold t join message m on m.id = t.message_id
                        where t.mark = any(:marks)
                        """)
                .param(
                        "marks",
                        messages.stream()
                                .map(each -> each.resemblance().mark())
                                .distinct()
                                .toArray(String[]::new))
                .query(
                        row -> {
                            byMark.computeIfAbsent(row.getString("mark"), m -> new ArrayList<>())
                                    .add(
                                            new Candidate(
                                                    row.getLong("message_id"),
                                                    new Resemblance(
                                                            row.getString("author"),
                                                            row.getString("subject"),
                                                            Columns.instantOrNone(
                                                                    row, "written_at"),
                                                            row.getString("body_text")),
                                                    Set.of(Columns.texts(row, "referred"))));
                        });
        Map<Arrival, Long> found = new HashMap<>();
        if (byMark.isEmpty()) {
            return found;
        }
        for (Arrival message : messages) {
            Resemblance own = message.resemblance();
            Set<String> ids = new HashSet<>();
            message.key().messageId().map(Columns::key).ifPresent(ids::add);
            byMark.getOrDefault(own.mark(), List.of()).stream()
                    .filter(each -> each.is(own, ids))
                    .findFirst()
                    .ifPresent(each -> found.put(message, each.id()));
        }
        return found;
    }

    /// Enters messages that are known from a forward only.
    void enter(Map<Arrival, Long> messages) {
        messages.forEach(
                (message, id) -> {
                    Resemblance retold = message.resemblance();
                    jdbc().sql(
                                    """
                                    insert into retold
                                        (message_id, mark, author, written_at, referred)
                                    values (:id, :mark, :author, :at, :referred)
                                    on conflict (message_id) do nothing
                                    """)
                            .param("id", id)
                            .param("mark", retold.mark())
                            .param("author", Columns.text(retold.author()))
                            .param("at", Columns.at(retold.at()))
                            .param("referred", ids(message).toArray(String[]::new))
                            .update();
                });
    }

    /// Which of the rows are known from forwards only.
    Set<Long> among(List<Long> rows) {
        if (rows.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(
                jdbc().sql("select message_id from retold where message_id = any(:rows)")
                        .param("rows", rows.toArray(Long[]::new))
                        .query(Long.class)
                        .list());
    }

    /// It was seen itself.
    void leave(long row) {
        jdbc().sql("delete from retold where message_id = :row").param("row", row).update();
    }

    /// Its own id where it has one, else those of its conversation that the forward carries.
    private static Set<String> ids(Arrival message) {
        Set<String> ids = new HashSet<>();
        Stream.of(
                        message.mail().messageId().stream(),
                        message.unpacked().retold()
                                ? Stream.concat(
                                        message.mail().inReplyTo().stream(),
                                        message.mail().references().stream())
                                : Stream.<String>empty())
                .flatMap(each -> each)
                .flatMap(id -> MessageIds.normalise(id).stream())
                .map(Columns::key)
                .forEach(ids::add);
        return ids;
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
