package org.tapline.bridge.sharing;

import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.privacy.PrivateMarks.Mark;
import org.tapline.bridge.privacy.PrivateMarks.On;
import org.tapline.bridge.privacy.PrivateMarks.Touch;

/// The private marks, and which of them may touch a message.
public final class Marks {
    private final Database database;
    private final Audit audit;

    public Marks(Database database, Audit audit) {
        this.database = database;
        this.audit = audit;
    }

    /// What must be known of some messages to say whether a mark touches them.
    ///
    /// @param marks all that may
    /// @param contacts per message the contacts it is linked to
    /// @param domains per message the domains of everybody who takes part
    record Near(List<Mark> marks, Map<Long, Set<String>> contacts, Map<Long, Set<String>> domains) {
        Touch touch(long message, long thread) {
            return new Touch(
                    Long.toString(message),
                    Long.toString(thread),
                    contacts.getOrDefault(message, Set.of()),
                    domains.getOrDefault(message, Set.of()));
        }
    }

    /// Puts a mark.
    ///
    /// @return false when it was there
    public boolean put(Mark mark, String actor) {
        return database.transaction(
                () -> {
                    boolean fresh =
                            statement(
                                            """
                                            insert into private_mark (kind, target, user_id)
                                            values (:kind, :target, :user) on conflict do nothing
                                            """,
                                            mark)
                                    == 1;
                    if (fresh) {
                        note(mark, "mark.set", Optional.empty(), Optional.of("private"), actor);
                    }
                    return fresh;
                });
    }

    /// Takes a mark away.
    ///
    /// @return false when there was none
    public boolean remove(Mark mark, String actor) {
        return database.transaction(
                () -> {
                    boolean there =
                            statement(
                                            """
                                            delete from private_mark
                                            where kind = :kind and target = :target
                                              and user_id is not distinct from :user::bigint
                                            """,
                                            mark)
                                    == 1;
                    if (there) {
                        note(mark, "mark.unset", Optional.of("private"), Optional.empty(), actor);
                    }
                    return there;
                });
    }

    /// Every mark, or one user's.
    public List<Mark> list(Optional<Long> user) {
        return marks(
                """
                select kind, target, user_id from private_mark
                where :user::bigint is null or user_id = :user::bigint
                order by kind, target, user_id
                """,
                user);
    }

    /// Nothing is looked up where no mark of a kind stands.
    Near near(Long[] messages, Long[] threads) {
        List<Mark> marks = new ArrayList<>();
        database.jdbc()
                .sql(
                        """
                        select kind, target, user_id from private_mark
                        where (kind = 'message' and target = any(:messages::text[]))
                           or (kind = 'thread' and target = any(:threads::text[]))
                           or (kind = 'contact' and target in
                               (select a.contact_id::text
                                from participant p join contact_address a
                                     on coalesce(a.folded_key, a.address_key)
                                        = coalesce(p.folded_key, p.address_key)
                                where p.message_id = any(:messages)))
                           or kind = 'domain'
                        """)
                .param("messages", messages)
                .param("threads", threads)
                .query(
                        row -> {
                            marks.add(
                                    mark(
                                            row.getString("kind"),
                                            row.getString("target"),
                                            Columns.number(row, "user_id")));
                        });
        boolean people = marks.stream().anyMatch(m -> m.on() == On.CONTACT || m.on() == On.DOMAIN);
        return people ? withPeople(marks, messages) : new Near(marks, Map.of(), Map.of());
    }

    private Near withPeople(List<Mark> marks, Long[] messages) {
        Map<Long, Set<String>> contacts = new HashMap<>();
        Map<Long, Set<String>> domains = new HashMap<>();
        database.jdbc()
                .sql(
                        """
                        select p.message_id, p.address, a.contact_id
                        from participant p left join contact_address a
                             on coalesce(a.folded_key, a.address_key)
                                = coalesce(p.folded_key, p.address_key)
                        where p.message_id = any(:messages)
                        """)
                .param("messages", messages)
                .query(
                        row -> {
                            long message = row.getLong("message_id");
                            domains.computeIfAbsent(message, id -> new HashSet<>())
                                    .add(AddressKey.of(row.getString("address")).domain());
                            Columns.number(row, "contact_id")
                                    .ifPresent(
                                            contact ->
                                                    contacts.computeIfAbsent(
                                                                    message, id -> new HashSet<>())
                                                            .add(Long.toString(contact)));
                        });
        return new Near(marks, contacts, domains);
    }

    private List<Mark> marks(String sql, Optional<Long> user) {
        return database.jdbc()
                .sql(sql)
                .param("user", user.orElse(null), Types.BIGINT)
                .query(
                        (row, number) ->
                                mark(
                                        row.getString("kind"),
                                        row.getString("target"),
                                        Columns.number(row, "user_id")))
                .list();
    }

    private static Mark mark(String kind, String target, Optional<Long> user) {
        return new Mark(
                On.valueOf(kind.toUpperCase(Locale.ROOT)), target, user.map(Object::toString));
    }

    private int statement(String sql, Mark mark) {
        return database.jdbc()
                .sql(sql)
                .param("kind", kind(mark))
                .param("target", Columns.key(mark.target()))
                .param("user", mark.by().map(Long::valueOf).orElse(null), Types.BIGINT)
                .update();
    }

    private void note(
            Mark mark,
            String action,
            Optional<String> before,
            Optional<String> after,
            String actor) {
        String whose = mark.by().map(user -> " of user " + user).orElse("");
        audit.change(actor, action, kind(mark) + " " + mark.target() + whose, before, after);
    }

    /// As stored and printed: `message`.
    public static String kind(Mark mark) {
        return mark.on().name().toLowerCase(Locale.ROOT);
    }
}
