package org.tapline.bridge.intake;

import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.database.LostRace;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.identity.MessageKey;
import org.tapline.bridge.mime.Attachment;
import org.tapline.bridge.mime.ParsedMail;
import org.tapline.bridge.policy.Choice;
import org.tapline.bridge.policy.Participant;

/// The rows of messages. Takes part in the caller's transaction.
final class MessageRows {
    /// Characters of the text that are searched; a tsvector holds 1 MB of words (PostgreSQL
    /// documentation, "Limitations" of text search).
    private static final int SEARCHED = 200_000;

    /// How far the dates of two copies of one message may be apart: a client writes them while it
    /// sends, which may wait for a slow server.
    private static final Duration REDATED = Duration.ofMinutes(10);

    private final Database database;
    private final RetoldRows retold;

    MessageRows(Database database, RetoldRows retold) {
        this.database = database;
        this.retold = retold;
    }

    /// A message that is there already.
    record Known(long id, Threads.Current thread, String direction) {}

    /// A message to be inserted.
    ///
    /// @param body what of its text is kept
    /// @param language whose word forms the search knows
    record Fresh(
            Arrival message,
            long thread,
            String direction,
            Choice.Body body,
            Choice.Language language) {}

    /// Those of the messages that are there already: under the same key, with another date, or
    /// under another id, as providers rewrite it. Their threads are locked, so that nobody merges
    /// them away.
    Map<Arrival, Known> find(List<Arrival> messages) {
        Map<String, Long> byKey = new HashMap<>();
        Set<String> fingerprints = new HashSet<>();
        Set<String> messageIds = new HashSet<>();
        Texts<Arrival> texts = new Texts<>(messages);
        jdbc().sql(
                        """
                        select id, message_key, fingerprint, coalesce(message_id, '') as message_id
                        from message
                        where fingerprint = any(:fingerprints) or message_id = any(:messageIds)
                        """)
                .param("fingerprints", texts.of(each -> each.key().fingerprint()))
                .param("messageIds", texts.of(MessageRows::messageId))
                .query(
                        row -> {
                            byKey.put(row.getString("message_key"), row.getLong("id"));
                            fingerprints.add(row.getString("fingerprint"));
                            messageIds.add(row.getString("message_id"));
                        });
        Map<Arrival, Long> ids = new HashMap<>();
        for (Arrival message : messages) {
            Optional<Long> id = Optional.ofNullable(byKey.get(column(message)));
            String messageId = messageId(message);
            if (id.isEmpty() && messageId != null && messageIds.contains(messageId)) {
                id = redated(message, messageId);
            }
            MessageKey key = message.key();
            if (id.isEmpty() && key.dated() && fingerprints.contains(key.fingerprint())) {
                id = rewritten(message);
            }
            id.ifPresent(found -> ids.put(message, found));
        }
        List<Arrival> unknown =
                messages.stream().filter(message -> !ids.containsKey(message)).toList();
        if (!unknown.isEmpty()) {
            ids.putAll(retold.find(unknown));
        }
        return known(ids);
    }

    /// Puts a message itself in the place of what forwards told of it.
    void become(long row, Fresh message) {
        String key = column(message.message());
        jdbc().sql(
                        """
                        with was as (select message_key from message where id = :row)
                        update decision d set message_key = :key, message_id = :id
                        from was
                        where d.message_key = was.message_key
                          and not exists (select from decision o
                                          where o.message_key = :key
                                            and o.mailbox_id = d.mailbox_id)
                        """)
                .param("row", row)
                .param("key", key)
                .param("id", messageId(message.message()), Types.VARCHAR)
                .update();
        jdbc().sql(
                        """
                        update message m set
                            message_key = :key, fingerprint = :fingerprint, message_id = :id,
                            occurred_at = :at, subject = :subject, references_to = :references,
                            headers = :headers::jsonb, body_text = :text, body_html = :html,
                            kind = :kind::jsonb, defects = :defects::jsonb
                        where m.id = :row
                        """)
                .param("row", row)
                .param("key", key)
                .param("fingerprint", message.message().key().fingerprint())
                .param("id", messageId(message.message()), Types.VARCHAR)
                .param("at", Columns.at(message.message().at()))
                .param("subject", Columns.text(mail(message).subject()))
                .param(
                        "references",
                        mail(message).references().stream()
                                .map(Columns::text)
                                .toArray(String[]::new))
                .param("headers", Json.of(mail(message).headers().fields()))
                .param("text", text(message))
                .param("html", html(message), Types.VARCHAR)
                .param("kind", Json.of(mail(message).kind()))
                .param("defects", Json.of(mail(message).defects()))
                .update();
        jdbc().sql(
                        """
                        update message_words
                        set words = message_search(:language::regconfig, :subject, :people, :files,
                                                   :searched)
                        where message_id = :row
                        """)
                .param("row", row)
                .param("language", Choice.word(message.language()))
                .param("subject", Columns.text(mail(message).subject()))
                .param("people", people(message))
                .param("files", files(message))
                .param("searched", shortened(text(message)))
                .update();
        for (String copied : List.of("participant", "delivery", "message_words")) {
            jdbc().sql("update " + copied + " set occurred_at = :at where message_id = :row")
                    .param("at", Columns.at(message.message().at()))
                    .param("row", row)
                    .update();
        }
        jdbc().sql("delete from attachment where message_id = :row").param("row", row).update();
        retold.leave(row);
    }

    /// The same id, subject and text in the same mailbox, with a date a little off: NeoMutt writes
    /// the Date anew when it files the copy in Sent.
    private Optional<Long> redated(Arrival message, String messageId) {
        return jdbc().sql(
                        """
                        select m.id from message m
                        where m.message_id = :messageId
                          and m.subject = :subject
                          and m.body_text in (:text, '')
                          and m.occurred_at between :from and :to
                          and exists (select from delivery d
                                      where d.message_id = m.id and d.mailbox_id = :mailbox)
                        order by m.id limit 1
                        """)
                .param("messageId", messageId)
                .param("subject", Columns.text(message.mail().subject()))
                .param("text", Columns.text(message.mail().text()))
                .param("from", Columns.at(message.at().minus(REDATED)))
                .param("to", Columns.at(message.at().plus(REDATED)))
                .param("mailbox", message.mailbox().id())
                .query(Long.class)
                .optional();
    }

    private Map<Arrival, Known> known(Map<Arrival, Long> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Map<Long, Known> rows = new HashMap<>();
        jdbc().sql(
                        """
                        select m.id, m.direction, t.id as thread, t.started_at
                        from message m join thread t on t.id = m.thread_id
                        where m.id = any(:ids)
                        order by t.id for update of t
                        """)
                .param("ids", ids.values().toArray(Long[]::new))
                .query(
                        row -> {
                            rows.put(
                                    row.getLong("id"),
                                    new Known(
                                            row.getLong("id"),
                                            new Threads.Current(
                                                    row.getLong("thread"),
                                                    Columns.instant(row, "started_at")),
                                            row.getString("direction")));
                        });
        Map<Arrival, Known> known = new HashMap<>();
        ids.forEach(
                (message, id) -> {
                    Known row = rows.get(id);
                    if (row == null) {
                        throw new LostRace("the thread of message " + id + " was taken up");
                    }
                    known.put(message, row);
                });
        return known;
    }

    /// Author, date, body, subject and named recipients are the same, in the same mailbox, and it
    /// was never seen there in this way: mail merges send the same words to many people in one
    /// second, and those are many messages.
    private Optional<Long> rewritten(Arrival message) {
        ParsedMail mail = message.mail();
        String[] recipients =
                Stream.concat(mail.to().stream(), mail.cc().stream())
                        .filter(address -> !address.address().isBlank())
                        .map(address -> Columns.key(AddressKey.of(address.address()).value()))
                        .distinct()
                        .toArray(String[]::new);
        return jdbc().sql(
                        """
                        select m.id from message m
                        where m.fingerprint = :fingerprint and m.subject = :subject
                          and exists (select from delivery d
                                      where d.message_id = m.id and d.mailbox_id = :mailbox)
                          and not exists (select from delivery d
                                          where d.message_id = m.id and d.mailbox_id = :mailbox
                                            and d.way = :way)
                          and (select count(distinct p.address_key) from participant p
                               where p.message_id = m.id and p.role in ('to', 'cc'))
                              = cardinality(:recipients::text[])
                          and not exists (select from unnest(:recipients::text[]) as r(key)
                                          where not exists (select from participant p
                                                            where p.message_id = m.id
                                                              and p.role in ('to', 'cc')
                                                              and p.address_key = r.key))
                        order by m.id limit 1
                        """)
                .param("fingerprint", message.key().fingerprint())
                .param("subject", Columns.text(mail.subject()))
                .param("mailbox", message.mailbox().id())
                .param("way", message.observation().way().label())
                .param("recipients", recipients)
                .query(Long.class)
                .optional();
    }

    /// Inserts new messages.
    ///
    /// @return their ids, in order
    /// @throws LostRace when somebody else was first with one of them
    List<Long> insert(List<Fresh> messages) {
        if (messages.isEmpty()) {
            return List.of();
        }
        Map<String, Long> ids = new HashMap<>();
        Texts<Fresh> texts = new Texts<>(messages);
        jdbc().sql(
                        """
                        with m as
                            (select * from unnest(
                                 :keys::text[], :fingerprints::text[], :ids::text[], :threads::bigint[],
                                 :times::timestamptz[], :directions::text[], :subjects::text[],
                                 :references::text[], :headers::text[], :texts::text[], :htmls::text[],
                                 :kinds::text[], :defects::text[], :languages::text[], :people::text[],
                                 :files::text[], :searched::text[])
                             as m(key, fingerprint, id, thread, at, direction, subject, refs, headers, text,
                                  html, kind, defects, language, people, files, searched)),
                        inserted as
                            (insert into message
                                 (message_key, fingerprint, message_id, thread_id, occurred_at, direction,
                                  subject, references_to, headers, body_text, body_html, kind, defects)
                             select key, fingerprint, id, thread, at, direction, subject,
                                    array(select jsonb_array_elements_text(refs::jsonb)), headers::jsonb,
                                    text, html, kind::jsonb, defects::jsonb
                             from m
                             order by m.key
                             on conflict (message_key) do nothing
                             returning id, message_key),
                        worded as
                            (insert into message_words (message_id, occurred_at, words)
                             select i.id, m.at,
                                    message_search(m.language::regconfig, m.subject, m.people,
                                                   m.files, m.searched)
                             from inserted i join m on m.key = i.message_key)
                        select id, message_key from inserted
                        """)
                .param("keys", texts.of(each -> column(each.message())))
                .param("fingerprints", texts.of(each -> each.message().key().fingerprint()))
                .param("ids", texts.of(each -> messageId(each.message())))
                .param("threads", messages.stream().map(Fresh::thread).toArray(Long[]::new))
                .param("times", texts.of(each -> each.message().at().toString()))
                .param("directions", texts.of(Fresh::direction))
                .param("subjects", texts.of(each -> Columns.text(mail(each).subject())))
                .param("references", texts.of(each -> Json.of(mail(each).references())))
                .param("headers", texts.of(each -> Json.of(mail(each).headers().fields())))
                .param("texts", texts.of(each -> text(each)))
                .param("htmls", texts.of(MessageRows::html))
                .param("kinds", texts.of(each -> Json.of(mail(each).kind())))
                .param("defects", texts.of(each -> Json.of(mail(each).defects())))
                .param("languages", texts.of(each -> Choice.word(each.language())))
                .param("people", texts.of(MessageRows::people))
                .param("files", texts.of(MessageRows::files))
                .param("searched", texts.of(each -> shortened(text(each))))
                .query(
                        row -> {
                            ids.put(row.getString("message_key"), row.getLong("id"));
                        });
        List<Long> inOrder = new ArrayList<>();
        for (Fresh each : messages) {
            Long id = ids.get(column(each.message()));
            if (id == null) {
                throw new LostRace("message " + column(each.message()) + " was just inserted");
            }
            inOrder.add(id);
        }
        return inOrder;
    }

    private static String column(Arrival message) {
        return Columns.key(message.key().value());
    }

    private static ParsedMail mail(Fresh message) {
        return message.message().mail();
    }

    private static @Nullable String messageId(Arrival message) {
        return message.mail().messageId().map(Columns::key).orElse(null);
    }

    private static String text(Fresh message) {
        return message.body() == Choice.Body.NONE ? "" : Columns.text(mail(message).text());
    }

    private static @Nullable String html(Fresh message) {
        return message.body() == Choice.Body.NONE
                ? null
                : mail(message).html().map(Columns::text).orElse(null);
    }

    /// Everybody whom the header names.
    private static String people(Fresh message) {
        return shortened(
                message.message().named().stream()
                        .filter(each -> each.role() != Participant.Role.BCC)
                        .map(each -> each.name() + " " + each.address())
                        .collect(Collectors.joining(" ")));
    }

    private static String files(Fresh message) {
        return message.body() != Choice.Body.FULL
                ? ""
                : shortened(
                        mail(message).attachments().stream()
                                .map(Attachment::name)
                                .collect(Collectors.joining(" ")));
    }

    /// Somebody's Sent folder may show later that messages were ours.
    void outbound(List<Long> messages) {
        if (!messages.isEmpty()) {
            jdbc().sql(
                            """
                            update message set direction = 'outbound'
                            where id = any(:messages) and direction <> 'outbound'
                            """)
                    .param("messages", messages.toArray(Long[]::new))
                    .update();
        }
    }

    private static String shortened(String text) {
        return Columns.text(text.length() <= SEARCHED ? text : text.substring(0, SEARCHED));
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
