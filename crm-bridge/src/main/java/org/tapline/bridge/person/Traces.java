package org.tapline.bridge.person;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.database.Database;

/// What is kept of a person beside messages: decisions, parked entries, audit lines, events, names
/// of conversations, answers kept for repeated requests. Each method takes one kind away and says
/// how many there were.
final class Traces {
    private final Database database;

    Traces(Database database) {
        this.database = database;
    }

    /// A row by its place in the table, with its text.
    private record Line(String ctid, String text) {}

    /// What is kept of excluded messages; of recorded ones the person is taken out.
    long decisions(Redaction redaction, Tally tally) {
        long gone = 0;
        for (Line each :
                lines(
                        redaction,
                        """
                        select ctid::text, addresses::text || ' ' || rules::text
                               || ' ' || coalesce(message_id, '') as text
                        from decision t where not decision_held(t.mailbox_id, t.addresses)
                        """)) {
            gone +=
                    jdbc().sql(
                                    """
                                    delete from decision
                                    where ctid = :ctid::tid and outcome = 'excluded'
                                    """)
                            .param("ctid", each.ctid())
                            .update();
            jdbc().sql(
                            """
                            update decision set addresses = '[]', rules = '[]'
                            where ctid = :ctid::tid and outcome <> 'excluded'
                            """)
                    .param("ctid", each.ctid())
                    .update();
        }
        tally.kept("decisions", held(redaction), "legal hold");
        return gone;
    }

    private long held(Redaction redaction) {
        return lines(
                        redaction,
                        """
                        select ctid::text, addresses::text as text
                        from decision t where decision_held(t.mailbox_id, t.addresses)
                        """)
                .size();
    }

    /// Rows about the addresses in whatever other table has a column of that name: those of later
    /// versions, too.
    long addresses(Person person) {
        List<String> tables =
                jdbc().sql(
                                """
                                select c.table_name from information_schema.columns c
                                join information_schema.tables t using (table_schema, table_name)
                                where c.table_schema = current_schema()
                                  and t.table_type = 'BASE TABLE' and c.column_name = 'address_key'
                                  and c.table_name not in
                                      ('participant', 'contact_address', 'user_address')
                                """)
                        .query((row, number) -> row.getString(1))
                        .list();
        long gone = 0;
        for (String table : tables) {
            gone +=
                    jdbc().sql("delete from \"" + table + "\" where address_key = any(:keys)")
                            .param("keys", person.keyArray())
                            .update();
        }
        return gone;
    }

    /// Lines of the audit log stay, without the person.
    long audit(Redaction redaction, String subject) {
        UnaryOperator<String> out = text -> redaction.of(text).replace(Redaction.MARK, subject);
        long changed = 0;
        for (Line each :
                lines(
                        redaction,
                        """
                        select ctid::text, subject || ' ' || coalesce(before::text, '') || ' '
                               || coalesce(after::text, '') as text
                        from audit t where true
                        """)) {
            String[] texts =
                    jdbc().sql(
                                    """
                                    select subject, before::text, after::text from audit
                                    where ctid = :ctid::tid for update
                                    """)
                            .param("ctid", each.ctid())
                            .query(
                                    (row, number) ->
                                            new String[] {
                                                row.getString(1),
                                                blankOr(row.getString(2)),
                                                blankOr(row.getString(3))
                                            })
                            .optional()
                            .orElse(new String[0]);
            if (texts.length == 3) {
                changed +=
                        jdbc().sql(
                                        """
                                        update audit
                                        set subject = :subject, before = nullif(:before, '')::jsonb,
                                            after = nullif(:after, '')::jsonb
                                        where ctid = :ctid::tid
                                        """)
                                .param("subject", out.apply(texts[0]))
                                .param("before", out.apply(texts[1]))
                                .param("after", out.apply(texts[2]))
                                .param("ctid", each.ctid())
                                .update();
            }
        }
        return changed;
    }

    private static String blankOr(@Nullable String text) {
        return text == null ? "" : text;
    }

    long events(Redaction redaction) {
        return deleted(
                redaction,
                "event",
                "select ctid::text, payload::text as text from event t where true");
    }

    /// Events about messages that are gone.
    long eventsOfNothing() {
        return jdbc().sql(
                        """
                        delete from event e
                        where jsonb_exists(e.payload, 'message_id')
                          and not exists (select from message m
                                          where m.id = (e.payload ->> 'message_id')::bigint)
                        """)
                .update();
    }

    long repeatedRequests(Redaction redaction) {
        return deleted(
                redaction,
                "idempotent_request",
                "select ctid::text, body as text from idempotent_request t where body is not null");
    }

    /// A name of a conversation is a Message-ID, which some programs make of an address.
    long threadKeys(Redaction redaction) {
        long changed = 0;
        for (Line each :
                lines(redaction, "select ctid::text, key as text from thread_key t where true")) {
            changed +=
                    jdbc().sql(
                                    """
                                    update thread_key set key = 'erased:' || md5(key)
                                    where ctid = :ctid::tid
                                    """)
                            .param("ctid", each.ctid())
                            .update();
        }
        return changed;
    }

    private long deleted(Redaction redaction, String table, String select) {
        long gone = 0;
        for (Line each : lines(redaction, select)) {
            gone +=
                    jdbc().sql("delete from " + table + " where ctid = :ctid::tid")
                            .param("ctid", each.ctid())
                            .update();
        }
        return gone;
    }

    /// Rows whose text names the person; the database looks for the local part, we for the rest.
    private List<Line> lines(Redaction redaction, String select) {
        return jdbc()
                .sql(
                        """
                        select l.ctid, l.text from (%s) as l
                        where exists (select from unnest(:traces::text[]) as t(trace)
                                      where strpos(lower(l.text), t.trace) > 0)
                        """
                                .formatted(select))
                .param(
                        "traces",
                        redaction.traces().stream()
                                .map(each -> each.toLowerCase(Locale.ROOT))
                                .toArray(String[]::new))
                .query((row, number) -> new Line(row.getString("ctid"), row.getString("text")))
                .list()
                .stream()
                .filter(line -> redaction.mentioned(line.text()))
                .toList();
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
