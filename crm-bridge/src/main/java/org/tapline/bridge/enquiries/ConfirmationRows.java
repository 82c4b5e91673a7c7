package org.tapline.bridge.enquiries;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.leads.Confirmation;
import org.tapline.journal.Envelope;
import org.tapline.journal.MailboxName;
import org.tapline.journal.Observation;
import org.tapline.journal.Sighting;
import org.tapline.journal.Way;
import tools.jackson.databind.json.JsonMapper;

/// The confirmations that wait, are on their way, or are done with.
final class ConfirmationRows {
    private static final JsonMapper JSON = JsonMapper.shared();

    /// FEATURES A11.
    private static final Duration PAUSE = Duration.ofDays(1);

    private final Database database;

    ConfirmationRows(Database database) {
        this.database = database;
    }

    /// A letter on its way.
    ///
    /// @param mailbox where the enquiry was seen
    /// @param raw hash of the notification's octets
    /// @param tries this one included
    /// @param at when it was claimed; the letter's date
    record Waiting(
            long id,
            MailboxName mailbox,
            Letter letter,
            Optional<String> raw,
            int tries,
            Instant at) {

        /// How the letter is seen on its way out. The id comes from the Message-ID: it is recorded
        /// once.
        Observation observation(Instant now, boolean certain) {
            Envelope envelope =
                    new Envelope("", List.of(new Envelope.Recipient(letter.to(), 250)), "");
            return new Observation(
                    UUID.nameUUIDFromBytes(("confirmation " + letter.id()).getBytes(UTF_8)),
                    now,
                    mailbox,
                    Way.SMTP_SUBMISSION,
                    "confirmation-" + id,
                    new Sighting.Message(
                            Sighting.DirectionHint.OUTBOUND,
                            Optional.empty(),
                            List.of(),
                            Optional.empty(),
                            Map.of(),
                            Optional.of(envelope),
                            certain));
        }
    }

    /// What there is to do.
    sealed interface Claim {
        record Nothing() implements Claim {}

        /// The enquirer had one a short time ago.
        record Withheld(long id) implements Claim {}

        record Due(Waiting waiting) implements Claim {}
    }

    /// Takes the next one that is due; nobody else gets it. Two for one enquirer go one after the
    /// other.
    Claim claim(Instant now) {
        return database.transaction(() -> next(now));
    }

    private record Next(long id, String person) {}

    private Claim next(Instant now) {
        Optional<Next> next =
                jdbc().sql(
                                """
                                select id, address_key from confirmation
                                where state = 'waiting' and due_at <= :now
                                order by due_at, id limit 1 for update skip locked
                                """)
                        .param("now", Columns.at(now))
                        .query(
                                (row, number) ->
                                        new Next(row.getLong("id"), row.getString("address_key")))
                        .optional();
        if (next.isEmpty()) {
            return new Claim.Nothing();
        }
        long id = next.get().id();
        jdbc().sql("select pg_advisory_xact_lock(hashtextextended(:key, 3))")
                .param("key", next.get().person())
                .query((row, number) -> true)
                .single();
        if (hadOne(next.get().person(), now)) {
            end(id, "withheld", Confirmation.Reason.RECENTLY_CONFIRMED.label(), now);
            return new Claim.Withheld(id);
        }
        jdbc().sql(
                        """
                        update confirmation
                        set state = 'sending', tries = tries + 1, changed_at = :now
                        where id = :id
                        """)
                .param("id", id)
                .param("now", Columns.at(now))
                .update();
        return new Claim.Due(
                jdbc().sql(SELECT + "where c.id = :id")
                        .param("id", id)
                        .query(ConfirmationRows::waiting)
                        .single());
    }

    private boolean hadOne(String person, Instant now) {
        return jdbc().sql(
                        """
                        select exists (select from confirmation
                                       where address_key = :person and changed_at > :since
                                         and state in ('sending', 'sent', 'uncertain'))
                        """)
                .param("person", person)
                .param("since", Columns.at(now.minus(PAUSE)))
                .query(Boolean.class)
                .single();
    }

    /// Those whose sender was lost: nobody knows whether the relay took them.
    List<Waiting> lost(Instant now, Duration patience) {
        List<Waiting> lost =
                jdbc().sql(
                                SELECT
                                        + """
                                        where c.state = 'sending' and c.changed_at < :before
                                        order by c.id
                                        """)
                        .param("before", Columns.at(now.minus(patience)))
                        .query(ConfirmationRows::waiting)
                        .list();
        lost.forEach(
                each ->
                        end(
                                each.id(),
                                "uncertain",
                                "the bridge ended while it was sent",
                                each.at()));
        return lost;
    }

    void end(long id, String state, String reason, Instant at) {
        jdbc().sql(
                        """
                        update confirmation set state = :state, reason = :reason, changed_at = :at
                        where id = :id
                        """)
                .param("id", id)
                .param("state", state)
                .param("reason", Columns.text(reason))
                .param("at", Columns.at(at))
                .update();
    }

    void again(long id, String reason, Instant due, Instant now) {
        jdbc().sql(
                        """
                        update confirmation
                        set state = 'waiting', reason = :reason, due_at = :due, changed_at = :now
                        where id = :id
                        """)
                .param("id", id)
                .param("reason", Columns.text(reason))
                .param("due", Columns.at(due))
                .param("now", Columns.at(now))
                .update();
    }

    private static final String SELECT =
            """
            select c.id, b.login, b.upstream, c.letter::text as letter, c.proof, c.tries,
                   c.changed_at
            from confirmation c join mailbox b on b.id = c.mailbox_id
            """;

    private static Waiting waiting(ResultSet row, int number) throws SQLException {
        return new Waiting(
                row.getLong("id"),
                new MailboxName(row.getString("login"), row.getString("upstream")),
                JSON.readValue(row.getString("letter"), Letter.class),
                Optional.ofNullable(row.getString("proof")),
                row.getInt("tries"),
                Columns.instant(row, "changed_at"));
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
