package org.tapline.bridge.deals;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;

/// Messages that belong to a contact, a company or a deal although no address in them says so.
///
/// Every method takes part in the caller's transaction.
public final class MessageLinks {
    private final Database database;

    public MessageLinks(Database database) {
        this.database = database;
    }

    /// What a message may be linked to.
    public enum Kind {
        CONTACT,
        COMPANY,
        DEAL;

        /// As printed: `deal`.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Reads a [#label()].
        ///
        /// @throws IllegalArgumentException when it is none
        public static Kind of(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT));
        }
    }

    /// One contact, company or deal.
    public record Target(Kind kind, long id) {}

    /// How a link came to be.
    public enum Why {
        /// Somebody said so.
        MANUAL,
        /// The message was sent to the address of the contact, company or deal.
        BCC;

        /// As stored and printed: `bcc`.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A link.
    ///
    /// @param wholeThread whether it is the whole thread of the message that is linked
    /// @param by who said so, as in the audit log; of mail, who sent it
    public record Link(
            long message, Target target, boolean wholeThread, Why why, String by, Instant at) {}

    /// What came of linking.
    public enum Outcome {
        LINKED,
        /// It was linked already, in this way or a wider one.
        THERE,
        /// There is no such message, contact, company or deal.
        UNKNOWN
    }

    /// Links one message.
    ///
    /// @param by who said so; for [Why#BCC] the address that sent the mail
    public Outcome link(long message, Target target, Why why, String by) {
        return link(message, target, false, why, by);
    }

    /// Links the thread of a message: what is in it, and what will be.
    public Outcome linkThread(long message, Target target, Why why, String by) {
        return link(message, target, true, why, by);
    }

    private Outcome link(long message, Target target, boolean wholeThread, Why why, String by) {
        boolean there =
                statement(
                                """
                                select exists (select from message where id = :message)
                                   and (exists (select from contact where id = :contact)
                                     or exists (select from company where id = :company)
                                     or exists (select from deal where id = :deal))
                                """,
                                message,
                                target)
                        .query(Boolean.class)
                        .single();
        if (!there) {
            return Outcome.UNKNOWN;
        }
        int changed =
                statement(
                                """
                                insert into message_link
                                    (message_id, contact_id, company_id, deal_id, whole_thread, why,
                                     linked_by, occurred_at)
                                select m.id, contact_now(:contact),
                                       (select coalesce(y.merged_into, y.id) from company y
                                        where y.id = :company),
                                       :deal, :whole, :why, :by, m.occurred_at
                                from message m where m.id = :message
                                on conflict (message_id, contact_id, company_id, deal_id)
                                do update set whole_thread = true
                                where excluded.whole_thread and not message_link.whole_thread
                                """,
                                message,
                                target)
                        .param("whole", wholeThread)
                        .param("why", why.label())
                        .param("by", Columns.text(by))
                        .update();
        return changed == 1 ? Outcome.LINKED : Outcome.THERE;
    }

    /// Takes a link away, of the message or of its whole thread.
    ///
    /// @return false when there was none
    public boolean unlink(long message, Target target) {
        return statement(
                                """
                                delete from message_link
                                where message_id = :message
                                  and contact_id is not distinct from :contact::bigint
                                  and company_id is not distinct from :company::bigint
                                  and deal_id is not distinct from :deal::bigint
                                """,
                                message,
                                target)
                        .update()
                == 1;
    }

    /// The links of a message itself, not those of its thread.
    public List<Link> of(long message) {
        return jdbc().sql(
                        """
                        select message_id, contact_id, company_id, deal_id, whole_thread, why,
                               linked_by, linked_at
                        from message_link where message_id = :message order by id
                        """)
                .param("message", message)
                .query(MessageLinks::link)
                .list();
    }

    private JdbcClient.StatementSpec statement(String sql, long message, Target target) {
        return jdbc().sql(sql)
                .param("message", message)
                .param("contact", id(target, Kind.CONTACT), Types.BIGINT)
                .param("company", id(target, Kind.COMPANY), Types.BIGINT)
                .param("deal", id(target, Kind.DEAL), Types.BIGINT);
    }

    private static @Nullable Long id(Target target, Kind kind) {
        return target.kind() == kind ? target.id() : null;
    }

    private static Link link(ResultSet row, int number) throws SQLException {
        return new Link(
                row.getLong("message_id"),
                target(row),
                row.getBoolean("whole_thread"),
                Why.valueOf(row.getString("why").toUpperCase(Locale.ROOT)),
                row.getString("linked_by"),
                Columns.instant(row, "linked_at"));
    }

    private static Target target(ResultSet row) throws SQLException {
        for (Kind kind : Kind.values()) {
            var id = Columns.number(row, kind.label() + "_id");
            if (id.isPresent()) {
                return new Target(kind, id.get());
            }
        }
        throw new IllegalStateException("the table's check allows no link to nothing");
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
