package org.tapline.bridge.intake;

import java.io.IOException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.identity.MessageKey;
import org.tapline.bridge.mime.Attachment;
import org.tapline.bridge.mime.ParsedMail;
import org.tapline.bridge.policy.Choice;
import org.tapline.journal.Observation;
import org.tapline.journal.Place;
import org.tapline.journal.Sighting;
import org.tapline.journal.Way;

/// The rows of a message. Takes part in the caller's transaction.
final class MessageRows {
    /// Characters of the text that are searched; a tsvector holds 1 MB of words (PostgreSQL
    /// documentation, "Limitations" of text search).
    private static final int SEARCHED = 200_000;

    private static final Place NOWHERE = new Place("", 0, 0);

    /// How far the dates of two copies of one message may be apart: a client writes them while it
    /// sends, which may wait for a slow server.
    private static final Duration REDATED = Duration.ofMinutes(10);

    private final Database database;

    MessageRows(Database database) {
        this.database = database;
    }

    /// A message that is there already: under the same key, with another date, or under another
    /// id, as providers rewrite it.
    ///
    /// @param at when the mail says it was written
    /// @param way how it was seen now
    Optional<Long> find(MessageKey key, ParsedMail mail, Instant at, long mailbox, Way way) {
        return jdbc().sql("select id from message where message_key = :key")
                .param("key", Columns.key(key.value()))
                .query(Long.class)
                .optional()
                .or(() -> redated(mail, at, mailbox))
                .or(() -> key.dated() ? rewritten(key, mail, mailbox, way) : Optional.empty());
    }

    /// The same id, subject and text in the same mailbox, with a date a little off: NeoMutt writes
    /// the Date anew when it files the copy in Sent.
    private Optional<Long> redated(ParsedMail mail, Instant at, long mailbox) {
        return mail.messageId()
                .flatMap(
                        id ->
                                jdbc().sql(
                                                """
                                                select m.id from message m
                                                where m.message_id = :messageId
                                                  and m.subject = :subject
                                                  and m.body_text in (:text, '')
                                                  and m.occurred_at between :from and :to
                                                  and exists (select from delivery d
                                                              where d.message_id = m.id
                                                                and d.mailbox_id = :mailbox)
                                                order by m.id limit 1
                                                """)
                                        .param("messageId", Columns.key(id))
                                        .param("subject", Columns.text(mail.subject()))
                                        .param("text", Columns.text(mail.text()))
                                        .param("from", Columns.at(at.minus(REDATED)))
                                        .param("to", Columns.at(at.plus(REDATED)))
                                        .param("mailbox", mailbox)
                                        .query(Long.class)
                                        .optional());
    }

    /// Author, date, body, subject and named recipients are the same, in the same mailbox, and it
    /// was never seen there in this way: mail merges send the same words to many people in one
    /// second, and those are many messages.
    private Optional<Long> rewritten(MessageKey key, ParsedMail mail, long mailbox, Way way) {
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
                .param("fingerprint", key.fingerprint())
                .param("subject", Columns.text(mail.subject()))
                .param("mailbox", mailbox)
                .param("way", way.label())
                .param("recipients", recipients)
                .query(Long.class)
                .optional();
    }

    /// A new message; empty when another transaction was first.
    Optional<Long> insert(
            MessageKey key, ParsedMail mail, Instant at, String direction, Choice.Body body) {
        boolean text = body != Choice.Body.NONE;
        String searched = mail.subject() + "\n" + (text ? mail.text() : "");
        return jdbc().sql(
                        """
                        insert into message
                            (message_key, fingerprint, message_id, thread_id, occurred_at, direction,
                             subject, references_to, headers, body_text, body_html, kind, defects,
                             search)
                        values
                            (:key, :fingerprint, :messageId, 0, :at, :direction, :subject,
                             :references, :headers::jsonb, :text, :html, :kind::jsonb,
                             :defects::jsonb, to_tsvector('simple', :searched))
                        on conflict (message_key) do nothing
                        returning id
                        """)
                .param("key", Columns.key(key.value()))
                .param("fingerprint", key.fingerprint())
                .param("messageId", mail.messageId().map(Columns::key).orElse(null), Types.VARCHAR)
                .param("at", Columns.at(at))
                .param("direction", direction)
                .param("subject", Columns.text(mail.subject()))
                .param(
                        "references",
                        mail.references().stream().map(Columns::text).toArray(String[]::new))
                .param("headers", Json.of(mail.headers().fields()))
                .param("text", text ? Columns.text(mail.text()) : "")
                .param(
                        "html",
                        mail.html().filter(html -> text).map(Columns::text).orElse(null),
                        Types.VARCHAR)
                .param("kind", Json.of(mail.kind()))
                .param("defects", Json.of(mail.defects()))
                .param("searched", Columns.text(shortened(searched)))
                .query(Long.class)
                .optional();
    }

    void thread(long message, long thread) {
        jdbc().sql("update message set thread_id = :thread where id = :message")
                .param("thread", thread)
                .param("message", message)
                .update();
    }

    /// Somebody's Sent folder may show later that a message was ours.
    void outbound(long message) {
        jdbc().sql(
                        """
                        update message set direction = 'outbound'
                        where id = :message and direction <> 'outbound'
                        """)
                .param("message", message)
                .update();
    }

    long threadOf(long message) {
        return jdbc().sql("select thread_id from message where id = :message")
                .param("message", message)
                .query(Long.class)
                .single();
    }

    /// Enters participants that are not there yet: Bcc of the envelope may come second.
    ///
    /// @param leftOff addresses that the message is not linked to
    void participants(
            long message, List<Participants.Named> participants, Set<AddressKey> leftOff) {
        int size = participants.size();
        String[] roles = new String[size];
        Integer[] positions = new Integer[size];
        String[] keys = new String[size];
        String[] addresses = new String[size];
        String[] names = new String[size];
        String[] domains = new String[size];
        Boolean[] linked = new Boolean[size];
        for (int i = 0; i < size; i++) {
            Participants.Named each = participants.get(i);
            roles[i] = each.role().label();
            positions[i] = i;
            keys[i] = each.column();
            addresses[i] = Columns.text(each.address());
            names[i] = Columns.text(each.name());
            domains[i] = Columns.key(each.key().registrableDomain().orElse(each.key().domain()));
            linked[i] = !leftOff.contains(each.key());
        }
        jdbc().sql(
                        """
                        insert into participant
                            (message_id, role, position, address_key, address, name, domain, linked,
                             occurred_at)
                        select :message, p.*, m.occurred_at
                        from unnest(:roles::text[], :positions::int[], :keys::text[],
                                    :addresses::text[], :names::text[], :domains::text[],
                                    :linked::boolean[])
                             as p(role, position, address_key, address, name, domain, linked)
                        join message m on m.id = :message
                        where p.role <> 'bcc'
                           or not exists (select from participant o
                                          where o.message_id = :message
                                            and o.address_key = p.address_key
                                            and o.role in ('to', 'cc'))
                        on conflict (message_id, role, address_key) do nothing
                        """)
                .param("message", message)
                .param("roles", roles)
                .param("positions", positions)
                .param("keys", keys)
                .param("addresses", addresses)
                .param("names", names)
                .param("domains", domains)
                .param("linked", linked)
                .update();
    }

    /// How it was seen this time.
    ///
    /// @param raw hash of the octets, when they are kept
    void delivery(
            long message,
            long mailbox,
            Observation observation,
            Sighting.Message seen,
            String direction,
            Optional<String> raw,
            long size) {
        Place place = seen.place().orElse(NOWHERE);
        jdbc().sql(
                        """
                        insert into delivery as d
                            (message_id, mailbox_id, folder, uidvalidity, uid, way, direction, flags,
                             internal_date, provider_ids, envelope, certain, raw_sha256, raw_size,
                             session, observed_at)
                        values
                            (:message, :mailbox, :folder, :uidvalidity, :uid, :way, :direction,
                             :flags, :internalDate, :providerIds::jsonb, :envelope::jsonb, :certain,
                             :raw, :size, :session, :at)
                        on conflict (message_id, mailbox_id, folder, uidvalidity, uid, way)
                        do update set
                            flags = case when excluded.flags = '{}' then d.flags
                                         else excluded.flags end,
                            certain = d.certain or excluded.certain,
                            gone_at = null
                        """)
                .param("message", message)
                .param("mailbox", mailbox)
                .param("folder", Columns.key(place.folder()))
                .param("uidvalidity", place.uidValidity())
                .param("uid", place.uid())
                .param("way", observation.way().label())
                .param("direction", direction)
                .param("flags", seen.flags().stream().map(Columns::text).toArray(String[]::new))
                .param(
                        "internalDate",
                        Columns.at(seen.internalDate()),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .param("providerIds", Json.of(seen.providerIds()))
                .param("envelope", seen.envelope().map(Json::of).orElse(null), Types.VARCHAR)
                .param("certain", seen.certain())
                .param("raw", raw.orElse(null), Types.VARCHAR)
                .param("size", size)
                .param("session", Columns.text(observation.session()))
                .param("at", Columns.at(observation.at()))
                .update();
    }

    void attachments(long message, MailCopy copy) throws IOException {
        List<Attachment> attachments = copy.mail().attachments();
        for (int i = 0; i < attachments.size(); i++) {
            Attachment attachment = attachments.get(i);
            String sha256 = copy.keepAttachment(i).orElse(attachment.sha256());
            jdbc().sql(
                            """
                            insert into attachment
                                (message_id, position, name, type, size, inline, content_id, sha256)
                            values (:message, :position, :name, :type, :size, :inline, :contentId,
                                    :sha256)
                            """)
                    .param("message", message)
                    .param("position", i)
                    .param("name", Columns.text(attachment.name()))
                    .param("type", Columns.text(attachment.type()))
                    .param("size", attachment.size())
                    .param("inline", attachment.inline())
                    .param(
                            "contentId",
                            attachment.contentId().map(Columns::text).orElse(null),
                            Types.VARCHAR)
                    .param("sha256", sha256)
                    .update();
        }
    }

    private static String shortened(String text) {
        return text.length() <= SEARCHED ? text : text.substring(0, SEARCHED);
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
